"""Time rules of a certification cycle as data: surveillance gaps and counts, the certificate, recertification."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import pydantic

from anjuan.judging.rules.sayings import Words, say
from anjuan.kit.periods import add_months
from anjuan.kit.rulefiles import RuleFile, Strict


class CycleExample(Strict):
    """A worked example: when surveillances took place, and the rules that are broken on a day."""

    issued: dt.date
    ends: dt.date
    surveillances: tuple[dt.date, ...]
    until: dt.date
    expected: tuple[str, ...]


class CycleRules(RuleFile):
    """One edition of the time rules of a cycle.

    Attributes:
        first_gap_months: The first surveillance is due this many months after the certificate was issued (inclusive).
        later_gap_months: Every later one is due this many months after the last (inclusive).
        each_calendar_year: Whether no calendar year may pass without one, the years of both ends left out.
        surveillances: How many a whole cycle must hold at least.
        examples: Worked examples.

    """

    first_gap_months: int = pydantic.Field(ge=1)
    later_gap_months: int = pydantic.Field(ge=1)
    each_calendar_year: bool
    surveillances: int = pydantic.Field(ge=0)
    examples: tuple[CycleExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            course = Course(example.issued, example.ends, example.surveillances, example.until)
            found = tuple(breach.rule for breach in breaches(course, lambda _: self))
            if found != example.expected:
                yield f"issued {example.issued} with {example.surveillances} breaks {found}, not {example.expected}"


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    """The course of one cycle: issue day, end (inclusive), days of its surveillances, and the day it is looked at."""

    issued: dt.date
    ends: dt.date
    surveillances: tuple[dt.date, ...]
    until: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class Breach:
    """A time rule that a cycle breaks.

    Attributes:
        rule: ``T01`` … ``T03``.
        edition: The edition that was applied.
        number: The surveillance it is about, from 1.
        late: Whether the surveillance took place, but late; False when there is none.
        why: The sentence.
        why_zh: The same in Chinese.

    """

    rule: str
    edition: str
    number: int
    late: bool
    why: str
    why_zh: str


def breaches(course: Course, rules_on: Callable[[dt.date], CycleRules]) -> tuple[Breach, ...]:
    """Return the surveillance rules that a cycle breaks up to the day it is looked at.

    The edition for each gap is the one in force twelve months after the gap began, because by then the next
    surveillance is due by the newer rules.
    """
    days = sorted(course.surveillances)
    found = [*_gap_breaches(course, days, rules_on)]
    last = rules_on(min(course.until, course.ends))
    if course.until > course.ends and len(days) < last.surveillances:
        why = say("too_few", ends=course.ends, number=len(days), least=last.surveillances)
        found.append(_breach("T03", last, len(days) + 1, why, late=False))
    return tuple(found)


def _gap_breaches(
    course: Course, days: Sequence[dt.date], rules_on: Callable[[dt.date], CycleRules]
) -> Iterable[Breach]:
    start, what = course.issued, say("issued")
    for number in range(1, len(days) + 2):
        rules = rules_on(add_months(start, 12))
        months = rules.first_gap_months if number == 1 else rules.later_gap_months
        due = add_months(start, months)
        day = days[number - 1] if number <= len(days) else None
        if day is None and (number > rules.surveillances or due > course.ends):
            return
        told = say("due", number=number, due=due, months=months, what=what, start=start)
        rule = "T01" if number == 1 else "T02"
        if day is None:
            if due < course.until:
                yield _breach(rule, rules, number, say("none", told=told), late=False)
            return
        if day > due:
            yield _breach(rule, rules, number, say("took_place", told=told, day=day), late=True)
        elif rules.each_calendar_year and number > 1 and day.year > start.year + 1:
            yield _breach("T02", rules, number, say("no_year", year=start.year + 1), late=True)
        start, what = day, say("surveillance", number=number)


def _breach(rule: str, rules: CycleRules, number: int, why: Words, *, late: bool) -> Breach:
    return Breach(rule, rules.edition, number, late=late, why=why.en, why_zh=why.zh)
