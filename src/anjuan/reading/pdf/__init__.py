"""PDF files: their text layer where it is good, recognition where it is not.

For: opening (passwords, repair), lines with the place of every character, the judgement of a text layer, ruled
tables, form fields, annotations, attachments, pictures of pages for the recognition engine.
Not here: recognising pictures (anjuan.reading.recognition), reading order and tables as such (anjuan.reading.layout).
Owns: no table.
Uses: kit, reading.pages, reading.protocol, reading.layout, reading.stamps.
"""
