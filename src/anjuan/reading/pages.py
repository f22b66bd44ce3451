"""What every reader returns, whatever the file was: pages with lines, tables and seals.

Boxes are fractions of the upright page: ``(x0, y0, x1, y1)`` with 0 ≤ x0 ≤ x1 ≤ 1, the origin
at the upper left. "Upright" means after ``rotation`` has been undone, so a box fits the page
picture that :mod:`anjuan.reading.pictures` draws.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]

#: A4 in points (1/72 inch), upright: the sheet that flowing documents are set on.
A4_POINTS = (595.0, 842.0)

#: A recognised line below this confidence is marked for a person.
LOW_CONFIDENCE = 0.85


class TextSource(enum.StrEnum):
    """Where the text of a page comes from."""

    TEXT = "text"
    OCR = "ocr"
    MIXED = "mixed"
    NONE = "none"


class Role(enum.StrEnum):
    """What part of a page a line belongs to."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    COMMENT = "comment"
    TEXT_BOX = "text_box"
    HIDDEN = "hidden"
    SEAL = "seal"
    FORM_FIELD = "form_field"


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One line of text in reading order.

    Attributes:
        text: The characters, exactly as read; blanks between Chinese characters that the reader itself
            made are left out.
        box: Where the line stands.
        confidence: 0 to 1 for recognised text; None for text that was not recognised but given.
        edges: ``len(text) + 1`` rising x positions (page fractions): character ``i`` spans ``edges[i]`` to
            ``edges[i + 1]``. Empty when not known; then the box is divided by character width.
        role: The part of the page.
        block: A number that lines of one paragraph, column or cell share, in reading order.

    """

    text: str
    box: Box
    confidence: float | None = None
    edges: tuple[float, ...] = ()
    role: Role = Role.BODY
    block: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. Rows and columns count from 0; spans are at least 1."""

    row: int
    column: int
    text: str
    box: Box
    row_span: int = 1
    column_span: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """A table with its cells in rows from the top, each row from the left.

    Attributes:
        box: The outer bounds.
        cells: All cells; a merged one stands once, at its first row and column.
        ruled: Whether lines were drawn around the cells; False for columns found by their spacing.

    """

    box: Box
    cells: tuple[Cell, ...]
    ruled: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Seal:
    """A stamped seal: where, and what it says as far as it could be read."""

    box: Box
    text: str = ""
    confidence: float = 0.0
    shape: str = "round"
    colour: str = "red"


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One page as read.

    Attributes:
        number: 1 for the first page of the file.
        width: Width of the upright page in points (1/72 inch).
        height: Height of the upright page in points.
        rotation: Clockwise degrees (0, 90, 180, 270) by which the stored page must be turned to stand upright.
        source: Where the text comes from.
        reason: Why the text layer was not used, as a code of ``docs/reference`` such as ``no-text-layer``; else empty.
        lines: Lines in reading order.
        tables: Tables in reading order; their text also stands in ``lines``.
        seals: Seals found.
        skew: Degrees by which the page was turned straight before recognition; positive is clockwise.
        label: The page's own name, such as the name of a sheet; empty when it has none.
        picture: Whether the file holds a picture of the page (a scan, a PDF page); False for flowing documents,
            whose pages are set by :mod:`anjuan.reading.typesetting`.
        blank: Whether nothing at all stands on the page.

    """

    number: int
    width: float
    height: float
    rotation: int = 0
    source: TextSource = TextSource.TEXT
    reason: str = ""
    lines: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    seals: tuple[Seal, ...] = ()
    skew: float = 0.0
    label: str = ""
    picture: bool = True
    blank: bool = False

    @property
    def text(self) -> str:
        """All lines, one a row. Offsets into this text are what search and mining cite."""
        return "\n".join(line.text for line in self.lines)


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """The first thing a reader says of a file.

    Attributes:
        media_type: What the bytes are.
        reader: Name and version of what read them, such as ``docx-walker/1`` or ``soffice/7.4``.
        pages: How many pages there will be, when that is known beforehand.
        properties: What the file says of itself (title, author, made_on); never trusted, only shown.

    """

    media_type: str
    reader: str
    pages: int | None = None
    properties: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """A file inside the file: an archive entry, an attachment, an embedded document.

    Attributes:
        name: Its name as a person should see it, path included, with ``/`` between folders.
        path: A temporary file with its bytes, inside the work folder of the read; whoever takes the event
            moves or copies it.
        size_bytes: Its size.
        kind: ``entry`` of an archive, ``attachment``, or ``embedded`` object.

    """

    name: str
    path: str
    size_bytes: int
    kind: str = "entry"


@dataclasses.dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know of the file, that does not stop the reading.

    Attributes:
        code: A stable code such as ``macros``, ``external-reference``, ``page-unreadable``, ``member-refused``.
        text: A full sentence.
        page: The page it concerns, or None for the file.
        partial: Whether something of the file could therefore not be read.

    """

    code: str
    text: str
    page: int | None = None
    partial: bool = False


Event: TypeAlias = Opened | Page | Member | Notice
