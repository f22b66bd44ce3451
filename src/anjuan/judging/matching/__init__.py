"""Matching: which records mean the same organisation, and which cases belong to one certification cycle."""
