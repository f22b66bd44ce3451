"""Rules of the archive room."""
