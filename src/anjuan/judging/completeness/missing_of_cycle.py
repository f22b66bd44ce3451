"""What a certification cycle of an organisation lacks: its opening case, its certificate, its surveillances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from anjuan.judging.casefile import CaseFile, Miss, Severity
from anjuan.judging.completeness.case_days import case_days
from anjuan.judging.completeness.cycle_rules import Breach, Course, CycleRules, breaches
from anjuan.judging.completeness.rulebook import Rulebook
from anjuan.judging.rules.sayings import Words, joined, say, sentence

_OPENING = ("initial", "recertification", "transfer")


def missing_of_cycle(
    cases: Sequence[CaseFile], begins: dt.date, ends: dt.date, *, requirements: Rulebook, until: dt.date
) -> tuple[Miss, ...]:
    """Return what a certification cycle lacks up to a day, the blocking misses first.

    Args:
        cases: The cases of the cycle, in any order: those that fall between its bounds, and the one that opened it.
        begins: The first day of the cycle: the certificate's issue day.
        ends: Its last day (inclusive): the certificate's expiry day.
        requirements: The rule tables; each rule is taken in the edition of its own day.
        until: The day the cycle is looked at; a surveillance that is not yet due is not missing.

    Raises:
        NoEditionError: The time rules have no edition for a day of the cycle.

    """
    opening = [case for case in cases if case.audit_type in _OPENING and not _renews(case, begins, ends)]
    rules = requirements.cycles.on(begins)
    found = [
        *_opening_misses(cases, opening, rules, begins),
        *_certificate_misses(cases, opening, rules),
        *_surveillance_misses(cases, Course(begins, ends, (), until), requirements),
        *_renewal_misses(cases, begins, ends, requirements),
    ]
    return tuple(sorted(found, key=lambda miss: miss.severity is not Severity.BLOCK))


def _renews(case: CaseFile, begins: dt.date, ends: dt.date) -> bool:
    """Whether a case belongs to the end of the cycle: a recertification nearer to its end than to its begin."""
    day = case_days(case).audit
    return case.audit_type == "recertification" and day is not None and day > begins + (ends - begins) / 2


def _opening_misses(
    cases: Sequence[CaseFile], opening: Sequence[CaseFile], rules: CycleRules, begins: dt.date
) -> Iterator[Miss]:
    if opening:
        return
    unknown = sum(not case.audit_type for case in cases)
    more = say("unknown_type", number=unknown) if unknown else Words("", "")
    why = sentence(joined(say("no_opening", begins=begins), more))
    severity = Severity.WARN if unknown else Severity.BLOCK
    name, rule = "初次或再认证案卷", "T05/opening"
    yield Miss("IN", name, rule, rules.edition, "paper", severity, why.en, why_zh=why.zh)


def _certificate_misses(cases: Sequence[CaseFile], opening: Sequence[CaseFile], rules: CycleRules) -> Iterator[Miss]:
    if opening and not any(True for case in cases for _ in case.of_kind("F01")):
        why = sentence(say("no_certificate"))
        name, rule = "认证证书副本", "T05/certificate"
        yield Miss("F01", name, rule, rules.edition, "paper", Severity.BLOCK, why.en, why_zh=why.zh)


def _surveillance_misses(cases: Sequence[CaseFile], course: Course, book: Rulebook) -> Iterator[Miss]:
    days, guessed = [], 0
    for case in cases:
        if case.audit_type == "surveillance":
            told = case_days(case)
            guessed += not told.exact
            if told.audit is not None:
                days.append(told.audit)
    unknown = sum(not case.audit_type for case in cases)
    excused = any(True for case in cases for _ in case.of_kind("G04", "G02"))
    full = Course(course.issued, course.ends, tuple(days), course.until)
    for breach in breaches(full, book.cycles.on):
        yield _miss(breach, firm=not (guessed or unknown or excused), excused=excused)


def _miss(breach: Breach, *, firm: bool, excused: bool) -> Miss:
    why = say("breach", why=Words(breach.why, breach.why_zh), rule=breach.rule, edition=breach.edition)
    if excused or not firm:
        why = joined(why, say("excused" if excused else "not_firm"))
    why = sentence(why)
    severity = Severity.BLOCK if firm else Severity.WARN
    what = "date" if breach.late else "paper"
    name = f"第{breach.number}次监督案卷"
    rule = f"{breach.rule}/SV{breach.number}"
    return Miss("SV", name, rule, breach.edition, what, severity, why.en, why_zh=why.zh)


def _renewal_misses(cases: Sequence[CaseFile], begins: dt.date, ends: dt.date, book: Rulebook) -> Iterator[Miss]:
    for case in cases:
        told = case_days(case)
        if _renews(case, begins, ends) and told.audit is not None and told.exact and told.audit > ends:
            edition = book.cycles.on(told.audit).edition
            why = sentence(say("renewed_late", audit=told.audit, ends=ends, edition=edition))
            yield Miss("RC", "再认证案卷", "T06/RC", edition, "date", Severity.BLOCK, why.en, why_zh=why.zh)
