"""Reading the registry room."""
