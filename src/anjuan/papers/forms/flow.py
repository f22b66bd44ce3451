"""The entries of lines that stand outside tables."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from anjuan.papers.facts import Entry, Layout
from anjuan.papers.forms import inline, labels, ticks
from anjuan.papers.forms.labels import Vocabulary
from anjuan.papers.forms.places import Run, View, union
from anjuan.papers.forms.rows import GAP, em, row_text, visual_rows
from anjuan.reading.pages import Box, Line

#: Gap (in line heights) up to which a line belongs to the one above.
_CLOSE, _UNDER, _BELOW = 1.1, 1.6, 2.6
#: How far (page fraction) the lines of one value may differ at the left.
_ALIGNED = 0.012
#: How far (page fraction) the lines of a paragraph may overlap.
_TOUCHING = 0.004
#: A line that ends this close (in characters) to the right edge of the text goes on in the next.
_FULL = 2.5
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}\s*[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十\d]+[条章节部分]|\d{1,2}(?:\.\d{1,2})*[、.．\s](?!\d))"
)
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
    confidence: float
    left: float
    section: str


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
        self._right = max((line.box[2] for line in view.lines), default=1.0)

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
            above = joined[-1][-1] if joined else None
            if above is not None and len(row) == 1 and row[0].block == above.block and not self.view.recognised:
                if above.box[3] <= row[0].box[1] + _TOUCHING and above.box[2] > self._right - _FULL * em(
                    above, self.view.page
                ):
                    joined[-1].append(row[0])
                    continue
            joined.append(row)
        return joined

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
                    self._add(label.text, value.text, label.box, value.box, Layout.BELOW, _confidence([label, value]))
                return 2
        text = run.text.strip()
        if self._lone_label(text) and len(row) == 1 and len(labels.key(text)) > 2:  # noqa: PLR2004  名称 alone is no title
            self._start(text, row[0].box, "", [], Layout.BELOW, [row[0]], row[0].box[0])
        elif len(text) <= _TITLE or _HEADING.match(text):
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
        if pending is not None and lead.strip() and pending.text and row[0].box[0] >= pending.left - _ALIGNED:
            if row[0].box[1] - pending.boxes[-1][3] < _CLOSE * (
                row[0].box[3] - row[0].box[1]
            ) and not self.words.is_known(lead):
                pending.text = _joined(pending.text, lead.strip())
        self._flush()

    def _open(self, run: Run, split: inline.Split) -> None:
        for pair in split.pairs:
            self._flush()
            label, value = run.text[slice(*pair.label)], run.text[slice(*pair.value)]
            value_box = run.box_of(*pair.value)
            layout = Layout.INLINE if pair.colon else Layout.BESIDE
            boxes = [value_box]
            self._start(label, run.box_of(*pair.label), value, boxes, layout, run.lines, value_box[0])

    def _start(
        self,
        label: str,
        label_box: Box,
        value: str,
        boxes: list[Box],
        layout: Layout,
        lines: Sequence[Line],
        left: float,
    ) -> None:  # noqa: PLR0913
        value = _PAGE_COUNT.sub("", value) if value.count("页") > 1 else value
        self._pending = _Pending(
            label, label_box, value.strip(GAP), boxes, layout, _confidence(lines), left, self.section
        )

    def _goes_on(self, rows: Sequence[Sequence[Line]], index: int) -> bool:
        """Say whether a row without labels continues the value that is open."""
        pending, row = self._pending, rows[index]
        if pending is None or index == 0:
            return False
        empty = not pending.text.strip()
        if not self._near(rows[index - 1], row, _BELOW if empty else _CLOSE):
            return False
        if any(self.words.is_known(line.text) for line in row):
            return False
        above, line = rows[index - 1][-1], row[0]
        if empty:
            return self._fills(pending, row)
        if line.block == above.block and len(row) == 1:
            return True
        if _HEADING.match(line.text):
            return False
        return self._hangs(pending, above, row)

    def _fills(self, pending: _Pending, row: Sequence[Line]) -> bool:
        """Say whether a row is the value that stands below a label that has nothing beside it."""
        if len(row) != 1 or _SIGNATURE.search(pending.label) or _HEADING.match(row[0].text):
            return False
        return self.words.is_known(pending.label) and row[0].box[0] < pending.label_box[2] + 0.3

    def _hangs(self, pending: _Pending, above: Line, row: Sequence[Line]) -> bool:
        if abs(row[0].box[0] - pending.left) < _ALIGNED and pending.left > pending.label_box[0] + _ALIGNED:
            return True
        full = above.box[2] > self._right - _FULL * em(above, self.view.page)
        return full and len(row) == 1 and pending.layout is Layout.INLINE and row[0].box[0] <= pending.left

    def _append(self, row: Sequence[Line]) -> None:
        pending = self._pending
        if pending is None:
            return
        if not pending.text.strip():
            pending.layout, pending.boxes = Layout.BELOW, []
        for line in row:
            pending.text = _joined(pending.text.rstrip(), line.text.strip())
            pending.boxes.append(line.box)
        pending.confidence = min(pending.confidence, _confidence(row))

    def _flush(self) -> None:
        pending, self._pending = self._pending, None
        if pending is None:
            return
        if pending.layout is Layout.BELOW and not pending.text:
            self.section = labels.printed(pending.label)
            return
        box = union(pending.boxes) if pending.boxes else pending.label_box
        self._add(
            pending.label, pending.text, pending.label_box, box, pending.layout, pending.confidence, pending.section
        )

    def _add(
        self,
        label: str,
        value: str,
        label_box: Box,
        value_box: Box,
        layout: Layout,
        confidence: float,
        section: str = "",
    ) -> None:  # noqa: PLR0913
        chosen = ticks.read(value, recognised=self.view.recognised)
        self.found.append(
            Entry(
                label=labels.printed(label),
                value=chosen.value if chosen else inline.clean(value, self.words),
                page=self.view.number,
                label_box=label_box,
                value_box=value_box,
                layout=Layout.TICK if chosen else layout,
                confidence=confidence if self.view.recognised else 1.0,
                ticked=chosen.ticked if chosen else (),
                choices=chosen.choices if chosen else (),
                section=section or self.section,
            )
        )


def _joined(before: str, after: str) -> str:
    if not before.strip():
        return after
    narrow = before[-1].isascii() and after[:1].isascii() and before[-1].isalnum() and after[:1].isalnum()
    return before + (" " if narrow else "") + after


def _confidence(lines: Sequence[Line]) -> float:
    return min((line.confidence for line in lines if line.confidence is not None), default=1.0)
