"""The cases of one organisation, put into the certification cycles of each field."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
from collections.abc import Sequence

from anjuan.judging.casefile import CaseFile
from anjuan.judging.completeness.case_days import CaseDays, case_days
from anjuan.kit.periods import add_months

_OPENING = ("initial", "recertification", "transfer")
#: A cycle lasts three years; ISO/IEC 17021-1 9.1.3.2.
CYCLE_MONTHS = 36
#: Openings of one field nearer to each other than this (in days) are one opening told twice.
_ONE_OPENING = 120
#: A case this many days outside a cycle may still belong to it.
_GRACE = 184


class Role(enum.StrEnum):
    """What a case is to its cycle."""

    OPENING = "opening"
    SURVEILLANCE = "surveillance"
    OTHER = "other"


@dataclasses.dataclass(frozen=True, slots=True)
class CycleCase:
    """One case of a cycle.

    Attributes:
        case: Its key.
        role: What it is to the cycle.
        doubtful: Whether a person should confirm that it belongs here.
        why: The sentence that says why it was put here.

    """

    case: int
    role: Role
    doubtful: bool
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Cycle:
    """One certification cycle of one field.

    Attributes:
        field: The certification field; empty when the cases do not say.
        begins: Its first day.
        ends: Its last day (inclusive).
        doubtful: Whether its bounds are guessed.
        cases: Its cases, in the order of their days.

    """

    field: str
    begins: dt.date
    ends: dt.date
    doubtful: bool
    cases: tuple[CycleCase, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Cycles:
    """The cycles of an organisation, by field and begin, and the cases that no cycle could be found for."""

    cycles: tuple[Cycle, ...]
    loose: tuple[int, ...]


@dataclasses.dataclass(slots=True)
class _Span:
    """A cycle while it is being filled."""

    begins: dt.date
    ends: dt.date
    guessed: bool
    cases: list[tuple[dt.date, CycleCase]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Dated:
    """A case with its days."""

    case: CaseFile
    days: CaseDays


def cycles(cases: Sequence[CaseFile]) -> Cycles:
    """Return the certification cycles of the cases of one organisation.

    An initial audit, a recertification or a transfer begins a cycle; its bounds are the issue and expiry days of the
    certificate, or three years from the best day known, which is then doubtful. Every other case belongs to the cycle
    whose days cover its last audit day. A case of several fields belongs to a cycle of each.
    """
    dated = [_Dated(case, case_days(case)) for case in cases]
    fields = sorted({field for item in dated for field in _fields(item)})
    found: list[Cycle] = []
    placed: set[int] = set()
    for field in fields:
        mine = [item for item in dated if field in _fields(item)]
        for span in _spans(mine):
            ordered = tuple(case for _, case in sorted(span.cases, key=lambda told: (told[0], told[1].case)))
            placed |= {case.case for case in ordered}
            found.append(Cycle(field, span.begins, span.ends, span.guessed, ordered))
    return Cycles(tuple(found), tuple(item.case.case for item in dated if item.case.case not in placed))


def _fields(item: _Dated) -> tuple[str, ...]:
    return item.case.fields or ("",)


def _spans(items: Sequence[_Dated]) -> list[_Span]:
    spans: list[_Span] = []
    openings = [item for item in items if item.case.audit_type in _OPENING]
    for begins, ends, guessed, item in sorted(_bounded(openings), key=lambda told: (told[0], told[3].case.case)):
        _open(spans, begins, ends, item, guessed=guessed)
    rest = [item for item in items if item.case.audit_type not in _OPENING and item.days.audit is not None]
    for item in sorted(rest, key=lambda item: (item.days.audit or dt.date.min, item.case.case)):
        _place(spans, item)
    return sorted(spans, key=lambda span: (span.begins, span.ends))


def _bounded(items: Sequence[_Dated]) -> list[tuple[dt.date, dt.date, bool, _Dated]]:
    found = []
    for item in items:
        bounds = _bounds(item)
        if bounds:
            found.append((*bounds, item))
    return found


def _bounds(item: _Dated) -> tuple[dt.date, dt.date, bool] | None:
    """Return the first and last day of the cycle that a case's certificate stands for, and whether they are guessed."""
    days, one = item.days, dt.timedelta(days=1)
    if days.issued and days.expires and days.issued < days.expires:
        return days.issued, days.expires, False
    if days.issued:
        return days.issued, add_months(days.issued, CYCLE_MONTHS) - one, False
    if days.expires:
        return add_months(days.expires + one, -CYCLE_MONTHS), days.expires, True
    if days.audit:
        return days.audit, add_months(days.audit, CYCLE_MONTHS) - one, True
    return None


def _open(spans: list[_Span], begins: dt.date, ends: dt.date, item: _Dated, *, guessed: bool) -> None:
    for span in spans:
        if abs((begins - span.begins).days) <= _ONE_OPENING:
            why = f"another case opens the same cycle on {span.begins}"
            span.cases.append((begins, CycleCase(item.case.case, Role.OPENING, doubtful=True, why=why)))
            return
    basis = "the days of its certificate" if not guessed else "three years from the only day known"
    why = f"a case of type {item.case.audit_type} opens a cycle; its bounds are {basis}"
    case = CycleCase(item.case.case, Role.OPENING, doubtful=guessed, why=why)
    spans.append(_Span(begins, ends, guessed, [(begins, case)]))


def _place(spans: list[_Span], item: _Dated) -> None:
    day = item.days.audit
    if day is None:
        return
    covering = [span for span in spans if span.begins <= day <= span.ends]
    near = [span for span in spans if _distance(span, day) <= _GRACE]
    by_certificate = [span for span in spans if item.days.expires and item.days.expires == span.ends]
    role = Role.SURVEILLANCE if item.case.audit_type == "surveillance" else Role.OTHER
    if by_certificate and _distance(by_certificate[-1], day) <= _GRACE:
        span, doubtful = by_certificate[-1], not item.case.audit_type
        why = f"its certificate expires on {span.ends}, the end of the cycle"
    elif covering:
        span = covering[-1]
        doubtful = span.guessed or not item.days.exact or len(covering) > 1 or not item.case.audit_type
        why = f"its day {day} lies between {span.begins} and {span.ends}"
    elif item.days.issued or item.days.expires or not near:
        _own_span(spans, item, day, role)
        return
    else:
        span, doubtful = min(near, key=lambda span: _distance(span, day)), True
        why = f"its day {day} lies {_distance(span, day)} days outside the cycle from {span.begins} to {span.ends}"
    span.cases.append((day, CycleCase(item.case.case, role, doubtful, why)))


def _own_span(spans: list[_Span], item: _Dated, day: dt.date, role: Role) -> None:
    """Begin a cycle whose opening case is not there: from the certificate, else from a year before the surveillance."""
    told = _bounds(item) if item.days.issued or item.days.expires else None
    if told is None:
        begins = add_months(day, -12)
        told = begins, add_months(begins, CYCLE_MONTHS) - dt.timedelta(days=1), True
    begins, ends, guessed = told
    why = f"the case that opened its cycle ({begins} to {ends}) is not there"
    case = CycleCase(item.case.case, role, doubtful=True, why=why)
    spans.append(_Span(begins, ends, guessed, [(day, case)]))


def _distance(span: _Span, day: dt.date) -> int:
    if day < span.begins:
        return (span.begins - day).days
    return max(0, (day - span.ends).days)
