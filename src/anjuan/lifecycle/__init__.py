"""The certification process: application, review, audits, decision, and what keeps a certificate valid.

For: everybody who plans, does, reviews and decides audits; the dates by which something must have happened.
Not here: papers and case files (``archive``), certificates and their look-up (``certificates``), what a
certificate may cover (``scope``), scored schemes (``evaluation``).
Owns: the steps of the process and their guards, the rules of time, people, audit time and sampling.
Uses: kit.
"""
