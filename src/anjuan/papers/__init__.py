"""What a run of read pages is: where one paper ends and the next begins, its kind, what its form says.

For: cutting bound scans into papers, the kinds of paper and how they are told apart, reading forms as
labels and values, the fields that papers state, each with page and box.
Not here: how bytes become pages (reading), what a case lacks or contradicts (judging), what is kept in
the database (archive).
Owns: no table in the database; the rule files on kinds, titles, labels and fields.
Uses: kit, reading, registry.
"""
