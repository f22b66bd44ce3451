"""What single papers, and rows of them, tell of the scene: point by point, nothing that no field holds."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from anjuan.judging.casefile import PaperFacts
from anjuan.judging.scenes.rulebook import GroupRow, PaperRow, SceneTable
from anjuan.judging.scenes.steps import Spot, is_day
from anjuan.papers.facts import Found

_TIMES = re.compile(r"(\d{1,2})[:：时](\d{2})\D{0,4}?(?:(?:[-~～—–至到]+)\s*(\d{1,2})[:：时](\d{2}))?")
_NAMES = re.compile(r"[、，,；;/\s]+")
_CLAUSES = re.compile(r"[、，,；;\s]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody who signed: the name, the post as printed, and ``auditor`` or ``client``; empty when not told."""

    name: str
    post: str
    kind: str


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One thing told: the field's name, its value, and where it stands."""

    name: str
    value: object
    spot: Spot


@dataclasses.dataclass(frozen=True, slots=True)
class Point:
    """One point of the scene.

    Attributes:
        code: What sort of point, as the table names it.
        step: The step of the audit's life it belongs to; empty for none.
        date: Its day, ISO, maybe partial; empty when no paper tells.
        begins: Its first minute, ``09:00``; empty when not told.
        ends: Its last minute; empty when not told.
        spot: Where it stands.
        title: The title of its paper.
        auditors: Who audited, as printed.
        department: Where, as printed.
        clauses: Clauses, as printed.
        grade: Of a finding: ``major``, ``minor``, ``observation``; empty when not told.
        number: Of a finding, as printed.
        attendants: Who signed.
        parts: What else is told.
        clashes: Keys of the contradictions whose evidence stands here.

    """

    code: str
    step: str
    date: str
    spot: Spot
    title: str
    begins: str = ""
    ends: str = ""
    auditors: tuple[str, ...] = ()
    department: str = ""
    clauses: tuple[str, ...] = ()
    grade: str = ""
    number: str = ""
    attendants: tuple[Attendant, ...] = ()
    parts: tuple[Part, ...] = ()
    clashes: tuple[str, ...] = ()


def points_of(papers: Sequence[PaperFacts], table: SceneTable) -> list[Point]:
    """Return the points of a case in the order of its papers."""
    points: list[Point] = []
    for paper in papers:
        points += [_whole(paper, row, table) for row in table.papers if paper.kind in row.kinds]
        for group in table.rows:
            if paper.kind in group.kinds:
                points += _merged(_rows(paper, group, table))
    return points


def _whole(paper: PaperFacts, row: PaperRow, table: SceneTable) -> Point:
    dated = _first_day(paper.of(name) for name in row.dates)
    told = [found for name in row.tells for found in paper.of(name) if not found.group and found.value != ""]
    place = dated or next(iter(told), None)
    spot = Spot(paper.document, place.page, tuple(place.box)) if place else Spot(paper.document, 1)
    return Point(
        row.code, table.step_of(paper.kind, paper.stage), str(dated.value) if dated else "", spot, paper.title,
        attendants=_attendants(paper), parts=_parts(paper, told),
    )  # fmt: skip


def _attendants(paper: PaperFacts) -> tuple[Attendant, ...]:
    rows = _grouped(paper, "signature")
    found = [
        Attendant(*(_text(one, f"signature.{name}") for name in ("name", "post", "kind"))) for one in rows.values()
    ]
    return tuple(dict.fromkeys(one for one in found if one.name))


def _rows(paper: PaperFacts, row: GroupRow, table: SceneTable) -> list[Point]:
    points = []
    fallback = _first_day(_certain(paper, name) for name in row.falls_back)
    for found in _grouped(paper, row.row).values():
        dated = _first_day((one for one in found if one.name == name) for name in row.dates) or fallback
        begins, ends = _times(_text(found, f"{row.row}.time"))
        points.append(
            Point(
                row.code, table.step_of(paper.kind, paper.stage), str(dated.value) if dated else "",
                _around(paper.document, found), paper.title, begins, ends,
                names_in(_text(found, f"{row.row}.auditor")), _text(found, f"{row.row}.department"),
                _clauses(row, found),
                _text(found, f"{row.row}.grade"), _text(found, f"{row.row}.number"),
                parts=_parts(paper, [one for name in row.tells for one in found if one.name == name]),
            )
        )  # fmt: skip
    return points


