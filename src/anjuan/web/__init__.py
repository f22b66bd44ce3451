"""The pages.

For: parsing what a browser sends, calling one selector or service, rendering.
Not here: any rule, any query, any figure (rooms below).
Owns: no table.
Uses: accounts, archive, certificates, compiling, custody, evaluation, extraction, figures, jobs, judging, kit,
lifecycle, mining, papers, preservation, reading, registry, scope, search.
"""
