"""The pages.

For: parsing what a browser sends, calling one selector or service, rendering.
Not here: any rule, any query, any figure (rooms below).
Owns: no table.
Uses: accounts, archive, compiling, custody, evaluation, extraction, jobs, judging, kit, mining, papers, preservation,
reading, registry, scope, search.
"""
