"""Certificates as they leave the house: numbers by rule, documents, signed statements, status, public look-up.

For: whoever issues a certificate, and whoever holds one in the hand and wants to know whether it is true.
Not here: the decision that a certificate rests on (``lifecycle``), what it may cover (``scope``).
Owns: number rules, the document of a certificate, signing keys and statements, changes of status.
Uses: accounts, jobs, kit, preservation, registry.
"""
