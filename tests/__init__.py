"""The checks: their names are claims."""
