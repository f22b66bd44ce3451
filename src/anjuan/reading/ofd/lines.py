"""Runs of an OFD page put together to lines in reading order.

Writers cut a line into one object a word or even a character, and draw a form apart from what is
filled in; so runs on one base line that stand close to each other become one line.
"""

from __future__ import annotations

import dataclasses

from anjuan.reading.ofd.content import Run
from anjuan.reading.pages import Line

_SAME_BASE = 0.35  # share of the letter size by which base lines of one row may differ
_JOINED_GAP = 0.6  # em between two runs that still belong together
_OVERLAP = 0.5  # em by which two runs of one line may lie over each other
_DIGITS = 5


def lines_of(runs: list[Run], width: float, height: float) -> list[Line]:
    """Return the lines of a page; boxes as fractions of its width and height in millimetres."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.base, run.bounds[0])):
        row = rows[-1] if rows else None
        if row is not None and abs(run.base - row[0].base) <= _SAME_BASE * min(run.size, row[0].size):
            row.append(run)
        else:
            rows.append([run])
    found: list[Line] = []
    for row in rows:
        row.sort(key=lambda run: run.bounds[0])
        for group in _groups(row):
            line = _line(group, width, height, len(found))
            if line is not None:
                found.append(line)
    return found


def _groups(row: list[Run]) -> list[list[Run]]:
    groups: list[list[Run]] = []
    for run in row:
        last = groups[-1][-1] if groups else None
        if last is not None and _joins(last, run):
            groups[-1].append(run)
        else:
            groups.append([run])
    return groups


def _joins(left: Run, right: Run) -> bool:
    if not left.edges or not right.edges or left.role is not right.role:
        return False
    size = max(left.size, right.size)
    if min(left.size, right.size) < size * 0.6:
        return False
    gap = right.edges[0] - left.edges[-1]
    return -_OVERLAP * size <= gap <= _JOINED_GAP * size


def _line(group: list[Run], width: float, height: float, block: int) -> Line | None:
    text = "".join(run.text for run in group)
    if not text.strip():
        return None
    edges: list[float] = []
    if all(run.edges for run in group):
        for run in group:
            # a gap between two runs belongs to the character before it
            edges = [*edges[:-1], *run.edges] if edges else list(run.edges)
    bounds = (
        min(run.bounds[0] for run in group),
        min(run.bounds[1] for run in group),
        max(run.bounds[2] for run in group),
        max(run.bounds[3] for run in group),
    )
    clean, kept = _without_controls(text, edges)
    scaled = _rising([_share(edge, width) for edge in kept])
    x0, x1 = (scaled[0], scaled[-1]) if scaled else (_share(bounds[0], width), _share(bounds[2], width))
    box = (x0, _share(bounds[1], height), x1, _share(bounds[3], height))
    return Line(clean, box, None, tuple(scaled), group[0].role, block)


def _without_controls(text: str, edges: list[float]) -> tuple[str, list[float]]:
    if text.isprintable():
        return text, edges
    keep = [index for index, sign in enumerate(text) if sign.isprintable() or sign == "\u3000"]
    clean = "".join(text[index] for index in keep)
    if not edges or not keep:
        return clean, []
    return clean, [*(edges[index] for index in keep), edges[-1]]


def _share(value: float, whole: float) -> float:
    return round(min(max(value / whole, 0.0), 1.0), _DIGITS)


def _rising(edges: list[float]) -> list[float]:
    rising: list[float] = []
    for edge in edges:
        rising.append(max(edge, rising[-1]) if rising else edge)
    return rising


def renumbered(lines: list[Line]) -> tuple[Line, ...]:
    """Return the lines with blocks counted in their order."""
    return tuple(dataclasses.replace(line, block=number) for number, line in enumerate(lines, start=1))
