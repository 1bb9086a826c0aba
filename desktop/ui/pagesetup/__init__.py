"""Page set-up: the lines of a table and what its columns mean."""
