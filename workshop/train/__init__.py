"""Trains the field reader."""
