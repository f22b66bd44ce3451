"""The rules of scored schemes, computed without tables of the database."""
