"""From a picture to the cells of its table: arrays in, arrays and quadrilaterals out; no file is touched here."""
