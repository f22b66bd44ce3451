"""The seam to extraction: what takes facts from one paper, and its version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from anjuan.extraction import SourcePaper, extract, made_with
from anjuan.extraction.facts import Fact
from anjuan.papers.facts import Description, Found
from anjuan.reading.pages import Page


class Extractor(Protocol):
    """Takes facts from papers: the mining room knows this protocol only."""

    @property
    def made_with(self) -> str:
        """Version of the tables; facts are taken anew when it changes."""

    def facts(self, kind: str, stage: str, title: str, pages: Sequence[Page], found: Sequence[Found]) -> Sequence[Fact]:
        """Return the facts of one paper.

        Args:
            kind: Its kind, A01 … X03; empty when not known.
            stage: Its stage.
            title: Its title.
            pages: Its pages as read.
            found: Its fields as described.

        """


class TableExtractor:
    """The extractor of the extraction room."""

    @property
    def made_with(self) -> str:
        """Version of the tables."""
        return made_with()

    def facts(self, kind: str, stage: str, title: str, pages: Sequence[Page], found: Sequence[Found]) -> Sequence[Fact]:
        """Return the facts of one paper."""
        return extract(SourcePaper(kind, stage, title, tuple(pages), Description(tuple(found))))
