"""K12: licences are valid through audit and decision."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.judging.casefile import Severity
from anjuan.judging.contradictions.conflicts import Conflict, Statement, Words, evidence, paper_name
from anjuan.judging.contradictions.dates import Dated, dated, decided_on, first_day, last_day
from anjuan.judging.contradictions.view import CaseView
from anjuan.kit.text.folding import squeeze

_KINDS = ("A02", "A03")


def _name(statement: Statement) -> str:
    """Return what the licence is called: its own name, else the title of its paper."""
    group = statement.found.group
    found = next((item for item in statement.paper.of("licence.name") if item.group == group), None)
    return str(found.value) if found else statement.paper.title


def _latest_by_licence(view: CaseView, field: str) -> dict[str, Dated]:
    latest: dict[str, Dated] = {}
    for statement in view.of(field, kinds=_KINDS):
        date = dated(statement)
        name = squeeze(_name(statement))
        if date and (name not in latest or date.date.latest > latest[name].date.latest):
            latest[name] = date
    return latest


def licences_expired(view: CaseView) -> Iterator[Conflict]:
    """Yield the licences that ended before the audit or the decision; a renewed one stands for the old one."""
    events = (
        (last_day(view) or first_day(view), Words("审核日期", "audit")),
        (decided_on(view), Words("认证决定日期", "decision")),
    )
    for until in _latest_by_licence(view, "licence.valid_until").values():
        for event, word in events:
            if event and until.date.surely_before(event.date):
                yield Conflict(
                    "K12",
                    "expired",
                    "licence.valid_until",
                    {
                        "licence": _name(until.statement),
                        "paper": paper_name(until.statement.paper),
                        "until": str(until.date),
                        "event": word,
                        "day": str(event.date),
                    },
                    (evidence(event.statement), evidence(until.statement)),
                    Severity.BLOCK if until.statement.sure and event.statement.sure else Severity.WARN,
                )
                break


def licences_too_new(view: CaseView) -> Iterator[Conflict]:
    """Yield the licences that began only after the audit."""
    end = last_day(view)
    if end is None:
        return
    first: dict[str, Dated] = {}
    for statement in view.of("licence.valid_from", kinds=("A03",)):
        date, name = dated(statement), squeeze(_name(statement))
        if date and (name not in first or date.date.earliest < first[name].date.earliest):
            first[name] = date
    for since in first.values():
        if end.date.surely_before(since.date):
            yield Conflict(
                "K12",
                "not_yet",
                "licence.valid_from",
                {
                    "licence": _name(since.statement),
                    "paper": paper_name(since.statement.paper),
                    "since": str(since.date),
                    "event": Words("审核日期", "audit"),
                    "day": str(end.date),
                },
                (evidence(end.statement), evidence(since.statement)),
                Severity.WARN,
            )
