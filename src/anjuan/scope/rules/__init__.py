"""The rules of a certification scope, computed without tables of the database."""
