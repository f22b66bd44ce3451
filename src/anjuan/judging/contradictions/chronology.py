"""K01 to K04: events follow each other in the order of the process."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from anjuan.judging.casefile import Severity
from anjuan.judging.contradictions.conflicts import Conflict, Words, evidence, lighter, paper_name
from anjuan.judging.contradictions.dates import Dated, dated, event_dates
from anjuan.judging.contradictions.rulebook import Chain
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.periods import add_months

Pair = tuple[Dated, Dated]
#: Papers that state the period of the audit.
_STATING = ("C02", "C06", "C09", "D12")
_WITNESSES = 2


def out_of_order(view: CaseView, chain: Chain) -> Iterator[Conflict]:
    """Yield the pairs of events of a chain that stand in the wrong order.

    A pair is told only when every date of the one lies surely after every date of the other, and when no
    event between the two already tells it.
    """
    if not _is_asked(view, chain):
        return
    known = [(name, dates) for name in chain.events if (dates := event_dates(view, name))]
    wrong: dict[tuple[str, str], list[Pair]] = {}
    for (before, firsts), (after, seconds) in itertools.combinations(known, 2):
        pairs = _pairs(view, before, firsts, seconds)
        if pairs:
            wrong[before, after] = pairs
    names = [name for name, _ in known]
    for (before, after), pairs in wrong.items():
        between = names[names.index(before) + 1 : names.index(after)]
        if not any((before, middle) in wrong or (middle, after) in wrong for middle in between):
            yield from (_conflict(view, chain, (before, after), pair) for pair in pairs)


def _is_asked(view: CaseView, chain: Chain) -> bool:
    if chain.audit_types and view.case.audit_type not in chain.audit_types:
        return False
    return chain.since is None or (view.case.on is not None and view.case.on >= chain.since)


def _pairs(view: CaseView, before: str, firsts: tuple[Dated, ...], seconds: tuple[Dated, ...]) -> list[Pair]:
    latest = max(seconds, key=lambda date: date.date.latest)
    if not view.tables.chronology.events[before].each:
        earliest = min(firsts, key=lambda date: date.date.earliest)
        return [(earliest, latest)] if latest.date.surely_before(earliest.date) else []
    pairs = []
    for document in dict.fromkeys(date.statement.paper.document for date in firsts):
        mine = min(
            (date for date in firsts if date.statement.paper.document == document), key=lambda date: date.date.earliest
        )
        if latest.date.surely_before(mine.date):
            pairs.append((mine, latest))
    return pairs


def _conflict(view: CaseView, chain: Chain, names: tuple[str, str], pair: Pair) -> Conflict:
    first, second = (view.tables.chronology.events[name] for name in names)
    before, after = pair
    return Conflict(
        chain.rule,
        "order",
        "date_order",
        {
            "before": Words(first.name, first.name_en),
            "after": Words(second.name, second.name_en),
            "before_paper": paper_name(before.statement.paper),
            "after_paper": paper_name(after.statement.paper),
            "before_value": str(before.date),
            "after_value": str(after.date),
        },
        (evidence(before.statement), evidence(after.statement)),
        lighter(chain.severity, _certainty(view, pair)),
    )


def _certainty(view: CaseView, pair: Pair) -> Severity:
    """Return warn for dates that a person should look at: doubtful ones, and ones impossibly far apart."""
    gap = (pair[0].date.earliest - pair[1].date.latest).days
    far = gap > view.tables.rules.rules["K01"].numbers["far_days"]
    return Severity.WARN if far or not all(date.statement.sure for date in pair) else Severity.BLOCK


def meetings_outside(view: CaseView) -> Iterator[Conflict]:
    """Yield the opening and closing meetings whose date lies outside the audit as the other papers state it."""
    start = _stated(view, "audit_start", earliest=True)
    end = _stated(view, "audit_end", earliest=False)
    if start is None or end is None:
        return
    for kind, event in (("D02", "audit_start"), ("D03", "audit_end")):
        dates = [date for date in event_dates(view, event) if date.statement.paper.kind == kind]
        outside = [date for date in dates if date.date.surely_before(start.date) or end.date.surely_before(date.date)]
        if not dates or len(outside) < len(dates):
            continue
        yield Conflict(
            "K01",
            "meeting",
            "meeting_date",
            {
                "paper": paper_name(outside[0].statement.paper),
                "value": str(outside[0].date),
                "start": str(start.date),
                "end": str(end.date),
            },
            (evidence(start.statement), evidence(end.statement), evidence(outside[0].statement)),
            _certainty(view, (outside[0], start)),
        )


def _stated(view: CaseView, name: str, *, earliest: bool) -> Dated | None:
    """Return the first or last day of the audit as two papers or more agree on it."""
    found = [date for item in view.of_stage_2(name, kinds=_STATING) if (date := dated(item))]
    if len({date.statement.paper.document for date in found}) < _WITNESSES:
        return None
    if earliest:
        return min(found, key=lambda date: date.date.earliest)
    return max(found, key=lambda date: date.date.latest)


def too_young(view: CaseView) -> Iterator[Conflict]:
    """Yield the system documents that were released too shortly before the application (K02)."""
    if view.case.audit_type != "initial":
        return
    released, applied = event_dates(view, "released"), event_dates(view, "application")
    if not released or not applied:
        return
    first = min(released, key=lambda date: date.date.earliest)
    last = max(applied, key=lambda date: date.date.latest)
    months = int(view.tables.rules.rules["K02"].numbers["months"])
    if add_months(first.date.earliest, months) <= last.date.latest:
        return
    yield Conflict(
        "K02",
        "young",
        "released_on",
        {
            "released": str(first.date),
            "applied": str(last.date),
            "months": str(months),
            "before_paper": paper_name(first.statement.paper),
            "after_paper": paper_name(last.statement.paper),
        },
        (evidence(last.statement), evidence(first.statement)),
        _certainty(view, (first, last)),
    )
