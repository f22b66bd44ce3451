"""Invented case files with their full truth, from one seed.

For: the demo, tests and benchmarks.
Not here: anything that real cases go through (archive).
Owns: no table.
Uses: kit.
"""
