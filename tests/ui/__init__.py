"""The window, by keyboard."""
