"""Marks: what assessors found at an indicator, and where."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction

from anjuan.evaluation.rules.faults import MarksFaultyError
from anjuan.evaluation.rules.schemes import Item, Node, Scheme, nodes

#: What a mark says: met, not met, checked on samples, points taken off, points given, does not apply.
STATES = ("met", "failed", "sampled", "deducted", "obtained", "na")


@dataclasses.dataclass(frozen=True, slots=True)
class Evidence:
    """Where a mark can be seen.

    Attributes:
        document: Key of a document of the archive, or its title where there is none.
        page: The page from 1; 0 for the whole.
        words: What was seen.

    """

    document: str
    page: int = 0
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Mark:
    """What was found at one item, in one place.

    Attributes:
        item: Code of the item.
        state: One of ``STATES``.
        samples: How many samples were looked at.
        bad: How many of them were not as they should be.
        points: Points taken off (``deducted``) or given (``obtained``).
        reason: Why; needed where the item does not apply.
        site: The place; empty for headquarters or the whole.
        assessor: Who found it.
        evidence: Where it can be seen.

    """

    item: str
    state: str
    samples: int = 0
    bad: int = 0
    points: Fraction = Fraction(0)
    reason: str = ""
    site: str = ""
    assessor: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """What the marks of one item come to.

    Attributes:
        obtained: Points it gives; 0 where it does not apply.
        is_na: Whether it does not apply.
        has_failed: Whether it counts as failed, for vetoes: all points are lost.
        samples: Samples over all places.
        bad: Bad ones among them.
        marks: The marks.

    """

    obtained: Fraction
    is_na: bool
    has_failed: bool
    samples: int
    bad: int
    marks: tuple[Mark, ...]


def faults_of(scheme: Scheme, marks: Sequence[Mark]) -> list[str]:
    """Return a sentence for every mark that does not fit the scheme; nothing when all do."""
    known = {node.item.code: node for node in nodes(scheme)}
    faults = [fault for mark in marks for fault in _faults(known.get(mark.item), mark)]
    marked = {mark.item for mark in marks}
    for code in sorted(marked & known.keys()):
        above = marked & set(known[code].above)
        if above:
            faults.append(f"{code}: {min(above)} above it is marked as a whole already")
    return faults


def _faults(node: Node | None, mark: Mark) -> list[str]:
    if node is None:
        return [f"{mark.item}: the scheme has no such item"]
    if mark.state not in STATES:
        return [f"{mark.item}: {mark.state!r} is none of {', '.join(STATES)}"]
    worth = node.item.worth
    told: Mapping[str, bool] = {
        "its points are not known; import the body's own points first": worth is None and mark.state != "na",
        "why it does not apply is not said": mark.state == "na" and not mark.reason.strip(),
        "samples are counted from 1": mark.state == "sampled" and mark.samples < 1,
        f"{mark.bad} of {mark.samples} samples cannot be bad": mark.state == "sampled"
        and not 0 <= mark.bad <= max(mark.samples, 0),
        f"{mark.points} points cannot be taken off or given of {worth}": mark.state in ("deducted", "obtained")
        and worth is not None
        and not 0 <= mark.points <= worth,
    }
    return [f"{mark.item}: {said}" for said, is_so in told.items() if is_so]


def need_fitting(scheme: Scheme, marks: Sequence[Mark]) -> None:
    """Do nothing when all marks fit the scheme.

    Raises:
        MarksFaultyError: Some do not; the first is named, and how many there are.

    """
    faults = faults_of(scheme, marks)
    if faults:
        raise MarksFaultyError(
            f"{len(faults)} marks do not fit the scheme, the first: {faults[0]}.",
            why="A score of marks that are half understood would be wrong without a word.",
            remedy="Correct them and score again.",
        )


def taken(item: Item, marks: Sequence[Mark]) -> Taken:
    """Return what the marks of one item come to: places are added up, nothing is rounded.

    The points of a place without samples count as one sample of the item; so one of five outlets that fails a
    qualitative item at its own place takes a fifth. One mark without a place that fails takes all.
    """
    worth = item.worth or Fraction(0)
    applying = [mark for mark in marks if mark.state != "na"]
    if not applying:
        return Taken(Fraction(0), is_na=True, has_failed=False, samples=0, bad=0, marks=tuple(marks))
    if any(mark.state == "failed" and not mark.site for mark in applying):
        return Taken(Fraction(0), is_na=False, has_failed=True, samples=0, bad=0, marks=tuple(marks))
    sampled = [mark for mark in applying if mark.state == "sampled" or (mark.site and mark.state in ("met", "failed"))]
    samples = sum(mark.samples if mark.state == "sampled" else 1 for mark in sampled)
    bad = sum(mark.bad if mark.state == "sampled" else int(mark.state == "failed") for mark in sampled)
    lost = worth * Fraction(bad, samples) if samples else Fraction(0)
    lost += sum((mark.points for mark in applying if mark.state == "deducted"), Fraction(0))
    lost += sum((worth - mark.points for mark in applying if mark.state == "obtained"), Fraction(0))
    obtained = max(worth - lost, Fraction(0))
    return Taken(obtained, is_na=False, has_failed=obtained == 0, samples=samples, bad=bad, marks=tuple(marks))
