"""The places of the left rail, one module each."""
