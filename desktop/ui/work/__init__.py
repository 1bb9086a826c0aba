"""What is next for whoever sits here, and the shelf."""
