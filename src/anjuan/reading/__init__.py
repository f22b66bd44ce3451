"""Bytes become pages of text with boxes.

For: telling what a file is by its bytes, reading every format offices produce, recognising
scans, unpacking containers within limits, each foreign parser in a process of its own.
Not here: what a document means (archive), where its bytes are kept (kit.blobs), finding words
(search).
Owns: no table.
Uses: kit.
"""
