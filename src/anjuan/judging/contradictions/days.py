"""K07: audit days agree, reach the computed minimum and are mostly on site."""

from __future__ import annotations

from collections.abc import Iterator

from anjuan.judging.casefile import Severity
from anjuan.judging.contradictions.clusters import Cluster, clusters, right_one
from anjuan.judging.contradictions.conflicts import Conflict, Statement, Words, evidence, paper_name, paper_names
from anjuan.judging.contradictions.dates import first_day, last_day
from anjuan.judging.contradictions.permitted import is_other_stage
from anjuan.judging.contradictions.view import CaseView

_STATING = ("C02", "C06", "C09", "D12", "E01", "E03", "F04")
_COMPUTING = ("B02", "B01", "C01")
_TINY = 0.05


def _number(statement: Statement) -> float | None:
    try:
        return float(statement.text)
    except ValueError:
        return None


def _near(one: float, other: float) -> bool:
    return abs(one - other) < _TINY


def days_differ(view: CaseView) -> Iterator[Conflict]:
    """Yield the papers whose audit days are neither those of the others nor a part of them by stage or place."""
    statements = [item for item in view.of_stage_2("audit_days", kinds=_STATING) if _number(item) is not None]
    if len({item.paper.document for item in statements}) < 2:  # noqa: PLR2004
        return
    groups = clusters(view, statements, "number")
    right = right_one(groups, ("C02",))
    total = _number(right.first) or 0.0
    parts = _parts(view)
    computed = _computed(view)
    lengths = _length(view)
    for group in groups:
        days = _number(group.first) or 0.0
        mine = parts if _own_onsite(view, group.first) is None else _parts_of_stage_1(view)
        if any((own := _own_onsite(view, item)) and (_number(own) or 0.0) > days + _TINY for item in group.statements):
            mine = set()
        if _same_stage(group, right):
            mine = mine - _parts_of_stage_1(view)
        if group is right or any(_near(days, part) or _near(total - days, part) for part in mine):
            continue
        if (
            mine
            and any(_near(days, number) for number, _ in computed)
            and not any(_near(total, number) for number, _ in computed)
        ):
            continue
        if _adds_up(view, group.first, total) or (days < total and is_other_stage(view, group, right)):
            continue
        # A paper that is short of the computed days is told once, by ``too_few``.
        yield Conflict(
            "K07",
            "differs",
            "audit_days",
            {
                "field": Words("审核人日", "number of audit days"),
                "right": right.first.text,
                "right_papers": paper_names(right.papers),
                "wrong": group.first.text,
                "wrong_papers": paper_names(group.papers),
            },
            (*(evidence(item) for item in right.one_a_paper()[:4]), *(evidence(item) for item in group.one_a_paper())),
            Severity.BLOCK if all(item.sure for item in group.statements) and days not in lengths else Severity.WARN,
        )


def _same_stage(group: Cluster, right: Cluster) -> bool:
    """Say whether both sides say that their days are those of stage 2: then neither holds those of stage 1."""
    return all(any(item.paper.stage == "2" for item in side.statements) for side in (group, right))


def _adds_up(view: CaseView, statement: Statement, total: float) -> bool:
    """Say whether papers of one kind, one for each stage, make up the whole together."""
    kind = statement.paper.kind
    mine = {item.paper.document: _number(item) or 0.0 for item in view.of("audit_days", kinds=(kind,))}
    return len(mine) > 1 and _near(sum(mine.values()), total)


def _length(view: CaseView) -> set[float]:
    """Return the days of the calendar from opening to closing: some forms print them as days of the audit."""
    first, last = first_day(view), last_day(view)
    return {float((last.date.latest - first.date.earliest).days + 1)} if first and last else set()


def _parts(view: CaseView) -> set[float]:
    """Return days that are part of the whole: those of stage 1, and those on site or remote."""
    beside = {number for item in view.of("onsite_days", "remote_days") if (number := _number(item)) is not None}
    return beside | _parts_of_stage_1(view)


def _parts_of_stage_1(view: CaseView) -> set[float]:
    mine = [
        item for item in view.of("audit_days", "onsite_days") if item.paper.stage == "1" or item.paper.kind == "D05"
    ]
    return {number for item in mine if (number := _number(item)) is not None}


def _own_onsite(view: CaseView, statement: Statement) -> Statement | None:
    """Return the days on site of the same paper: one that states them apart means the whole by its other days."""
    paper = statement.paper
    return next((item for item in view.of("onsite_days", "remote_days") if item.paper is paper), None)


def _computed(view: CaseView) -> list[tuple[float, Statement]]:
    return [
        (number, item) for item in view.of("computed_days", kinds=_COMPUTING) if (number := _number(item)) is not None
    ]


def too_few(view: CaseView) -> Iterator[Conflict]:
    """Yield the task order or report whose days all papers agree on and that are fewer than was computed."""
    computed = _computed(view)
    statements = [item for item in view.of_stage_2("audit_days", kinds=_STATING) if _number(item) is not None]
    if not computed or not statements:
        return
    least, source = min(computed, key=lambda pair: pair[0])
    right = right_one(clusters(view, statements, "number"), ("C02",))
    days = _number(right.first) or 0.0
    rest = [number for number in _parts(view) if _near(days + number, least)]
    if days + _TINY >= least or rest:
        return
    yield Conflict(
        "K07",
        "short",
        "audit_days",
        {
            "paper": paper_name(right.first.paper),
            "days": right.first.text,
            "right_paper": paper_name(source.paper),
            "least": source.text,
        },
        (evidence(source), *(evidence(item) for item in right.one_a_paper()[:4])),
        Severity.BLOCK if source.sure and right.first.sure else Severity.WARN,
    )


def too_little_on_site(view: CaseView) -> Iterator[Conflict]:
    """Yield the papers on which the days on site are less than four fifths of the audit days."""
    share = view.tables.rules.rules["K07"].numbers["on_site_share"]
    wrong: list[tuple[Statement, Statement]] = []
    for onsite in view.of_stage_2("onsite_days", kinds=("C02", "C06", "D12")):
        days = next((item for item in view.of("audit_days") if item.paper.document == onsite.paper.document), None)
        here, whole = _number(onsite), _number(days) if days else None
        if days and here and whole and here + _TINY < share * whole and not _split_by_stage(view, here, whole):
            wrong.append((days, onsite))
    if not wrong:
        return
    days, onsite = wrong[0]
    here, whole = _number(onsite) or 0.0, _number(days) or 1.0
    yield Conflict(
        "K07",
        "on_site",
        "onsite_days",
        {
            "papers": paper_names(item.paper for _, item in wrong),
            "onsite": onsite.text,
            "days": days.text,
            "share": f"{100 * here / whole:.0f}",
            "least": f"{100 * share:.0f}",
        },
        tuple(evidence(item) for pair in wrong[:3] for item in pair),
        Severity.BLOCK if all(item.sure for pair in wrong for item in pair) else Severity.WARN,
    )


def _split_by_stage(view: CaseView, here: float, whole: float) -> bool:
    """Say whether the days on site are those of stage 2 alone, and the whole is both stages."""
    stage_1 = [_number(item) for item in view.of("audit_days", "onsite_days") if item.paper.stage == "1"]
    return any(part is not None and here + part + _TINY >= 0.8 * whole and part > 0 for part in stage_1)
