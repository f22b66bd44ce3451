"""The marks of a paper besides its text: signature, seal, date."""

from __future__ import annotations

from collections.abc import Sequence

from anjuan.papers.facts import Marks
from anjuan.reading.pages import Page


def marks(pages: Sequence[Page]) -> Marks:
    """Return whether a paper is signed, sealed and dated, as far as its pages show it."""
    seals = tuple(seal.text for page in pages for seal in page.seals)
    return Marks(sealed=True if seals else None, seals=tuple(text for text in seals if text))
