"""PDFs: the one room that draws on paper. Imported only when something is printed."""
