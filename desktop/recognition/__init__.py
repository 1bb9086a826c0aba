"""From the crop of a cell to a guess with its confidence."""
