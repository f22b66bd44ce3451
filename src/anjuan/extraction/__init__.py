"""Facts out of papers: what was made, how, under which controls, what was asked, seen and found, each with its place.

For: the mining of the archive, which keeps the facts, has them reviewed and compiles guides from them.
Not here: reading pages (``reading``), kinds and fields of papers (``papers``), keeping, reviewing and compiling facts.
Owns: the tables of fact kinds, header words, patterns and dictionaries (``rules/tables``).
Uses: kit, papers, reading.
"""

from __future__ import annotations

from anjuan.extraction.miner import extract
from anjuan.extraction.processes import flow_of
from anjuan.extraction.rules.tables import made_with
from anjuan.extraction.source import SourcePaper

__all__ = ["SourcePaper", "extract", "flow_of", "made_with"]
