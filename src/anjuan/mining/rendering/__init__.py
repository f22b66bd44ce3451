"""Guides as readers get them: Markdown, JSON, PDF/A, Word."""
