"""Reading the archive room."""
