"""Reads OFD, the national format for fixed documents (GB/T 33190-2016).

For: text with the place of every character, seals, attachments, pictures of text.
Not here: checking signatures.
"""
