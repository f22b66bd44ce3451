"""What the archive offers to search, and searching it."""
