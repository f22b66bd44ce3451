"""Presentations, one page a slide."""