def _certain(paper: PaperFacts, name: str) -> Iterable[Found]:
    """Return a paper's dates of a name; none for the first day of an audit of several days: rows may be of any."""
    days = {str(one.value) for field in ("audit_start", "audit_end") for one in paper.of(field)}
    return () if name == "audit_start" and len(days) > 1 else paper.of(name)


def _clauses(row: GroupRow, found: Sequence[Found]) -> tuple[str, ...]:
    if row.row == "plan":  # a plan's cell holds words beside the clauses: it stays as printed
        text = _text(found, "plan.clauses")
        return (text,) if text else ()
    return tuple(part for part in _CLAUSES.split(_text(found, f"{row.row}.clause")) if part)


def _merged(points: list[Point]) -> list[Point]:
    """Return notes of one page on one department as one point with all their clauses; others as they are."""
    kept: dict[tuple[object, ...], Point] = {}
    for place, point in enumerate(points):
        is_note = point.code == "note"
        key = (point.spot.document, point.spot.page, point.department) if is_note else (place,)
        before = kept.get(key)
        if before:
            clauses = tuple(dict.fromkeys((*before.clauses, *point.clauses)))
            spot = Spot(before.spot.document, before.spot.page, _union([before.spot.box, point.spot.box]))
            point = dataclasses.replace(before, clauses=clauses, spot=spot)  # noqa: PLW2901  the two become one
        kept[key] = point
    return list(kept.values())


def _grouped(paper: PaperFacts, prefix: str) -> dict[str, list[Found]]:
    """Return the fields of a paper's rows by the row they stand in."""
    rows: dict[str, list[Found]] = {}
    for found in paper.found:
        if found.name.startswith(f"{prefix}."):
            rows.setdefault(found.group, []).append(found)
    return rows


def _first_day(wanted: Iterable[Iterable[Found]]) -> Found | None:
    for several in wanted:
        for found in several:
            if is_day(found.value):
                return found
    return None


def _text(found: Sequence[Found], name: str) -> str:
    return next((str(one.value) for one in found if one.name == name and one.value != ""), "")


def _parts(paper: PaperFacts, told: Iterable[Found]) -> tuple[Part, ...]:
    seen: dict[tuple[str, str], Part] = {}
    for one in told:
        seen.setdefault(
            (one.name, str(one.value)), Part(one.name, one.value, Spot(paper.document, one.page, tuple(one.box)))
        )
    return tuple(seen.values())


def _around(document: int, found: Sequence[Found]) -> Spot:
    """Return the place that holds all of a row's values on the page on which it begins."""
    page = min(one.page for one in found)
    return Spot(document, page, _union([tuple(one.box) for one in found if one.page == page]))


def _union(boxes: Iterable[tuple[float, ...] | None]) -> tuple[float, ...] | None:
    known = [box for box in boxes if box]
    if not known:
        return None
    lows = [min(box[side] for box in known) for side in (0, 1)]
    return (*lows, *(max(box[side] for box in known) for side in (2, 3)))


def _times(text: str) -> tuple[str, str]:
    """Return the first and the last minute of a time as printed; empty for what it does not tell."""
    found = _TIMES.search(text)
    if not found:
        return "", ""
    first, second = found.group(1, 2), found.group(3, 4)
    return f"{int(first[0]):02}:{first[1]}", f"{int(second[0]):02}:{second[1]}" if second[0] else ""


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that a cell holds, such as ``毕颖、杨宏图``."""
    return tuple(dict.fromkeys(part for part in _NAMES.split(text) if part))
