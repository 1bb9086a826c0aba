"""Measures; each module prints a table with its n."""
