"""T05, T07 and C01: how long a certificate is valid, and what its number says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from anjuan.judging.casefile import Severity
from anjuan.judging.contradictions.conflicts import Conflict, day, evidence, paper_name
from anjuan.judging.contradictions.dates import Dated, dated
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.periods import add_months
from anjuan.kit.text.folding import squeeze

_KINDS = ("F01", "F03")
_NUMBER = re.compile(r"^(?P<body>\d{3})(?P<year>\d{2})(?P<system>[A-Z]{1,5})(?P<serial>\d{4,6})(?:R(?P<renewals>\d))?")
_DAY = dt.timedelta(days=1)
_CENTURY = 100


def _certificates(view: CaseView) -> Iterator[tuple[Dated, Dated]]:
    """Yield issue and expiry of every paper that states one of each."""
    for paper in view.of_kind(*_KINDS):
        issued = [date for item in view.of("issued_on") if item.paper is paper and (date := dated(item))]
        expires = [date for item in view.of("expires_on") if item.paper is paper and (date := dated(item))]
        if len(issued) == 1 and len(expires) == 1 and issued[0].date.day and expires[0].date.day:
            yield issued[0], expires[0]


def wrong_expiry(view: CaseView) -> Iterator[Conflict]:
    """Yield the certificates that do not last three years less a day from their issue.

    A renewed certificate may be built on the old expiry date (T07): it may last longer, by no more than the
    months in which a renewal is done ahead. One that is issued anew after a change keeps its old expiry: a
    shorter life is worth a look at most.
    """
    numbers = view.tables.rules.rules["T05"].numbers
    initial = view.case.audit_type == "initial"
    told: set[tuple[dt.date, dt.date]] = set()
    for issued, expires in _certificates(view):
        start, end = issued.date.earliest, expires.date.earliest
        whole = add_months(start, int(numbers["months"]))
        right = whole - _DAY
        first_issues = initial or _is_of_first_cycle(view, issued)
        # From 29 February three years end on 27 or, as some count, on 28 February.
        if end == right or (start.day > whole.day and end == whole) or (start, end) in told:
            continue
        told.add((start, end))
        latest = right if first_issues else add_months(right, int(numbers["renewal_months"]))
        if end > latest:
            say, severity = ("expiry", Severity.WARN if end == whole else Severity.BLOCK)
            say = say if first_issues else "longer"
        elif initial and _decided_anew(view):
            say, severity = "expiry", Severity.WARN
        else:
            continue
        slots = {
            "paper": paper_name(expires.statement.paper),
            "expires": day(end),
            "issued": day(start),
            "right": day(latest),
        }
        yield Conflict(
            "T05", say, "expires_on", slots, (evidence(issued.statement), evidence(expires.statement)), severity
        )


def _is_of_first_cycle(view: CaseView, issued: Dated) -> bool:
    """Say whether the number on the paper says that the certificate was never renewed (R0)."""
    numbers = [item.text for item in view.of("certificate_no") if item.paper is issued.statement.paper]
    matches = [_NUMBER.match(squeeze(number).upper()) for number in numbers]
    return bool(matches) and all(match is not None and match["renewals"] == "0" for match in matches)


def _decided_anew(view: CaseView) -> bool:
    """Say whether the certificate was issued upon a decision of this case, not changed and issued again."""
    return not view.has("G01") and not any(True for _ in view.of("first_certified_on", kinds=("F01",)))


def number_against_issue(view: CaseView) -> Iterator[Conflict]:
    """Yield the certificate numbers of the common form whose year is not that of the issue (C01)."""
    if view.case.audit_type != "initial":
        return
    for issued, _ in _certificates(view):
        paper = issued.statement.paper
        if paper.kind != "F01":
            continue
        for item in view.of("certificate_no"):
            match = _NUMBER.match(squeeze(item.text).upper()) if item.paper is paper else None
            year = issued.date.year
            # A number is given at the decision, so a certificate of January may carry the year before.
            if match and int(match["year"]) not in {year % _CENTURY, (year - 1) % _CENTURY}:
                yield Conflict(
                    "C01",
                    "form",
                    "certificate_no",
                    {
                        "paper": paper_name(paper),
                        "number": item.printed,
                        "year": match["year"],
                        "issued": str(issued.date),
                    },
                    (evidence(issued.statement), evidence(item)),
                )
