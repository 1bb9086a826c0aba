"""The child's side of decoding: what `ledgermark --decode-child` runs, before anything else is imported."""

from __future__ import annotations


def main() -> int:
    """Serve decodings over standard input and output until the parent closes them."""
    raise NotImplementedError
