"""The abstract page: what stands on a paper, before it becomes a file of some format."""

from __future__ import annotations

import dataclasses

HAND = "~"
"""A cell that begins with this mark is written by hand."""


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """A heading inside a paper."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; align is left, center or right."""

    text: str
    align: str = "left"
    bold: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Kv:
    """A ruled form of labels and values; each row holds one or two pairs."""

    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table with a head; widths are shares."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Sign:
    """A place to sign.

    Attributes:
        label: What stands before it.
        name: The name as signed.
        date: The date as written.
        seal: Whose seal stands on it (its text); empty for none.
        asks_seal: Whether the form asks for a seal there, be it given or not.

    """

    label: str
    name: str
    date: str
    seal: str = ""
    asks_seal: bool = False

    @property
    def wording(self) -> str:
        """The label with the words that ask for a seal."""
        return f"{self.label}（盖章）" if self.asks_seal else self.label


Block = Head | Para | Kv | Grid | Sign


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """Something a reader should find: its type, the sentence as printed, its parts."""

    type: str
    text: str
    values: dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """One document of a case.

    Attributes:
        kind: The kind of document, A01 to X03.
        variant: What sets two papers of one kind apart (``stage1``, ``english``); empty otherwise.
        stage: 1 when it belongs to the first stage of an initial audit.
        title: The title as printed.
        form_no: The body's form number; empty on papers of others.
        by: Who made it: client, body or authority.
        format: The format it is usually kept in: docx, xlsx, pdf, scan.
        layout: ``form`` or ``certificate``.
        header: What stands small above the title.
        blocks: What stands on it.
        fields: Values as printed, by the names of the case's fields.
        labels: How the labels of these fields are worded here.
        facts: What a reader should find on it.

    """

    kind: str
    variant: str
    stage: str
    title: str
    form_no: str
    by: str
    format: str
    layout: str
    header: str
    blocks: tuple[Block, ...]
    fields: dict[str, str]
    labels: dict[str, str]
    facts: tuple[Fact, ...]


def signed_line(block: Sign) -> str:
    """Return the line of a place to sign as text."""
    name = f"{block.wording}：{block.name}" if block.name or block.label.endswith("签字") else block.wording
    return f"{name}    日期：{block.date}" if block.date else name


def lines_of(paper: Paper) -> list[str]:
    """Return the paper as lines of text, row by row, cells parted by blanks."""
    lines = [line for line in (paper.header, paper.form_no, paper.title) if line]
    for block in paper.blocks:
        lines.extend(_block_lines(block))
    return lines


def _block_lines(block: Block) -> list[str]:
    if isinstance(block, Kv):
        return ["  ".join(f"{label}  {value}" for label, value in row) for row in block.rows]
    if isinstance(block, Grid):
        return ["  ".join(cell.removeprefix(HAND) for cell in row) for row in (block.head, *block.rows)]
    if isinstance(block, Sign):
        return [signed_line(block)]
    return [block.text]
