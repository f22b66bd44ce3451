"""Figures computed from plain values: shares, ranks, additivity, checks, changes, concentration."""
