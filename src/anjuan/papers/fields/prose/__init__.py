"""Running text read as facts: sentences joined across lines, names of organisations in them, what they state."""
