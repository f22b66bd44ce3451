"""Audit time: from effective personnel to days on site and stages, every step with its rule and its sentence."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from anjuan.lifecycle.rules.asked_time import (
    INITIAL,
    RECERTIFICATION,
    SURVEILLANCE,
    Asked,
    AuditTime,
    Standard,
    TimeTables,
)
from anjuan.lifecycle.rules.audit_days import FactorTable, band_of, days_of
from anjuan.lifecycle.rules.half_days import half_days_near, half_days_up
from anjuan.lifecycle.rules.integrated import integrated
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Step, Verdict, Words, number_text
from anjuan.lifecycle.rules.wording import say, title_of

#: The rule that gives the share of the initial time.
_SHARES = {SURVEILLANCE: "A05", RECERTIFICATION: "A06"}
_PERCENT = 100
_DAY_HOURS = 24
_SPECIAL = "special"


class _Course:
    """A computation under way: its steps, refusals and notes."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.steps: list[Step] = []
        self.refusals: list[Verdict] = []
        self.notes: list[Verdict] = []

    def step(self, rule: str, saying: str, given: str, result: Fraction, unit: str = "days", **slots: object) -> None:
        """Keep a step."""
        why = say(self.book.speech, rule, saying, **slots)
        self.steps.append(Step(self.book.basis(rule), title_of(self.book.speech, rule), given, result, unit, why))

    def refuse(self, rule: str, saying: str, **slots: object) -> None:
        """Keep why the question cannot be answered."""
        self.refusals.append(self.book.verdict(rule, Outcome.BROKEN, saying, **slots))  # type: ignore[arg-type]


def audit_time(tables: TimeTables, asked: Asked) -> AuditTime:
    """Return the days of an audit, at least how many of them on site, and the stages.

    Nothing is rounded before the end. Rounding to half days never goes below the limit of the reduction.

    Source: IAF MD 5:2019 (CNAS-CC105:2020); IAF MD 11 for integrated audits.
    """
    course = _Course(tables.book)
    found = [_one_standard(course, tables, standard) for standard in asked.standards]
    _check_day(course, asked)
    if course.refusals:
        return _refused(course, tables)
    exact, least = sum((one[1] for one in found), Fraction(0)), sum((one[2] for one in found), Fraction(0))
    exact, least = _lengthened(course, asked, exact, least)
    if asked.integration is not None:
        part = integrated(tables.book, tables.reductions, asked.integration, len(asked.standards), exact)
        course.steps += part.steps
        course.refusals += part.refusals
        # Neither limit is crossed by rounding: that of the factors, and a fifth off what they leave.
        most = Fraction(tables.book.number("I01", "percent"), _PERCENT)
        exact, least = part.days, max(least * part.share, exact * (1 - most))
    if course.refusals:
        return _refused(course, tables)
    exact, least = _share_of_kind(course, asked.kind, exact, least)
    exact, least = _with_extra(course, asked, exact, least)
    days = _rounded(course, exact, least)
    days = _at_least(course, asked.kind, days)
    onsite = _on_site(course, asked, days)
    stage1, stage2 = _stages(course, asked, days)
    table_days = sum((one[0] for one in found), Fraction(0))
    return AuditTime(
        days, onsite, stage1, stage2, table_days, least, tuple(course.steps), (), tuple(course.notes),
        tables.days.edition,
    )  # fmt: skip


def _refused(course: _Course, tables: TimeTables) -> AuditTime:
    nothing = Fraction(0)
    return AuditTime(
        None, None, None, None, nothing, nothing, tuple(course.steps), tuple(course.refusals), tuple(course.notes),
        tables.days.edition,
    )  # fmt: skip


