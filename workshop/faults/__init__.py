"""What happens to a register when the power goes, the disk fails or a file from outside is not what it says."""
