"""Claims about capture; every file is built by the test that needs it."""