def _one_standard(course: _Course, tables: TimeTables, one: Standard) -> tuple[Fraction, Fraction, Fraction]:
    """Return the days of the table, the adjusted ones, and those that no reduction goes below."""
    nothing = (Fraction(0), Fraction(0), Fraction(0))
    if not _is_known(course, tables, one):
        return nothing
    column = tables.days.column(one.field, one.risk)
    if column is None:
        return nothing
    table = days_of(tables.days, column, one.people)
    band = band_of(tables.days, one.people)
    bounds = f"{band['from']}–{band['to']}" if band else f">{tables.days.most_people}"
    course.step(
        "A14", "step" if band else "beyond", f"{one.field} {one.risk} {one.people}".replace("  ", " "), table,
        field=one.field, column=Words(column.zh, column.en), people=one.people, band=bounds, days=number_text(table),
    )  # fmt: skip
    if not band or column.certainty == "weak":
        course.steps[-1] = _weakened(course.steps[-1])
    used = _adjustment(course, tables.factors, one, table)
    most = course.book.number("A03", "percent")
    return table, table * (1 + used / _PERCENT), table * Fraction(_PERCENT - most, _PERCENT)


def _weakened(step: Step) -> Step:
    return dataclasses.replace(step, basis=dataclasses.replace(step.basis, certainty="weak"))


def _is_known(course: _Course, tables: TimeTables, one: Standard) -> bool:
    before = len(course.refusals)
    risks = tables.days.risks(one.field)
    if not risks:
        course.refuse("A14", "no_field", field=one.field)
    elif one.risk == _SPECIAL:
        course.refuse("A14", "special", field=one.field, risk=one.risk)
    elif one.risk not in risks:
        known = "、".join(risk for risk in risks if risk) or "—"
        course.refuse("A14", "no_class", field=one.field, risk=one.risk or "—", known=known)
    if one.people < 1:
        course.refuse("A02", "none", count=one.people)
    _check_factors(course, tables.factors, one)
    return len(course.refusals) == before


def _check_factors(course: _Course, factors: FactorTable, one: Standard) -> None:
    seen: set[str] = set()
    for used in one.adjustments:
        factor = factors.factor(used.factor)
        name = Words(factor.zh, factor.en) if factor else Words(used.factor, used.factor)
        slots: dict[str, object] = {"name": name, "percent": number_text(used.percent)}
        if factor is None:
            course.refuse("A12", "unknown", **slots)
        elif not factor.concerns(one.field):
            course.refuse("A12", "wrong_field", field=one.field, **slots)
        elif not 0 <= used.percent <= _PERCENT:
            course.refuse("A12", "wrong_sign", **slots)
        elif not used.reason.strip():
            course.refuse("A12", "no_reason", **slots)
        elif used.factor in seen:
            course.refuse("A12", "twice", **slots)
        seen.add(used.factor)


def _adjustment(course: _Course, factors: FactorTable, one: Standard, table: Fraction) -> Fraction:
    """Return the percentage used, never below the limit of the reduction."""
    total = Fraction(0)
    for used in one.adjustments:
        factor = factors.factor(used.factor)
        if factor is None:
            continue
        signed = used.percent if factor.effect == "more" else -used.percent
        total += signed
        shown = f"{'+' if signed > 0 else ''}{number_text(signed)}"
        course.step(
            "A12", "step", used.factor, signed, "percent", name=Words(factor.zh, factor.en), percent=shown,
            reason=used.reason.strip(),
        )  # fmt: skip
    most = course.book.number("A03", "percent")
    kept = max(total, Fraction(-most))
    days = table * (1 + kept / _PERCENT)
    saying = "step" if kept == total else "capped"
    course.step(
        "A03", saying, f"{one.field} {number_text(total)}%", days, sum=number_text(total), used=number_text(kept),
        table=number_text(table), days=number_text(days),
    )  # fmt: skip
    if kept != total:
        note = course.book.verdict("A03", Outcome.BROKEN, "too_much", sum=number_text(-total), most=most)
        if note not in course.notes:
            course.notes.append(note)
    return kept


def _check_day(course: _Course, asked: Asked) -> None:
    if not 0 < asked.hours <= _DAY_HOURS:
        course.refuse("A01", "bad", hours=number_text(asked.hours))
    if asked.extra_days < 0:
        course.refuse("A10", "bad", extra=number_text(asked.extra_days))


