"""The running text of a page for reading sentences: wrapped lines joined, blanks inside sentences left out."""

from __future__ import annotations

import dataclasses
import re

from anjuan.papers.fields.flow import Flow
from anjuan.reading.pages import Box, Line, Page

#: A line that ends this close (in characters) to the right edge of its cell goes on in the next.
_FULL = 1.6
#: A cell narrower than this (in characters) holds words, not sentences.
_NARROW = 6.0
_WIDE_BLANK = re.compile(r"[ \u3000\xa0\t]{2,}|\t")
_BLANKS = " \u3000\xa0\t"
#: A wide blank between signs that stand alone spreads a title over the line (``认　证　证　书``).
_SPACED = re.compile(r"(?:[\s\u3000].|^.|.\n)\u3000|.{2}\u3000.(?:[\s\u3000]|$)")
_LATIN, _NEXT_LATIN = re.compile(r"[A-Za-z0-9)]"), re.compile(r"[A-Za-z0-9(]")
#: The word that begins a line; one of Latin letters and digits is never broken.
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-/.:]*|[\u4e00-\u9fff][,，。;；、)）]?")
#: How near (in line heights) the lines of a paragraph stand, how wide (page fraction) it is at least, and how far its
#: lines may begin apart.
_NEAR, _LEAST_WIDTH, _INDENT = 1.5, 0.4, 0.06
#: Where one sentence ends and the next begins.
_BREAK = re.compile(r"[。;!?\n]")
_CLAUSE_BEHIND, _CLAUSE_AHEAD = re.compile(r"(?:^|\D)\d{1,2}(?:\.\d{1,2})+$"), re.compile(r"\d{1,2}\.\d")
_CLAUSE = re.compile(r"[,、:\t]")


@dataclasses.dataclass(frozen=True, slots=True)
class Passages:
    """The sentences of a page in one text.

    Attributes:
        text: Half-width signs, no blanks inside sentences; a tab where the page leaves a wide gap, a line break where
            a paragraph or cell ends.
        at: For each sign of the text, its place in the text of the flow.
        flow: The lines it was made from.

    """

    text: str
    at: tuple[int, ...]
    flow: Flow

    def printed(self, start: int, end: int) -> str:
        """Return a half-open span as it stands on the page, without the ends of lines."""
        return self.flow.printed[self.at[start] : self.at[end - 1] + 1].replace("\n", "")

    def place(self, start: int, end: int) -> tuple[Box, float]:
        """Return the box around a half-open span and the lowest confidence of its lines."""
        return self.flow.place(self.at[start], self.at[end - 1] + 1)

    def before(self, start: int) -> str:
        """Return what stands before a place in the same sentence."""
        breaks = [found.end() for found in _BREAK.finditer(self.text, max(0, start - 80), start)]
        return self.text[breaks[-1] if breaks else max(0, start - 80) : start]

    def clause(self, start: int) -> str:
        """Return what stands before a place in the same clause."""
        return _CLAUSE.split(self.before(start))[-1]

    def after(self, end: int) -> str:
        """Return what follows a place in the same sentence."""
        found = _BREAK.search(self.text, end, end + 60)
        return self.text[end : found.start() if found else end + 60]


def passages_of(page: Page, flow: Flow) -> Passages:
    """Return the running text of a page."""
    joints = _joints(page, flow)
    signs: list[str] = []
    at: list[int] = []
    source = flow.text
    firsts = frozenset(flow.starts)
    for index, sign in enumerate(source):
        if sign == "\n":
            kept = "" if index in joints else sign
        elif sign in _BLANKS:
            kept = _blank(flow.printed, index)
        else:
            kept = sign
        if index in firsts and _parts_clauses(signs, source[index : index + 4]):
            signs.append(" ")
            at.append(index)
        if kept and not (kept in "\t " and signs and signs[-1] in "\t\n "):
            signs.append(kept)
            at.append(index)
    return Passages("".join(signs), tuple(at), flow)


def _parts_clauses(before: list[str], after: str) -> bool:
    """Say whether a line ends with the number of a clause and the next begins with another (``6.1``, ``6.2``)."""
    return bool(_CLAUSE_AHEAD.match(after) and _CLAUSE_BEHIND.search("".join(before[-6:])))


def _blank(text: str, index: int) -> str:
    """Return what is kept of a blank: nothing inside a sentence, a tab for a gap, a blank between Latin words."""
    if _WIDE_BLANK.match(text, index):
        return "\t"
    if text[index] == "\u3000" and not _SPACED.match(text, max(0, index - 2)):
        return "\t"
    inside = 0 < index < len(text) - 1
    return " " if inside and _LATIN.match(text[index - 1]) and _NEXT_LATIN.match(text[index + 1]) else ""


def _joints(page: Page, flow: Flow) -> frozenset[int]:
    """Return the places of line ends that a narrow cell or a hyphen made, not the text."""
    cells = [cell.box for table in page.tables for cell in table.cells]
    right = max((line.box[2] for line in flow.lines), default=1.0)
    joints: set[int] = set()
    for index in range(1, len(flow.lines)):
        place = flow.starts[index] - 1
        if place < 0 or flow.text[place] != "\n":
            continue
        before, line = flow.lines[index - 1], flow.lines[index]
        if not before.text.strip() or before.text.rstrip()[-1] in "。；;" or line.box[1] <= before.box[1]:
            continue
        cell = next((box for box in cells if _within(before.box, box)), None)
        if _in_one_cell(before, line, cell) if cell else _broken_before(before, line, right):
            joints.add(place)
    return frozenset(joints)


def _broken_before(before: Line, line: Line, right: float) -> bool:
    """Say whether the line below begins with a word for which there was no room at the end of the line."""
    size = _size(before)
    word = _WORD.match(line.text.lstrip())
    room = right - before.box[2]
    near = line.box[1] - before.box[3] < _NEAR * (before.box[3] - before.box[1])
    wide = before.box[2] - before.box[0] > _LEAST_WIDTH and line.box[0] < before.box[0] + _INDENT
    if not (word and near and wide):
        return False
    return room < size * (1.0 + sum(0.55 if sign.isascii() else 1.0 for sign in word.group()))


def _in_one_cell(before: Line, line: Line, cell: Box) -> bool:
    """Say whether a line goes on what fills the line above in the same cell."""
    if before.text.rstrip()[-1] in "：:" or not _within(line.box, cell):
        return False
    size = _size(before)
    return cell[2] - before.box[2] < _FULL * size + 0.012 and cell[2] - cell[0] > _NARROW * size


def _size(line: Line) -> float:
    """Return the width of a Chinese sign of a line, as a fraction of the page."""
    return (line.box[2] - line.box[0]) / max(1.0, sum(0.5 if sign.isascii() else 1.0 for sign in line.text))


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
