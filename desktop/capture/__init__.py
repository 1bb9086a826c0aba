"""How pictures get in: files, folders and PDFs, decoded out of process."""
