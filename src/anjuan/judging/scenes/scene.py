"""The audit retold on a time line from its papers."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.judging.casefile import PaperFacts
from anjuan.judging.scenes.points import Point, points_of
from anjuan.judging.scenes.rulebook import SceneTable
from anjuan.judging.scenes.steps import Spot, Step, steps_of

#: Points whose auditors make the lanes of a day.
_ON_SITE = ("planned", "note", "finding")
#: Points that are rows of papers.
_ROWS = ("planned", "note", "finding", "answer", "observed")
#: Of points without a time: what comes before the timed ones of its day, and what ends the day.
_EARLY = ("application", "application_review", "acceptance", "contract", "programme", "assignment", "notice", "plan",
          "document_review", "opening")  # fmt: skip
_LATE = ("note", "finding", "observed", "observation", "closing")
#: The whole team, written instead of names.
_ALL = ("全体", "全体成员", "审核组", "全组", "all")


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing: the finding's key, the kind of paper, its stage, and how much it weighs."""

    key: str
    code: str
    stage: str
    severity: str


@dataclasses.dataclass(frozen=True, slots=True)
class Clash:
    """A contradiction: the finding's key, how much it weighs, and where its evidence stands."""

    key: str
    severity: str
    spots: tuple[Spot, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """Points of one day that begin at one time; ``time`` is empty for those whose time no paper tells."""

    time: str
    points: tuple[Point, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """One day of the scene.

    Attributes:
        date: ISO, maybe partial; empty for points that no paper dates.
        slots: Its points by time: those without a time first.
        lanes: Auditors who have rows on this day, in the order in which they come up.
        steps: Steps of the audit's life that have a point on this day.
        gaps: What is missing in the steps whose last point stands on this day.

    """

    date: str
    slots: tuple[Slot, ...]
    lanes: tuple[str, ...]
    steps: tuple[str, ...]
    gaps: tuple[Gap, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """An audit retold.

    Attributes:
        days: Its days in order, those that no paper dates last.
        steps: The steps of its life.
        gaps: What is missing in steps of which nothing is told.

    """

    days: tuple[Day, ...]
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]

    @property
    def points_count(self) -> int:
        """How many points are told."""
        return sum(len(slot.points) for day in self.days for slot in day.slots)


def scene_of(
    papers: Sequence[PaperFacts],
    audit_type: str,
    table: SceneTable,
    *,
    gaps: Sequence[Gap] = (),
    clashes: Sequence[Clash] = (),
) -> Scene:
    """Return an audit retold from its papers. What no field holds is not told, partial dates stay partial.

    Args:
        papers: Its papers in order.
        audit_type: ``initial`` and so on; empty when not known.
        table: The table of the scene.
        gaps: What the case lacks.
        clashes: What in it contradicts.

    """
    points = _clashed(points_of(papers, table), clashes)
    by_step: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_step.setdefault(table.step_of(gap.code, gap.stage), []).append(gap)
    last = {point.step: point.date for point in sorted(points, key=lambda one: one.date) if point.date}
    dates = sorted({point.date for point in points}, key=lambda date: (date == "", date))
    days = tuple(
        _day(date, points, [gap for step in _ending(last, date) for gap in by_step.get(step, ())]) for date in dates
    )
    told = set(last)
    rest = tuple(gap for step, several in by_step.items() if step not in told for gap in several)
    return Scene(days, steps_of(papers, audit_type, table, gaps=by_step), rest)


def _ending(last: dict[str, str], date: str) -> list[str]:
    return [step for step, day in last.items() if day == date]


def _day(date: str, points: Sequence[Point], gaps: Sequence[Gap]) -> Day:
    mine = [point for point in points if point.date == date]
    slots: dict[tuple[int, str], list[Point]] = {}
    for point in sorted(mine, key=_order):
        slots.setdefault(_order(point)[:2], []).append(point)
    lanes = dict.fromkeys(
        name for point in mine if point.code in _ON_SITE for name in point.auditors if name not in _ALL
    )
    return Day(
        date,
        tuple(Slot(time, tuple(several)) for (_part, time), several in slots.items()),
        tuple(lanes),
        tuple(dict.fromkeys(point.step for point in mine if point.step)),
        tuple(gaps),
    )


def _order(point: Point) -> tuple[int, str, int]:
    """Return where a point stands in its day: the early ones, those with a time, the rest."""
    if point.begins:
        return 1, point.begins, 0
    late = _LATE.index(point.code) if point.code in _LATE else len(_LATE)
    return (0, "", _EARLY.index(point.code)) if point.code in _EARLY else (2, "", late)


def _clashed(points: Sequence[Point], clashes: Sequence[Clash]) -> list[Point]:
    """Mark the points where evidence stands: the row that holds it, else what is told of its paper as a whole."""
    marked: dict[int, list[str]] = {}
    for clash in clashes:
        for spot in clash.spots:
            mine = [place for place, point in enumerate(points) if point.spot.document == spot.document]
            rows = [place for place in mine if points[place].code in _ROWS]
            inside = [place for place in rows if _stands(spot, points[place])]
            for place in inside or [place for place in mine if place not in rows]:
                marked.setdefault(place, []).append(clash.key)
    return [
        dataclasses.replace(point, clashes=tuple(dict.fromkeys(marked[place]))) if place in marked else point
        for place, point in enumerate(points)
    ]


def _stands(spot: Spot, point: Point) -> bool:
    """Return whether evidence stands in the row of a point."""
    if not (spot.box and point.spot.box) or spot.page != point.spot.page:
        return False
    middle = (spot.box[1] + spot.box[3]) / 2
    return point.spot.box[1] <= middle <= point.spot.box[3]
