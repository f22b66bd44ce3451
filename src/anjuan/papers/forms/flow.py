"""The entries of lines that stand outside tables."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from anjuan.papers.facts import Entry, Layout
from anjuan.papers.forms import inline, labels, making
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.places import Run, View, union
from anjuan.papers.forms.rows import GAP, em, row_text, visual_rows
from anjuan.reading.pages import Box, Line

#: Gap (in line heights) up to which a line belongs to the one above.
_CLOSE, _UNDER, _BELOW = 1.1, 1.6, 2.6
#: How far (page fraction) the lines of one value may differ at the left.
_ALIGNED = 0.012
#: The right edge of the text of a page is at least here (page fraction).
_LEAST_RIGHT = 0.8
#: How far (page fraction) the lines of a paragraph may overlap.
_TOUCHING = 0.004
#: A line that ends this close (in characters) to the right edge of the text goes on in the next.
_FULL = 2.5
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十\d]+[条章节部分]|\d{1,2}(?:\.\d{1,2})*[、.．\s](?!\d))"
)
_ITEM = re.compile(r"^\s*[(（]?\d{1,2}[)）、.．](?!\d)")
_SIGNATURE = re.compile(r"[签章]")
_PAGE_COUNT = re.compile(r"第\s*[\d_ ]*\s*页|共\s*[\d_ ]*\s*页")
#: A line of at most this many characters may be the title of what follows.
_TITLE = 20


@dataclasses.dataclass
class _Pending:
    """A label whose value may go on in the next lines."""

    label: str
    label_box: Box
    text: str
    boxes: list[Box]
    layout: Layout
    lines: list[Line]
    section: str

    @property
    def left(self) -> float:
        """Where the value begins."""
        return self.boxes[0][0] if self.boxes else self.label_box[0]


class FlowReader:
    """Reads the lines between tables into entries.

    Attributes:
        found: The entries, in the order of the lines.
        section: The title that the next table stands under.

    """

    def __init__(self, view: View, words: Vocabulary, section: str = "") -> None:
        self.view = view
        self.words = words
        self.found: list[Entry] = []
        self.section = section
        self._pending: _Pending | None = None
        self._right = max([_LEAST_RIGHT, *(line.box[2] for line in view.lines)])

    def read(self, lines: Sequence[Line]) -> None:
        """Read a stretch of lines; a value never goes on behind a table."""
        rows = self._paragraphs(visual_rows(lines))
        index = 0
        while index < len(rows):
            index += self._row(rows, index)
        self._flush()

    def _paragraphs(self, rows: Sequence[list[Line]]) -> list[list[Line]]:
        """Return the rows with lines of one paragraph that only the margin broke put together."""
        joined: list[list[Line]] = []
        for row in rows:
            if joined and len(row) == 1 and not self.view.recognised and self._wraps(joined[-1][-1], row[0]):
                joined[-1].append(row[0])
            else:
                joined.append(row)
        return joined

    def _wraps(self, above: Line, line: Line) -> bool:
        """Say whether a line is the rest of the paragraph that fills the line above."""
        return line.block == above.block and above.box[3] <= line.box[1] + _TOUCHING and self._is_full(above)

    def _is_full(self, line: Line) -> bool:
        return line.box[2] > self._right - _FULL * em(line, self.view.page)

    def _row(self, rows: Sequence[Sequence[Line]], index: int) -> int:
        """Read one row of segments; return how many rows were read."""
        row = rows[index]
        run = self._run(row)
        split = inline.split(run.text, self.words, loose=True)
        if split.pairs:
            self._finish_with(run.text[slice(*split.lead)], row)
            self._open(run, split)
            return 1
        if self._goes_on(rows, index):
            self._append(row)
            return 1
        self._flush()
        return self._no_pairs(rows, index, run)

    def _no_pairs(self, rows: Sequence[Sequence[Line]], index: int, run: Run) -> int:
        row = rows[index]
        if index + 1 < len(rows) and all(self._lone_label(line.text) for line in row):
            below = rows[index + 1]
            if self._under(row, below):
                for label, value in zip(row, below, strict=True):
                    self._add(
                        _Pending(
                            label.text, label.box, value.text, [value.box], Layout.BELOW, [label, value], self.section
                        )
                    )
                return 2
        text = run.text.strip()
        if self._lone_label(text) and len(row) == 1 and len(labels.key(text)) > 2:  # noqa: PLR2004  名称 alone is no title
            self._pending = _Pending(text, row[0].box, "", [], Layout.BELOW, [row[0]], self.section)
        elif (len(text) <= _TITLE and not text.endswith(("。", "；", ";"))) or _HEADING.match(text):
            self.section = labels.printed(text)[:40]
        return 1

    def _lone_label(self, text: str) -> bool:
        return self.words.is_known(text)

    def _under(self, row: Sequence[Line], below: Sequence[Line]) -> bool:
        """Say whether the segments of a row stand under the labels above, one by one."""
        if len(row) < 2 or len(row) != len(below) or not self._near(row, below, _UNDER):  # noqa: PLR2004
            return False
        if any(self.words.label_score(line.text) >= labels.SURE for line in below):
            return False
        return all(
            above.box[0] - 0.05 < line.box[2] and line.box[0] < above.box[2] + 0.05
            for above, line in zip(row, below, strict=True)
        )

    def _near(self, row: Sequence[Line], below: Sequence[Line], most: float) -> bool:
        height = max(line.box[3] - line.box[1] for line in row)
        return min(line.box[1] for line in below) - max(line.box[3] for line in row) < most * height

    def _run(self, row: Sequence[Line]) -> Run:
        text = row_text(row, self.view.page)
        box = union([line.box for line in row])
        return Run(text, (box[0], box[1], max(box[2], self._right), box[3]), tuple(row))

    def _finish_with(self, lead: str, row: Sequence[Line]) -> None:
        """Close the open value; words before the first label of the next row may be its end."""
        pending = self._pending
        if pending is not None and lead.strip() and pending.text and not self.words.is_known(lead):
            close = row[0].box[1] - pending.boxes[-1][3] < _CLOSE * (row[0].box[3] - row[0].box[1])
            if close and row[0].box[0] >= pending.left - _ALIGNED:
                pending.text = _joined(pending.text, lead.strip())
        self._flush()

    def _open(self, run: Run, split: inline.Split) -> None:
        for pair in split.pairs:
            self._flush()
            value = run.text[slice(*pair.value)].strip(GAP)
            self._pending = _Pending(
                label=run.text[slice(*pair.label)],
                label_box=run.box_of(*pair.label),
                text=_PAGE_COUNT.sub("", value) if value.count("页") > 1 else value,
                boxes=[run.box_of(*pair.value)],
                layout=Layout.INLINE if pair.colon else Layout.BESIDE,
                lines=list(run.lines),
                section=self.section,
            )

    def _goes_on(self, rows: Sequence[Sequence[Line]], index: int) -> bool:
        """Say whether a row without labels continues the value that is open."""
        pending, row = self._pending, rows[index]
        if pending is None or index == 0:
            return False
        empty = not pending.text.strip()
        near = self._near(rows[index - 1], row, _BELOW if empty else _CLOSE)
        if not near or any(self.words.is_known(line.text) for line in row):
            return False
        if empty:
            return self._fills(pending, row)
        above = rows[index - 1][-1]
        if row[0].block == above.block and len(row) == 1:
            return True
        if _ITEM.match(pending.text) and _ITEM.match(row[0].text) and len(row) == 1:
            pending.text += "\n"
            return True
        return not _HEADING.match(row[0].text) and self._hangs(pending, above, row)

    def _fills(self, pending: _Pending, row: Sequence[Line]) -> bool:
        """Say whether a row is the value that stands below a label that has nothing beside it."""
        if len(row) != 1 or _SIGNATURE.search(pending.label):
            return False
        if _HEADING.match(row[0].text) and (not _ITEM.match(row[0].text) or _ITEM.match(pending.label)):
            return False
        return self.words.is_known(pending.label) and row[0].box[0] < pending.label_box[2] + 0.3

    def _hangs(self, pending: _Pending, above: Line, row: Sequence[Line]) -> bool:
        if abs(row[0].box[0] - pending.left) < _ALIGNED and pending.left > pending.label_box[0] + _ALIGNED:
            return True
        return (
            self._is_full(above) and len(row) == 1 and pending.layout is Layout.INLINE and row[0].box[0] <= pending.left
        )

    def _append(self, row: Sequence[Line]) -> None:
        pending = self._pending
        if pending is None:
            return
        if not pending.text.strip():
            pending.layout, pending.boxes = Layout.BELOW, []
        for line in row:
            pending.text = _joined(pending.text.rstrip(" \u3000\t"), line.text.strip())
            pending.boxes.append(line.box)
            pending.lines.append(line)

    def _flush(self) -> None:
        pending, self._pending = self._pending, None
        if pending is None:
            return
        if pending.layout is Layout.BELOW and not pending.text and not self.words.is_person(pending.label):
            self.section = labels.printed(pending.label)
            return
        self._add(pending)

    def _add(self, pending: _Pending) -> None:
        confidences = [line.confidence for line in pending.lines if line.confidence is not None]
        spot = making.Spot(
            label_box=pending.label_box,
            value_box=union(pending.boxes) if pending.boxes else pending.label_box,
            layout=pending.layout,
            confidence=min(confidences, default=1.0) if self.view.recognised else 1.0,
            section=pending.section,
        )
        self.found += making.entries(pending.label, pending.text, spot, self.view, self.words)


def _joined(before: str, after: str) -> str:
    if not before.strip():
        return after
    narrow = before[-1].isascii() and after[:1].isascii() and before[-1].isalnum() and after[:1].isalnum()
    return before + (" " if narrow else "") + after


def _confidence(lines: Sequence[Line]) -> float:
    return min((line.confidence for line in lines if line.confidence is not None), default=1.0)
