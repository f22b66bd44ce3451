"""Effective personnel: everybody in scope, part-time converted, people with the same task reduced with a reason."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from fractions import Fraction

from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Step, Verdict, number_text
from anjuan.lifecycle.rules.wording import say, title_of

_WHOLE = 100
#: The square root of people with the same task is taken to this part of a person, rounded up.
_FINE = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """People of one kind in the scope.

    Attributes:
        name: What they do.
        people: How many.
        share_percent: How much of a full day they work, in percent.
        is_same_task: Whether they all do the same, so that the square root may stand for them.
        reason: Why it may; needed when it does.

    """

    name: str
    people: int
    share_percent: int = _WHOLE
    is_same_task: bool = False
    reason: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Personnel:
    """The effective personnel, or why it cannot be told."""

    people: int
    steps: tuple[Step, ...]
    refusals: tuple[Verdict, ...]


def effective_personnel(book: Book, groups: Sequence[Group]) -> Personnel:
    """Return the effective personnel of a scope, rounded up to whole people.

    Source: IAF MD 5:2019 2.3; the square root needs a written justification.
    """
    refusals = [verdict for group in groups if (verdict := _fault(book, group)) is not None]
    full = sum(one.people for one in groups if not one.is_same_task and one.share_percent == _WHOLE)
    part = sum(
        (_equivalent(one) for one in groups if not one.is_same_task and one.share_percent != _WHOLE), Fraction(0)
    )
    same = [one for one in groups if one.is_same_task]
    if refusals:
        return Personnel(0, (), tuple(refusals))
    root = sum((_root(_equivalent(one)) for one in same), Fraction(0))
    total = math.ceil(full + part + root)
    if total < 1:
        return Personnel(0, (), (book.verdict("A02", Outcome.BROKEN, "none", count=total),))
    slots = {
        "full": full, "part": number_text(part), "same": sum(one.people for one in same), "root": number_text(root),
        "total": total,
    }  # fmt: skip
    given = "; ".join(f"{one.name} {one.people} × {one.share_percent}%" for one in groups)
    why = say(book.speech, "A02", "step", **slots)
    step = Step(book.basis("A02"), title_of(book.speech, "A02"), given, Fraction(total), "persons", why)
    return Personnel(total, (step,), ())


def _equivalent(group: Group) -> Fraction:
    return Fraction(group.people * group.share_percent, _WHOLE)


def _root(value: Fraction) -> Fraction:
    """Return the square root, rounded up to the hundredth of a person, without floating point."""
    scaled = value * _FINE * _FINE
    floor = math.isqrt(scaled.numerator // scaled.denominator)
    return Fraction(floor if floor * floor == scaled else floor + 1, _FINE)


def _fault(book: Book, group: Group) -> Verdict | None:
    if group.people < 0 or not 0 < group.share_percent <= _WHOLE:
        return book.verdict(
            "A02", Outcome.BROKEN, "negative", name=group.name, count=group.people, share=group.share_percent
        )
    if group.is_same_task and not group.reason.strip():
        return book.verdict("A02", Outcome.BROKEN, "no_reason", name=group.name, count=group.people)
    return None