def _lengthened(course: _Course, asked: Asked, exact: Fraction, least: Fraction) -> tuple[Fraction, Fraction]:
    """Return the days when the client's day is shorter than a whole one; a longer day shortens nothing."""
    whole = Fraction(course.book.number("A01", "hours"))
    if asked.hours >= whole:
        return exact, least
    factor = whole / asked.hours
    course.step(
        "A01", "step", f"{number_text(asked.hours)} h", exact * factor, hours=number_text(asked.hours),
        whole=number_text(whole), factor=number_text(factor),
    )  # fmt: skip
    return exact * factor, least * factor


def _share_of_kind(course: _Course, kind: str, exact: Fraction, least: Fraction) -> tuple[Fraction, Fraction]:
    rule = _SHARES.get(kind)
    if rule is None:
        return exact, least
    part, of = course.book.number(rule, "part"), course.book.number(rule, "of")
    share = Fraction(part, of)
    course.step(rule, "step", number_text(exact), exact * share, days=number_text(exact), part=part, of=of)
    return exact * share, least * share


def _with_extra(course: _Course, asked: Asked, exact: Fraction, least: Fraction) -> tuple[Fraction, Fraction]:
    if not asked.extra_days:
        return exact, least
    extra = number_text(asked.extra_days)
    course.step("A10", "step", extra, exact + asked.extra_days, extra=extra)
    return exact + asked.extra_days, least + asked.extra_days


def _rounded(course: _Course, exact: Fraction, least: Fraction) -> Fraction:
    per_day = course.book.number("A13", "per_day")
    days, saying = half_days_near(exact, per_day), "step"
    if days < least:
        days, saying = half_days_up(least, per_day), "kept_cap"
    course.step("A13", saying, number_text(exact), days, exact=number_text(exact), days=number_text(days))
    return days


def _at_least(course: _Course, kind: str, days: Fraction) -> Fraction:
    """Return the days, not below the body's workable minimum; an initial audit has half a day of stage 1 besides."""
    least = Fraction(course.book.number("A08", "least_days"))
    wanted = least + Fraction(1, 2) if kind == INITIAL else least
    if days >= wanted:
        return days
    course.step("A08", "step", number_text(days), wanted, days=number_text(days), least=number_text(wanted))
    return wanted


def _on_site(course: _Course, asked: Asked, days: Fraction) -> Fraction:
    percent = course.book.number("A04", "percent")
    onsite = half_days_up(days * percent / _PERCENT)
    course.step(
        "A04", "step", number_text(days), onsite, days=number_text(days), percent=percent, onsite=number_text(onsite)
    )
    if asked.planned_onsite is not None and asked.planned_onsite < onsite:
        course.notes.append(
            course.book.verdict(
                "A04", Outcome.BROKEN, "broken", planned=number_text(asked.planned_onsite), least=number_text(onsite),
                percent=percent,
            )
        )  # fmt: skip
    return onsite


def _stages(course: _Course, asked: Asked, days: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """Return the days of stage 1 and stage 2 of an initial audit."""
    if asked.kind != INITIAL:
        return None, None
    book = course.book
    percent = Fraction(book.number("A11", "percent")) if asked.stage1_percent is None else asked.stage1_percent
    lowest, highest = book.number("A11", "least_percent"), book.number("A11", "most_percent")
    if not lowest <= percent <= highest:
        course.notes.append(
            book.verdict("A11", Outcome.BROKEN, "broken", percent=number_text(percent), least=lowest, most=highest)
        )
    half = Fraction(1, 2)
    least2 = Fraction(book.number("A08", "least_days"))
    wanted = half_days_near(days * min(max(percent, Fraction(0)), Fraction(_PERCENT)) / _PERCENT)
    stage1 = min(max(wanted, half), max(days - least2, half))
    stage2 = days - stage1
    course.step(
        "A11", "step", number_text(days), stage1, percent=number_text(percent), stage1=number_text(stage1),
        stage2=number_text(stage2),
    )  # fmt: skip
    return stage1, stage2
