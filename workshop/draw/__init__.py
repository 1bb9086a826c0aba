"""Draws ledger pages with known truth."""
