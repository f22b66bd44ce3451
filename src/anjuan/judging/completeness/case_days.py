"""The days of a case that its cycle is counted from: last audit day, issue and expiry of the certificate."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter

from anjuan.judging.casefile import CaseFile
from anjuan.kit.periods import PartialDate

#: Fields that tell the audit's day, the first that is known counts.
_AUDIT_FIELDS = ("audit_end", "audit_start")


@dataclasses.dataclass(frozen=True, slots=True)
class CaseDays:
    """The days of one case.

    Attributes:
        audit: The last audit day, or the best day known instead; None when the case states none.
        exact: Whether it is an audit day known to the day.
        issued: The day its certificate was issued, when known to the day.
        expires: The day its certificate expires (inclusive), when known to the day.

    """

    audit: dt.date | None
    exact: bool
    issued: dt.date | None
    expires: dt.date | None


def case_days(case: CaseFile) -> CaseDays:
    """Return the days of a case: what was derived for it first, else what most of its papers state."""
    audit = next((date for name in _AUDIT_FIELDS if (date := stated_date(case, name))), None)
    issued, expires = stated_date(case, "issued_on"), stated_date(case, "expires_on")
    day = audit.latest if audit else case.on
    return CaseDays(
        day,
        audit is not None and audit.day is not None,
        issued.earliest if issued and issued.day else None,
        expires.earliest if expires and expires.day else None,
    )


def stated_date(case: CaseFile, name: str) -> PartialDate | None:
    """Return a date of a case: derived, else stated by most papers (the earliest of equals); None when unknown."""
    derived = _date(case.derived.get(name))
    if derived:
        return derived
    counts: Counter[PartialDate] = Counter()
    for paper in case.papers:
        counts.update({date for found in paper.of(name) if (date := _date(found.value))})
    if not counts:
        return None
    return min(counts, key=lambda date: (-counts[date], date.day is None, date.earliest))


def _date(value: object) -> PartialDate | None:
    if isinstance(value, dt.date):
        return PartialDate(value.year, value.month, value.day)
    if not isinstance(value, str):
        return None
    try:
        return PartialDate.parse(value)
    except ValueError:
        return None
