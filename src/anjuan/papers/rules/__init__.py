"""Rule files of the papers room."""
