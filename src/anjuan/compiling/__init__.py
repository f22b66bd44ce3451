"""From facts of many cases to guides: merged lines with support and citations, and no client's identity.

For: the mining of the archive, which reviews facts, keeps guides with their editions and publishes them.
Not here: taking facts from papers (``extraction``), tables in the database, pages, PDF.
Owns: sections of guides and instructions, templates of stories, patterns and stand-ins of identities.
Uses: extraction, judging, kit, papers, reading.
"""
