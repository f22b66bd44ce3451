"""What a certificate may cover: clauses, codes, licences, activities, places, and the evidence for each.

For: application reviewers, auditors who confirm a scope, decision makers.
Not here: the process (``lifecycle``), reading the papers (``extraction``, ``judging``).
Owns: the rules of applicability, licences and evidence of a scope, suggested professional codes.
Uses: kit, registry.
"""
