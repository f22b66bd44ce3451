"""What extraction is given: one paper with its pages, its kind, and the fields already found in it."""

from __future__ import annotations

import dataclasses

from anjuan.papers.facts import Description
from anjuan.reading.pages import Page


@dataclasses.dataclass(frozen=True, slots=True)
class SourcePaper:
    """One paper of a case.

    Attributes:
        kind: Its kind, such as ``D12``; empty when not known.
        stage: ``1`` or ``2`` where the paper says so; else empty.
        title: Its title as printed.
        pages: Its pages in order; places count them from 1.
        description: The fields found in it; None when nobody looked.

    """

    kind: str
    stage: str
    title: str
    pages: tuple[Page, ...]
    description: Description | None = None
