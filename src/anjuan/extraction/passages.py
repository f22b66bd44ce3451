"""Texts put together from lines, every character of which knows where it stands on its page."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from collections.abc import Iterable, Sequence

from anjuan.extraction.facts import Slot, Spot
from anjuan.reading.pages import Box, Line, Page

#: One sign each way, so that a place in the plain text is the same place in the printed one.
_PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("—–‐‑‒―−─━﹣", "-")
    | dict.fromkeys("～〜∼〰˜", "~")
    | dict.fromkeys("⟶➔⇒➡⟹►▶➝➞⮕⇨➙➜⇾", "→")
    | dict.fromkeys("⇩⬇▼⇣🡇", "↓")
    | {
        "\u3000": " ",
        "\xa0": " ",
        "\t": " ",
        "﹕": ":",
        "∶": ":",
        "≦": "≤",
        "⩽": "≤",
        "≧": "≥",
        "⩾": "≥",
        "﹤": "<",
        "﹥": ">",
    }
    | {
        "º": "°",
        "˚": "°",
        "Ф": "φ",
        "Φ": "φ",
        "ф": "φ",
        "µ": "μ",
        "〔": "(",
        "〕": ")",
        "﹪": "%",
        "［": "[",
        "］": "]",
    }
)
#: Recognition reads the sign between two figures of a tolerance as the character for soil.
_TOLERANCE = re.compile(r"(?<=[\d℃%a-zA-Z])(\s*)[土士](\s*)(?=\d)")
_BLANK = re.compile(r"\s+")
_WORD_END, _WORD_START = re.compile(r"[A-Za-z0-9]$"), re.compile(r"[A-Za-z0-9]")


def plain(text: str) -> str:
    """Return the text with one form for each sign; as long as the text itself."""
    return _TOLERANCE.sub(r"\1±\2", text.translate(_PLAIN))


def squeezed(text: str) -> str:
    """Return the text without blanks."""
    return _BLANK.sub("", text)


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A line, or a part of a cell, inside a passage.

    Attributes:
        start: Where it begins in the passage.
        text: Its characters as printed.
        page: Its page in the paper, from 1.
        box: Where it stands.
        offset: Where it begins in the text of its page; -1 when no line repeats it.
        edges: The x positions of its characters, where known.

    """

    start: int
    text: str
    page: int
    box: Box
    offset: int = -1
    edges: tuple[float, ...] = ()

    def box_of(self, start: int, end: int) -> Box:
        """Return where the half-open span of the piece stands."""
        if start <= 0 and end >= len(self.text):
            return self.box
        if len(self.edges) == len(self.text) + 1:
            return (self.edges[start], self.box[1], self.edges[end], self.box[3])
        width = (self.box[2] - self.box[0]) / max(len(self.text), 1)
        return (self.box[0] + start * width, self.box[1], self.box[0] + end * width, self.box[3])


@dataclasses.dataclass(frozen=True)
class Passage:
    """A text of one or more pieces: a paragraph, or what stands in a cell.

    Attributes:
        text: The pieces joined; a blank or a line feed stands between them only where the meaning needs one.
        pieces: In order.
        confidence: The lowest of its lines; 1.0 where nothing was recognised.

    """

    text: str
    pieces: tuple[Piece, ...]
    confidence: float = 1.0

    @functools.cached_property
    def plain(self) -> str:
        """The text with one form for each sign, place by place the same."""
        return plain(self.text)

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.pieces[0].page

    def spot(self, start: int = 0, end: int | None = None) -> Spot:
        """Return where the half-open span stands; of a span over two pages, the part on the first of them."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        hit = [piece for piece in self.pieces if piece.start < end and start < piece.start + len(piece.text)]
        hit = [piece for piece in hit if piece.page == hit[0].page] or list(self.pieces[:1])
        spans = [(max(start - piece.start, 0), min(end - piece.start, len(piece.text))) for piece in hit]
        quote = "".join(piece.text[slice(*span)] for piece, span in zip(hit, spans, strict=True))
        boxes = tuple(dict.fromkeys(piece.box_of(*span) for piece, span in zip(hit, spans, strict=True)))
        first, last = _offsets(hit, spans)
        return Spot(hit[0].page, boxes, quote, first, last)

    def slot(self, name: str, span: tuple[int, int], value: str | None = None) -> Slot:
        """Return the span as a slot, its value as printed unless a normalised one is given."""
        printed = self.text[slice(*span)].strip()
        return Slot(name, printed if value is None else value, self.spot(*span))


def _offsets(hit: Sequence[Piece], spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the span in the text of the page; nothing when the pieces do not follow each other there."""
    if any(piece.offset < 0 for piece in hit):
        return 0, 0
    for before, after in itertools.pairwise(hit):
        if after.offset != before.offset + len(before.text) + 1:
            return 0, 0
    return hit[0].offset + spans[0][0], hit[-1].offset + spans[-1][1]


def joined(parts: Iterable[tuple[str, Piece]], confidence: float = 1.0) -> Passage:
    """Return a passage of pieces, each with what stands between it and the one before."""
    text, pieces = "", list[Piece]()
    for between, piece in parts:
        text += between if pieces else ""
        pieces.append(dataclasses.replace(piece, start=len(text)))
        text += piece.text
    return Passage(text, tuple(pieces), confidence)


def stacked(passages: Sequence[Passage], glue: str = "\n") -> Passage:
    """Return passages as one, in their order, with ``glue`` between them."""
    text, pieces = "", list[Piece]()
    for passage in passages:
        text += glue if pieces else ""
        pieces += [dataclasses.replace(piece, start=piece.start + len(text)) for piece in passage.pieces]
        text += passage.text
    return Passage(text, tuple(pieces), min((passage.confidence for passage in passages), default=1.0))


def between(before: str, after: str) -> str:
    """Return what a line break between two lines of one paragraph stands for: a blank between words, else nothing."""
    if before[-1:].isdigit() and after[:1].isdigit():
        return ""  # a number broke; two numbers that only a blank parts are rare
    return " " if _WORD_END.search(before) and _WORD_START.match(after) else ""


class Sheet:
    """The lines of a page with their places in its text.

    Attributes:
        page: The page.
        number: Its number in the paper, from 1.
        offsets: Where each line begins in the text of the page.

    """

    def __init__(self, page: Page, number: int) -> None:
        self.page = page
        self.number = number
        self.offsets: list[int] = []
        at = 0
        for line in page.lines:
            self.offsets.append(at)
            at += len(line.text) + 1

    def piece(self, index: int) -> Piece:
        """Return a line as a piece."""
        line: Line = self.page.lines[index]
        return Piece(0, line.text, self.number, line.box, self.offsets[index], line.edges)
