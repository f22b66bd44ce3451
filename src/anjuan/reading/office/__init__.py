"""Readers of office files: Word, Excel, PowerPoint, OpenDocument, RTF, WPS, old and new.

For: turning them into blocks for the typesetter, into tables and members.
Not here: decrypting them (anjuan.reading.protection), setting pages (anjuan.reading.typesetting).
"""
