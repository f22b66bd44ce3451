"""Scored schemes: indicators, evidence, points and grades.

For: assessors of schemes with points, such as after-sales service by GB/T 27922.
Not here: the certification process (``lifecycle``) and certificates.
Owns: SchemeEdition, Assessment, Sheet, SheetMark, MarkEvidence, Settlement, SpecialPoint, Visit; the rules of scores.
Uses: accounts, kit.
"""
