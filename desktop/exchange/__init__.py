"""Batches that leave, and the answers that come back."""
