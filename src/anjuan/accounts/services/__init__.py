"""Deeds of the accounts room."""
