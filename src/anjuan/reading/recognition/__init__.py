"""Recognition: pictures of text → lines, seals and ruled tables.

For:
    Reading scanned pages, faxes and photographs of Chinese certification papers on a plain
    processor, without a network.
Not here:
    Files and their pages (:mod:`anjuan.reading`); what the text means (the rooms above).
Owns:
    :mod:`~anjuan.reading.recognition.engine` (the engines of this machine) and
    :mod:`~anjuan.reading.recognition.recorded` (the one that repeats stored answers).
Uses:
    kit, reading.pages, reading.protocol, reading.errors, reading.stamps.
"""
