"""Files from outside, changed at random, and every parser that reads them."""
