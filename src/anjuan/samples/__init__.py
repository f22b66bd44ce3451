"""Believable, invented case files of certification bodies, with the full truth beside them.

For: the demo, tests and benchmarks, which need case files that belong to nobody.
Not here: reading or judging case files (``reading``, ``archive``); this room only writes them.
Owns: trade knowledge (``knowledge/*.yaml``), paper forms (``papers/*.yaml``), name pools (``pools/*.yaml``).
Uses: kit.
"""
