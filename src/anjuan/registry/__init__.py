"""Whom and what certification is about: organisations, sites, certificates, and code lists with editions.

For: organisations with their former names, their sites and certificates; code lists (certification
fields, regions, industries, sectors, professional codes, standards), each with its editions.
Not here: cases and papers (archive), people who log in (accounts), the certification process
(lifecycle).
Owns: Organisation, OrganisationName, Site, Certificate, CodeList, CodeEntry.
Uses: accounts, kit.
"""
