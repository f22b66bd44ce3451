"""Rules of the life cycle, computed from their arguments alone."""
