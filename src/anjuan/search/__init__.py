"""Finding words: records in; hits, pages, facets and highlights out.

For: the query language, analysis, backends behind one protocol, highlighting, suggestions.
Not here: what a record means and who a person is (archive gives records and readers).
Owns: no table.
Uses: kit.
"""
