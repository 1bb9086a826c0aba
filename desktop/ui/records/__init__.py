"""The pieces of the Records screen."""
