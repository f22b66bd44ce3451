"""What a Word story needs from the rest of its document: notes, styles, numbers, pictures."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from lxml import etree

from anjuan.reading.office.docx.numbering import Numbering
from anjuan.reading.office.docx.styles import Styles


@dataclasses.dataclass(slots=True)
class Counts:
    """What was met on the way and is told at the end."""

    inserted: int = 0
    deleted: int = 0
    unreadable: list[str] = dataclasses.field(default_factory=list)


def _nothing(_: str) -> str:
    return ""


def _no_bytes(_: str) -> bytes:
    return b""


@dataclasses.dataclass(slots=True)
class Surroundings:
    """The rest of the document, as far as a story refers to it.

    Attributes:
        styles: Its styles.
        numbering: Its lists; counted on as paragraphs are read.
        notes: Notes and comments by kind (``footnote``, ``endnote``, ``comment``) and id.
        drawn_text: Gives the words of a diagram or chart by the id of its relationship.
        picture: Gives the bytes of a picture by the id of its relationship; empty when there is none.
        counts: Filled while reading.
        told: Notes already given, so that each is given once.

    """

    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], etree._Element] = dataclasses.field(default_factory=dict)
    drawn_text: Callable[[str], str] = _nothing
    picture: Callable[[str], bytes] = _no_bytes
    counts: Counts = dataclasses.field(default_factory=Counts)
    told: set[tuple[str, str]] = dataclasses.field(default_factory=set)
