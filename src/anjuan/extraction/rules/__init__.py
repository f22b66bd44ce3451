"""Rule files of the extraction room."""
