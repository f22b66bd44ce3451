"""Scored schemes: indicators, evidence, points and grades.

For: assessors of schemes with points, such as after-sales service by GB/T 27922.
Not here: the certification process (``lifecycle``) and certificates.
Owns: schemes with their editions, assessor sheets, scores and their reasons.
Uses: nothing yet.
"""
