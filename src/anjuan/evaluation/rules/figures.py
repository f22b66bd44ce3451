"""Figures of scores: where points are lost, and how scores lie."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

from anjuan.evaluation.rules.marks import Evidence
from anjuan.evaluation.rules.results import Score
from anjuan.evaluation.rules.schemes import Scheme


@dataclasses.dataclass(frozen=True, slots=True)
class Loss:
    """An item and what it lost, over one or more assessments."""

    item: str
    name: str
    lost: Fraction
    times: int
    evidence: tuple[Evidence, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Band:
    """How many scores lie from a bound, inclusive, to the next."""

    name: str
    at: Fraction
    number: int


def losses(scores: Sequence[Score]) -> tuple[Loss, ...]:
    """Return the items that lost points, the most first; together they lost all that was lost."""
    found: dict[str, Loss] = {}
    for score in scores:
        for line in score.lines:
            if not line.is_leaf or not line.lost:
                continue
            known = found.get(line.code, Loss(line.code, line.name, Fraction(0), 0, ()))
            shown = tuple(piece for mark in line.marks for piece in mark.evidence)
            found[line.code] = Loss(
                line.code, line.name, known.lost + line.lost, known.times + 1, known.evidence + shown
            )
    return tuple(sorted(found.values(), key=lambda one: (-one.lost, one.item)))


def distribution(scheme: Scheme, scores: Sequence[Score]) -> tuple[Band, ...]:
    """Return how complete scores lie between the limits of the levels; below the lowest limit is the first band."""
    bounds = [Fraction(0), *(Fraction(level.at) for level in scheme.levels)]
    names = ["", *(level.name for level in scheme.levels)]
    values = [score.value for score in scores if score.value is not None]
    found = []
    for place, (name, at) in enumerate(zip(names, bounds, strict=True)):
        above = bounds[place + 1] if place + 1 < len(bounds) else None
        number = sum(value >= at and (above is None or value < above) for value in values)
        found.append(Band(name, at, number))
    return tuple(found)
