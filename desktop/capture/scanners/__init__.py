"""Scanners behind one protocol: SANE's program on Linux, WIA on Windows, NAPS2's console for what only speaks TWAIN."""
