"""Workbooks of every age, each sheet as a run of pages with tables."""
