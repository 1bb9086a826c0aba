"""Review: a page of paper and what was read on it, corrected by keyboard."""
