"""The commands.

For: parsing what was typed, calling one selector or service, printing.
Not here: any rule, any query, any figure (rooms below).
Owns: no table.
Uses: accounts, archive, certificates, compiling, custody, evaluation, figures, jobs, judging, kit, lifecycle,
mining, papers, preservation, reading, registry, samples, scope, search.
"""
