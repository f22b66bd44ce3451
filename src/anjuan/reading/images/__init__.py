"""Picture files: photographs and scans, one page each or several.

For: JPEG, PNG, TIFF with many pages, BMP, GIF, WebP and HEIC as upright RGB pictures for the recognition engine.
Not here: recognising them (anjuan.reading.recognition), pictures inside a PDF (anjuan.reading.pdf).
Owns: no table.
Uses: kit, reading.pages, reading.protocol.
"""
