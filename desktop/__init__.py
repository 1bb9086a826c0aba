"""Ledgermark, the program: two doors (ui, cli) over operations."""
