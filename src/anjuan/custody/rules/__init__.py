"""Rule files of the custody room."""
