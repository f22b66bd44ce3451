"""Rule files of the preservation room."""
