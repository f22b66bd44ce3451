"""Where a text tells an identity."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable


class Sort(enum.StrEnum):
    """What is told; the stand-ins of the table bear the same names."""

    ORGANISATION = "organisation"
    PERSON = "person"
    AUDITOR = "auditor"
    NUMBER = "number"
    CONTACT = "contact"
    ADDRESS = "address"
    BRAND = "brand"
    DAY = "day"


@dataclasses.dataclass(frozen=True, slots=True)
class Sighting:
    """An identity seen in a text.

    Attributes:
        start: First character, in code points; inclusive.
        end: Exclusive.
        sort: What is told.
        how: ``exact``, ``alike`` (signs that look alike), ``slip`` (one sign more, less or other) or ``shape``.
        whose: The identity as it is known; empty when only its shape was seen.

    """

    start: int
    end: int
    sort: Sort
    how: str
    whose: str = ""


def settled(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return sightings without overlaps, in the order of the text: what is known goes before shapes, long before short.

    A sighting that only partly overlaps a better one keeps its free rest, so that no half of an identity stays.
    """
    kept: list[Sighting] = []
    taken: list[tuple[int, int]] = []
    for one in sorted(sightings, key=lambda each: (each.how == "shape", each.start - each.end, each.start)):
        for start, end in _free(one.start, one.end, taken):
            kept.append(dataclasses.replace(one, start=start, end=end))
            taken.append((start, end))
    return sorted(kept, key=lambda each: each.start)


def _free(start: int, end: int, taken: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a span that no other span has."""
    spans = [(start, end)]
    for other_start, other_end in taken:
        spans = [
            piece
            for low, high in spans
            for piece in ((low, min(high, other_start)), (max(low, other_end), high))
            if piece[0] < piece[1]
        ]
    return spans
