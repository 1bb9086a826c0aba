"""SQL in plain functions on a Store; only desktop.operations calls it."""
