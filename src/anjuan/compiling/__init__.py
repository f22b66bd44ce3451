"""From facts of many cases to guides: merged lines with support and citations, and no client's identity.

For: the mining of the archive, which reviews facts, keeps guides with their editions and publishes them.
Not here: taking facts from papers (``extraction``), tables in the database, pages, PDF.
Owns: the sections of guides and work instructions, the patterns and stand-ins of identities (``rules/tables``).
Uses: extraction, judging, kit, papers.
"""
