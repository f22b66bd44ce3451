"""Where things stand on a page: the order of its lines, and its ruled tables.

For: the reading order of lines with columns and forms, ruled tables as cells, lines cut at the rules they cross.
Not here: finding rules on a scan (anjuan.reading.recognition), finding rules in a PDF (anjuan.reading.pdf).
Owns: no table.
Uses: reading.pages.
"""
