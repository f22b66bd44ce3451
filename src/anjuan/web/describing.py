"""What the desk tells of the open document: kind, reasons, fields with their places, marks, cuts."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.cases import DocumentRow
from anjuan.archive.selectors.findings import DocumentSaid, document_said
from anjuan.archive.selectors.pages import PageView
from anjuan.archive.selectors.waiting import cuts_of_file
from anjuan.papers.facts import DOUBTFUL
from anjuan.reading.pages import Box
from anjuan.web.sheet import Rect, rect_on
from anjuan.web.valuewords import value_said
from anjuan.web.words import said

_MOST_FIELDS = 400
_CORNERS = 4


def box_of(text: str) -> Box | None:
    """Return the box that an address names, ``0.1,0.2,0.3,0.4``; None when it names none."""
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        return None
    if len(values) != _CORNERS or not all(0 <= value <= 1 for value in values):
        return None
    left, top, right, bottom = values
    return (left, top, right, bottom)


def box_text(box: Sequence[float] | None) -> str:
    """Return a box as an address names it; empty for none."""
    return ",".join(f"{value:.4f}" for value in box) if box else ""


@dataclasses.dataclass(frozen=True, slots=True)
class FieldSaid:
    """A field of the open document; ``rect`` is given when it stands on the page that is shown."""

    number: int
    label: str
    value: str
    page: int
    confidence: float
    box: str
    group: str
    rect: Rect | None

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.confidence < DOUBTFUL


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What is told of the open document beside its page.

    Attributes:
        said: What was found.
        fields: Its fields: those of the shown page first.
        marks: Signature, seal and date: the word, and True, False or None.
        starts: Pages of the file on which its papers begin.
        file_page: The shown page, counted in the file.
        is_set: Whether a person or a manifest gave the kind.

    """

    said: DocumentSaid
    fields: tuple[FieldSaid, ...]
    marks: tuple[tuple[str, bool | None], ...]
    starts: tuple[int, ...]
    file_page: int
    first_page: int
    is_set: bool

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at the kind."""
        return not self.is_set and (not self.said.kind or self.said.confidence < DOUBTFUL)

    @property
    def starts_text(self) -> str:
        """The present cuts, as forms send them."""
        return _joined(self.starts)

    @property
    def starts_here(self) -> str:
        """The cuts with one more, before the shown page; empty where a paper begins already."""
        return "" if self.file_page in self.starts else _joined((*self.starts, self.file_page))

    @property
    def starts_joined(self) -> str:
        """The cuts without the one before this document; empty for the first paper of a file."""
        rest = tuple(start for start in self.starts if start != self.first_page)
        return _joined(rest) if self.first_page != self.starts[0] else ""


def _joined(starts: Sequence[int]) -> str:
    return ",".join(str(start) for start in sorted(starts))


def told_of(viewer: Viewer, document: DocumentRow, shown: PageView) -> Told:
    """Return what is told of a document beside one of its pages. Six queries."""
    found = document_said(viewer, document.id)
    starts = cuts_of_file(viewer, document.id) or (document.first_page,)
    marks = found.marks
    return Told(
        found,
        _fields(found.found, shown),
        tuple((name, marks.get(name)) for name in ("signed", "sealed", "dated")),
        starts,
        document.first_page + shown.number - 1,
        document.first_page,
        document.kind_by in ("person", "manifest"),
    )


def _fields(rows: Sequence[dict[str, Any]], shown: PageView) -> tuple[FieldSaid, ...]:
    fields = [
        FieldSaid(
            number, said("field", row["name"]), _text(row), row["page"], row["confidence"], box_text(row["box"]),
            row.get("group", ""), rect_on(shown.page, tuple(row["box"])) if row["page"] == shown.number else None,
        )
        for number, row in enumerate(rows[:_MOST_FIELDS], 1)
    ]  # fmt: skip
    return tuple(sorted(fields, key=lambda field: (field.rect is None, field.page)))


def _text(row: dict[str, Any]) -> str:
    return value_said(row["name"], row["value"])
