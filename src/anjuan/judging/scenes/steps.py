"""The steps of an audit's life as its papers show them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from anjuan.judging.casefile import PaperFacts
from anjuan.judging.scenes.rulebook import SceneTable, StepRow
from anjuan.papers.facts import Found


@dataclasses.dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: a paper, a page of it, a box."""

    document: int
    page: int
    box: tuple[float, ...] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A step of an audit's life.

    Attributes:
        code: Its name in the table.
        begins: Its first day as a paper states it, ISO, maybe partial; empty when none does.
        ends: Its last day; empty when it is not known or the same.
        spot: Where the first day stands; None when it is not known.
        documents: Its papers, in the order of the case.

    """

    code: str
    begins: str
    ends: str
    spot: Spot | None
    documents: tuple[int, ...]


def steps_of(
    papers: Sequence[PaperFacts], audit_type: str, table: SceneTable, *, gaps: Iterable[str] = ()
) -> tuple[Step, ...]:
    """Return the steps of a case in order; what no paper dates has no date.

    Args:
        papers: Its papers in order.
        audit_type: ``initial`` and so on; empty when not known.
        table: The table of the scene.
        gaps: Steps in which a paper is missing; they are shown in any case.

    """
    missed = set(gaps)
    held: dict[str, list[int]] = {code: [] for code in table.order}
    for paper in papers:
        code = table.step_of(paper.kind, paper.stage)
        if code:
            held[code].append(paper.document)
    steps = []
    for code in table.order:
        rows = [row for row in table.steps if row.code == code]
        if held[code] or code in missed or any(not row.types or audit_type in row.types for row in rows):
            steps.append(_step(code, rows, papers, held[code], table))
    return tuple(steps)


def _step(
    code: str, rows: Sequence[StepRow], papers: Sequence[PaperFacts], documents: Sequence[int], table: SceneTable
) -> Step:
    mine = [paper for paper in papers if table.step_of(paper.kind, paper.stage) == code]
    first = _dated([place for row in rows for place in row.begins], mine, last=False)
    end = _dated([place for row in rows for place in row.ends], mine, last=True)
    begins = str(first[1].value) if first else ""
    ends = str(end[1].value) if end else ""
    spot = Spot(first[0], first[1].page, tuple(first[1].box)) if first else None
    return Step(code, begins, ends if ends > begins else "", spot, tuple(documents))


def _dated(places: Iterable[str], papers: Sequence[PaperFacts], *, last: bool) -> tuple[int, Found] | None:
    """Return the paper and the field that date a step: the earliest day of the best place, or the latest."""
    for place in places:
        kind, _blank, field = place.partition(" ")
        found = [(paper.document, one) for paper in papers if paper.kind == kind for one in paper.of(field)]
        found = [one for one in found if is_day(one[1].value)]
        if found:
            return (max if last else min)(found, key=lambda one: str(one[1].value))
    return None


def is_day(value: object) -> bool:
    """Return whether a value is an ISO date, maybe partial: ``2017``, ``2017-09`` or ``2017-09-03``."""
    parts = str(value).split("-")
    return len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts) and len(parts[0]) == 4  # noqa: PLR2004  year, month, day
