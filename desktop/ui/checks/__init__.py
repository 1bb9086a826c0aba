"""Checks: lots, blind typing, the decision, the report."""
