"""An engine that finds pages: records in; hits, facets, spans and snippets out.

For: indexing pages of text with keywords, exact, ranked and rough search, suggestions,
highlights, who-may-see filters inside every query.
Not here: what a case, a certificate or a field of business is (the rooms above hand over plain
records and a schema), boxes on a page (the archive maps spans to lines), texts (they stay in the
database and come through a callable).
Owns: no table; the folder of the index.
Uses: kit.
"""
