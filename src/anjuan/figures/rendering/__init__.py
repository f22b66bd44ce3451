"""Bulletins as documents: Word and PDF, every number a link to the rows it counts."""
