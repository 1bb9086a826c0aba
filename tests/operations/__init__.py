"""What a person does, through the operations."""
