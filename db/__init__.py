"""The words, the keys and the store: everything that lasts. Knows nothing of desktop."""
