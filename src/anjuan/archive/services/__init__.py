"""Deeds of the archive room."""
