"""Facts as pages and commands show them, to whom may read their case."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.db.models import Count, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.sight import documents_of
from anjuan.compiling.statistics import Rate, rate
from anjuan.kit.errors import NotFoundError
from anjuan.mining.models import FactReview, FactState, MinedFact


class FactUnknownError(NotFoundError):
    """No such fact, or not for this person."""

    code = "MINE-001"


@dataclasses.dataclass(frozen=True, slots=True)
class FactRow:
    """A fact with its place.

    Attributes:
        slots: Name, value as it counts (corrected where a person did), and where it stands.

    """

    id: int
    case: str
    document_id: int
    document: str
    document_kind: str
    kind: str
    slots: tuple[dict[str, Any], ...]
    quote: str
    page: int
    start: int
    end: int
    boxes: tuple[tuple[float, float, float, float], ...]
    confidence: float
    rule: str
    state: str


@dataclasses.dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts are wanted; what is empty does not filter."""

    case: str = ""
    kind: str = ""
    state: str = ""
    rule: str = ""
    clause: str = ""
    field_code: str = ""
    words: str = ""


def facts_of(viewer: Viewer, wanted: FactFilter) -> QuerySet[MinedFact]:
    """Return the facts that a person may see; those of destroyed cases are none."""
    found = MinedFact.objects.filter(document__in=documents_of(viewer).filter(removed=False))
    if viewer.sees_all:
        found = MinedFact.objects.filter(document__removed=False)
    found = found.exclude(case__state="destroyed")
    exact = {
        "case__number": wanted.case, "kind": wanted.kind, "state": wanted.state, "rule": wanted.rule,
        "clause": wanted.clause, "case__field_code": wanted.field_code,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.words:
        found = found.filter(quote__icontains=wanted.words)
    return found


def fact_rows(viewer: Viewer, wanted: FactFilter, *, offset: int = 0, limit: int = 100) -> tuple[FactRow, ...]:
    """Return facts in the order of their cases and papers. One query."""
    rows = facts_of(viewer, wanted).select_related("case", "document").order_by("case_id", "document__sequence", "id")
    return tuple(_row(fact) for fact in rows[offset : offset + limit])


def fact_total(viewer: Viewer, wanted: FactFilter) -> int:
    """Return how many facts a filter leaves that a person may see. One query."""
    return facts_of(viewer, wanted).count()


def fact_get(viewer: Viewer, fact_id: int) -> FactRow:
    """Return one fact.

    Raises:
        FactUnknownError: There is none that this person may see.

    """
    fact = facts_of(viewer, FactFilter()).select_related("case", "document").filter(pk=fact_id).first()
    if fact is None:
        raise FactUnknownError(f"There is no fact {fact_id} that you may see.", remedy="Open it from its case.")
    return _row(fact)


def fact_counts(viewer: Viewer, wanted: FactFilter) -> dict[str, dict[str, int]]:
    """Return how many facts there are of each kind and state, by the other filters. One query."""
    free = dataclasses.replace(wanted, state="", kind="")
    counted: dict[str, dict[str, int]] = {}
    rows = facts_of(viewer, free).values("kind", "state").annotate(number=Count("id")).order_by()
    for row in rows:
        counted.setdefault(row["kind"], {})[row["state"]] = row["number"]
    return counted


def _row(fact: MinedFact) -> FactRow:
    corrected = dict(fact.corrected or ())
    slots = tuple({**slot, "value": corrected.get(slot["name"], slot["value"])} for slot in fact.slots)
    return FactRow(
        fact.pk, fact.case.number, fact.document_id, fact.document.title, fact.document.kind, fact.kind, slots,
        fact.quote, fact.page, fact.start, fact.end, tuple((a, b, c, d) for a, b, c, d in fact.boxes), fact.confidence,
        fact.rule, fact.state,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class RuleQuality:
    """How good an extractor is, by what persons said of single facts of it.

    Attributes:
        precision: Accepted as they are, of all looked at singly.
        agreement: Facts of which two persons said the same, of those that two persons looked at.

    """

    rule: str
    proposed: int
    precision: Rate
    agreement: Rate


def rule_qualities() -> list[RuleQuality]:
    """Return the quality of every extractor that proposed or was reviewed. Three queries."""
    waiting = dict(
        MinedFact.objects.filter(state=FactState.PROPOSED).values_list("rule").annotate(number=Count("id")).order_by()
    )
    looked: dict[str, tuple[int, int]] = {
        row["rule"]: (row["good"], row["all"])
        for row in FactReview.objects.filter(is_single=True)
        .exclude(verdict=FactState.PROPOSED)
        .values("rule")
        .annotate(all=Count("id"), good=Count("id", filter=Q(verdict=FactState.ACCEPTED)))
        .order_by()
    }
    agreed = _agreements()
    return [
        RuleQuality(rule, waiting.get(rule, 0), rate(*looked.get(rule, (0, 0))), rate(*agreed.get(rule, (0, 0))))
        for rule in sorted({*waiting, *looked})
    ]


def _agreements() -> dict[str, tuple[int, int]]:
    """Return of each rule how many facts two persons agreed on, and how many two persons looked at."""
    verdicts: dict[tuple[str, int], dict[str, str]] = {}
    twice = FactReview.objects.filter(is_single=True).exclude(verdict=FactState.PROPOSED)
    several = twice.values("fact").annotate(people=Count("by", distinct=True)).filter(people__gt=1).values("fact")
    for rule, fact, by, verdict in (
        twice.filter(fact__in=several).order_by("id").values_list("rule", "fact_id", "by", "verdict")
    ):
        verdicts.setdefault((rule, fact), {})[by] = verdict
    found: dict[str, tuple[int, int]] = {}
    for (rule, _), said in verdicts.items():
        same, of = found.get(rule, (0, 0))
        found[rule] = (same + (len(set(said.values())) == 1), of + 1)
    return found
