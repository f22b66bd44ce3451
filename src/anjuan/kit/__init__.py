"""Plumbing that three rooms need and that knows no word of certification.

For: errors with codes, strict rule files, progress, the clock, periods and partial
dates, text folding, the blob store.
Not here: anything with a noun of the domain in it (that is a room), and anything that
only one room uses (that stays in the room).
Owns: no table.
Uses: nothing of ours, and no Django.
"""
