"""How wrong the records are: pure figures, exactly tested; no store, no files, no words."""
