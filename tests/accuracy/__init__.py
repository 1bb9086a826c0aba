"""Figures that decide whether a batch may go."""
