"""Deeds of the registry room."""
