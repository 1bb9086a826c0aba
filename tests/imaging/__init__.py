"""The imaging room: cleaning, grid, crops, likeness."""
