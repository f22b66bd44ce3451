"""Integrated audits: what the integration of several standards takes off, and at most how much."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

from anjuan.lifecycle.rules.audit_days import ReductionTable
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Step, Verdict, number_text
from anjuan.lifecycle.rules.wording import say, title_of

_PERCENT = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Integration:
    """How far several standards are audited as one.

    Attributes:
        level: Level of integration of the system, 0 to 100 percent, as the seven factors give it.
        auditors: For each auditor how many of the standards he or she can audit.
        own_percent: The body's own reduction instead of the matrix; None for the matrix. Negative lengthens.

    """

    level: Fraction = Fraction(0)
    auditors: tuple[int, ...] = ()
    own_percent: Fraction | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Integrated:
    """The days after integration, the share of the days that is left, and why."""

    days: Fraction
    share: Fraction
    steps: tuple[Step, ...]
    refusals: tuple[Verdict, ...]


def ability(auditors: Sequence[int], standards: int) -> Fraction:
    """Return the ability of a team to audit several standards, in percent: 100·Σ(Xi − 1) / (Z·(Y − 1)).

    Source: IAF MD 11, as it is often printed (not confirmed by the text).
    """
    if not auditors or standards < 2:  # noqa: PLR2004  one standard is not integrated
        return Fraction(0)
    return Fraction(_PERCENT * sum(count - 1 for count in auditors), len(auditors) * (standards - 1))


def integrated(book: Book, table: ReductionTable, how: Integration, standards: int, days: Fraction) -> Integrated:
    """Return the days of an integrated audit, from the sum of the days of each standard computed alone."""
    refusals = tuple(_faults(book, how, standards))
    if refusals:
        return Integrated(days, Fraction(1), (), refusals)
    steps: list[Step] = []
    percent = how.own_percent
    if percent is None:
        able = ability(how.auditors, standards)
        steps.append(_ability_step(book, how, standards, able))
        percent = Fraction(table.percent(how.level, able))
        given = f"{number_text(how.level)}% / {number_text(able)}%"
        slots = {"level": number_text(how.level), "ability": number_text(able), "percent": number_text(percent)}
        steps.append(_step(book, "I03", given, percent, "percent", **slots))
    most = book.number("I01", "percent")
    share = 1 - percent / _PERCENT
    left = days * share
    steps.append(
        _step(
            book, "I01", number_text(days), left, "days", sum=number_text(days), percent=number_text(percent),
            most=most, days=number_text(left),
        )
    )  # fmt: skip
    return Integrated(left, min(share, Fraction(1)), tuple(steps), ())


def _step(book: Book, rule: str, given: str, result: Fraction, unit: str, **slots: object) -> Step:
    why = say(book.speech, rule, "step", **slots)
    return Step(book.basis(rule), title_of(book.speech, rule), given, result, unit, why)


def _ability_step(book: Book, how: Integration, standards: int, able: Fraction) -> Step:
    given = ", ".join(map(str, how.auditors)) or "—"
    slots = {"people": len(how.auditors), "standards": standards, "percent": number_text(able)}
    return _step(book, "I02", given, able, "percent", **slots)


def _faults(book: Book, how: Integration, standards: int) -> list[Verdict]:
    found = []
    own = how.own_percent
    most = book.number("I01", "percent")
    if own is not None and own > most:
        found.append(book.verdict("I01", Outcome.BROKEN, "broken", percent=number_text(own), most=most))
    if standards < 2:  # noqa: PLR2004  one standard is not integrated
        found.append(book.verdict("I01", Outcome.BROKEN, "single", percent=number_text(own or Fraction(0))))
        return found
    if own is None and any(not 1 <= count <= standards for count in how.auditors):
        counts = "、".join(map(str, how.auditors))
        found.append(book.verdict("I02", Outcome.BROKEN, "broken", counts=counts, standards=standards))
    elif own is None and not 0 <= how.level <= _PERCENT:
        able = number_text(ability(how.auditors, standards))
        found.append(book.verdict("I03", Outcome.BROKEN, "broken", level=number_text(how.level), ability=able))
    return found


def combined_reduction(book: Book, percents: Sequence[Fraction]) -> Verdict:
    """Return M06: whether the reductions of one sampled site stay together within the limit.

    Percentages that follow each other are multiplied, never added: 30 % and then 20 % are 44 %.
    """
    left = Fraction(1)
    for percent in percents:
        left *= 1 - percent / _PERCENT
    total = (1 - left) * _PERCENT
    most = book.number("M06", "percent")
    outcome = Outcome.KEPT if total <= most else Outcome.BROKEN
    return book.verdict("M06", outcome, outcome.value, percent=number_text(total), most=most)
