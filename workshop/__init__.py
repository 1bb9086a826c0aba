"""What we train and measure with; not shipped."""
