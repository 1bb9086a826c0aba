"""Charts of how wrong the records are: readable in greyscale, to be kept as a picture and as data."""
