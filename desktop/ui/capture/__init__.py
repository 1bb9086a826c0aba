"""What the Capture screen is made of."""
