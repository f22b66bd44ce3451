"""Deeds of assessments."""
