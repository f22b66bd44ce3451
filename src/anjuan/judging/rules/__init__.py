"""Rule files of the judging room."""
