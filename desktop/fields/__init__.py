"""What may stand in a column, what a form is, serial numbers."""
