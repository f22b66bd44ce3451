"""Texts as printed turned into values, each with how sure the reading of it is; never an exception."""
