"""What happens to a register when the power goes or the disk fails."""
