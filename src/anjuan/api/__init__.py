"""The interface for programs.

For: parsing what a program sends, calling one selector or service, answering JSON; a client in Python.
Not here: any rule, any query, any figure (rooms below).
Owns: no table.
Uses: accounts, archive, custody, kit, mining, papers, preservation, reading, search.
"""
