"""Audit points outside tables: labelled lines of records, and lines of reports that begin with a clause."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from anjuan.extraction.blocks import Block, Paragraph, TableBlock
from anjuan.extraction.collecting import Collection
from anjuan.extraction.facts import FactKind, Slot
from anjuan.extraction.passages import Passage, plain, squeezed
from anjuan.extraction.tablerows import clause_of, samples
from anjuan.extraction.wording import wording

_SURE, _LIKELY = 0.9, 0.82
_LABELS = ("clause", "department", "ask", "seen", "verdict")
_STARTS = frozenset({"clause", "ask"})
_LEAST = 8


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    table = wording().table
    names = "|".join(f"(?P<{name}>{getattr(table, name + '_labels')})" for name in _LABELS)
    return re.compile(rf"(?:^|(?<=\s)|(?<=[。；;]))\s*(?:{names})\s*[:：]\s*")


@functools.cache
def _line_pattern() -> re.Pattern[str]:
    table = wording().table
    return re.compile(
        rf"^\s*(?P<clause>{table.clause})\s*[、:：]?\s*(?P<department>{table.departments})\s*[:：]\s*(?P<seen>\S.+)$"
    )


def department_of(content: Sequence[Block]) -> Slot | None:
    """Return the department that a record names at its top; None when it names none or several."""
    found: list[Slot] = []
    for block in content:
        if isinstance(block, Paragraph):
            found += [slot for name, slot in _labelled(block.passage) if name == "department"]
        else:
            found += _cells(block)
    values = {squeezed(slot.value) for slot in found}
    return found[0] if len(values) == 1 else None


def _cells(block: TableBlock) -> list[Slot]:
    pattern = re.compile(rf"(?:{wording().table.department_labels})[:：]?")
    found = []
    for _, cells in block.grid.rows():
        for label, value in itertools.pairwise(cells):
            named = pattern.fullmatch(label.plain) and value.row_span == 1
            if named and re.fullmatch(wording().table.departments, value.plain):
                found.append(value.passage.slot("department", (0, len(value.passage.text))))
    return found


def _labelled(passage: Passage) -> list[tuple[str, Slot]]:
    """Return the labelled values of a line."""
    text = passage.plain
    hits = list(_label_pattern().finditer(text))
    found = []
    for index, match in enumerate(hits):
        name = next(name for name in _LABELS if match[name])
        stop = hits[index + 1].start() if index + 1 < len(hits) else len(text)
        value = re.match(r".*?(?=\s{2,}|$)", text[match.end() : stop], re.DOTALL) if name != "seen" else None
        end = match.end() + value.end() if value else stop
        if text[match.end() : end].strip():
            found.append((name, passage.slot(name, (match.end(), end))))
    return found


def of_lines(content: Sequence[Block], into: Collection) -> None:
    """Take the audit points that stand outside tables."""
    if not into.allows(FactKind.AUDIT_POINT):
        return
    if into.paper in {"", "D04", "D01"}:
        _labelled_points(content, into)
    for block in content:
        if isinstance(block, Paragraph):
            match = _line_pattern().match(block.passage.plain)
            if match and len(match["seen"]) >= _LEAST:
                slots = [block.passage.slot("clause", match.span("clause"), clause_of(match["clause"]))]
                slots += [block.passage.slot("department", match.span("department"))]
                slots += [block.passage.slot("seen", _end(match.string, match.span("seen"))), *samples(block.passage)]
                into.add(
                    FactKind.AUDIT_POINT,
                    slots,
                    block.passage.spot(),
                    _LIKELY * block.passage.confidence,
                    "audit_points.line",
                )


def _end(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while end > start and text[end - 1] in "。；; \n":
        end -= 1
    return start, end


def _labelled_points(content: Sequence[Block], into: Collection) -> None:
    """Take points whose parts stand behind their labels, line by line."""
    department = department_of(content)
    point: dict[str, Slot] = {}
    for block in content:
        if not isinstance(block, Paragraph):
            continue
        for name, slot in _labelled(block.passage):
            if name in point and name != "department":
                _keep(point, department, into)
                point = {}
            point[name] = slot
    _keep(point, department, into)


def _keep(point: dict[str, Slot], department: Slot | None, into: Collection) -> None:
    if "seen" not in point or not point.keys() & _STARTS or wording().is_blank(plain(point["seen"].value)):
        return
    slots = []
    for name in _LABELS:
        slot = point.get(name) or (department if name == "department" else None)
        if slot is None:
            continue
        value = (
            {"clause": clause_of, "verdict": wording().verdict}.get(name, str)(plain(slot.value))
            if name in {"clause", "verdict"}
            else slot.value
        )
        slots.append(Slot(name, value, slot.spot))
    into.add(FactKind.AUDIT_POINT, slots, point["seen"].spot, _SURE, "audit_points.labels")
