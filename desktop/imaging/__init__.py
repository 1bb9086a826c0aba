"""From a picture to the cells of its table."""
