"""What a flowing document is made of, before it is set on sheets."""

from __future__ import annotations

import dataclasses
import enum
from typing import TypeAlias

from anjuan.reading.pages import A4_POINTS, Member, Notice, Role


class Align(enum.StrEnum):
    """Where the lines of a paragraph stand between the margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """A picture of a seal that hangs on a paragraph: its shape, its width and height in points."""

    shape: str
    width: float
    height: float


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph.

    Attributes:
        text: Its characters; a line feed is a line end made by hand.
        heading: Level of the heading, from 1; 0 for running text.
        align: Where its lines stand.
        indent: Points from the left margin.
        first_indent: Points by which the first line stands further in; negative when it hangs out.
        role: The part of the page it belongs to.
        size: Points of the letters; 0 takes what suits level and role.
        stamps: Seals that hang on it.

    """

    text: str
    heading: int = 0
    align: Align = Align.LEFT
    indent: float = 0.0
    first_indent: float = 0.0
    role: Role = Role.BODY
    size: float = 0.0
    stamps: tuple[Stamp, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class TableCell:
    """One cell; rows and columns count from 0, spans are at least 1."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class TableBlock:
    """A table.

    Attributes:
        cells: Its cells, rows from the top, each from the left; a merged cell stands once.
        widths: Widths of all columns in points; empty when they follow from what stands in them.
        ruled: Whether lines are drawn around the cells.
        continues: Whether its rows go on with the table set before it, as the pieces of a long sheet do.

    """

    cells: tuple[TableCell, ...]
    widths: tuple[float, ...] = ()
    ruled: bool = True
    continues: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block starts a new page, unless nothing stands on the present one."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """The pages from here on have this form.

    Attributes:
        width: Points.
        height: Points.
        left: Left margin in points.
        top: Upper margin in points.
        right: Right margin in points.
        bottom: Lower margin in points.
        label: The name of the pages, such as that of a sheet of a workbook.
        fitted: Whether what stands between two page breaks is set smaller to stay on one page, because the
            breaks are those of the program that made the document.

    """

    width: float = A4_POINTS[0]
    height: float = A4_POINTS[1]
    left: float = 72.0
    top: float = 72.0
    right: float = 72.0
    bottom: float = 72.0
    label: str = ""
    fitted: bool = False


Block: TypeAlias = Paragraph | TableBlock | PageBreak | Sheet

#: What readers hand to the typesetter: blocks, and events that are passed on as they come.
Flow: TypeAlias = Block | Member | Notice


def in_role(block: Block, role: Role) -> Block:
    """Return the block with its running text in another role; hidden text and comments keep theirs."""
    if isinstance(block, Paragraph):
        return dataclasses.replace(block, role=role) if block.role is Role.BODY else block
    if isinstance(block, TableBlock):
        cells = tuple(
            dataclasses.replace(cell, paragraphs=tuple(_paragraph_in_role(part, role) for part in cell.paragraphs))
            for cell in block.cells
        )
        return dataclasses.replace(block, cells=cells)
    return block


def _paragraph_in_role(paragraph: Paragraph, role: Role) -> Paragraph:
    return dataclasses.replace(paragraph, role=role) if paragraph.role is Role.BODY else paragraph


def flattened(block: Block) -> list[Paragraph]:
    """Return a block as paragraphs alone: of a table each row becomes one, its cells parted by tabs."""
    if isinstance(block, Paragraph):
        return [block]
    if not isinstance(block, TableBlock):
        return []
    rows: dict[int, list[TableCell]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(cell)
    paragraphs = []
    for _, cells in sorted(rows.items()):
        texts = [cell_text(cell) for cell in cells]
        role = next((part.role for cell in cells for part in cell.paragraphs), Role.BODY)
        stamps = tuple(stamp for cell in cells for part in cell.paragraphs for stamp in part.stamps)
        if any(texts) or stamps:
            paragraphs.append(Paragraph("\t".join(texts).strip("\t"), role=role, stamps=stamps))
    return paragraphs


_NOT_CELL_TEXT = frozenset({Role.HIDDEN, Role.COMMENT, Role.FOOTNOTE})


def cell_text(cell: TableCell) -> str:
    """Return what stands in a cell: hidden text, comments and notes left out."""
    return "\n".join(part.text for part in cell.paragraphs if part.text and part.role not in _NOT_CELL_TEXT)
