"""Cases as plain values, for judging."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q

from anjuan.archive.models import Case, CaseField, CaseJudgement, Document, Page
from anjuan.archive.rules.rules_day import casefile, derived, plain
from anjuan.judging.casefile import CaseFile, PaperFacts
from anjuan.papers.codec import found_from_json, marks_from_json
from anjuan.papers.fields.derive import CaseValue


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """What persons or a manifest said of a case, against which papers do not count."""

    values: Mapping[str, object]
    conditions: Mapping[str, bool]


@dataclasses.dataclass(frozen=True, slots=True)
class CaseBrief:
    """All that judging a case takes.

    Attributes:
        case: The case with its organisation.
        revision: Of its judgement, read before its papers were.
        stale: Whether its judgement was out of date then, or there was none.
        own: The values that its papers give rise to.
        stated: What persons and manifests said of it.
        whole: The case as one value.

    """

    case: Case
    revision: int
    stale: bool
    own: Mapping[str, CaseValue]
    stated: Stated
    whole: CaseFile


#: Fields whose name begins so are conditions that a person answered, such as ``condition.multi_site``.
CONDITION = "condition."
#: What judging reads of a document; the other columns stay where they are.
_COLUMNS = (
    "id", "case_id", "kind", "stage", "title", "kind_confidence", "description__found", "description__marks",
)  # fmt: skip


def briefs_of(cases: Sequence[Case]) -> list[CaseBrief]:
    """Return what judging these cases takes, in their order. Four queries; no page is loaded."""
    keys = [case.pk for case in cases]
    judged = {
        key: (revision, stale)
        for key, revision, stale in CaseJudgement.objects.filter(case__in=keys).values_list(
            "case_id", "revision", "stale"
        )
    }
    papers, stated = _papers(keys), _stated(keys)
    return [_brief(case, judged.get(case.pk, (0, True)), papers[case.pk], stated[case.pk]) for case in cases]


def _brief(case: Case, judged: tuple[int, bool], papers: tuple[PaperFacts, ...], stated: Stated) -> CaseBrief:
    own = derived(papers)
    values = values_with(own, stated)
    whole = casefile(case.pk, papers, values, stated.conditions)
    return CaseBrief(case, *judged, own, stated, whole)


def values_with(own: Mapping[str, CaseValue], stated: Stated) -> dict[str, object]:
    """Return the values of a case: what persons stated above what papers say; what a person rejected is absent."""
    values = {name: plain(one.value) for name, one in own.items()} | dict(stated.values)
    return {name: value for name, value in values.items() if value != ""}


def papers_of(case: Case) -> tuple[PaperFacts, ...]:
    """Return the papers of a case with what they say. Two queries; no page is loaded."""
    return _papers([case.pk])[case.pk]


def _papers(keys: Sequence[int]) -> dict[int, tuple[PaperFacts, ...]]:
    pages = _pages(keys)
    found: dict[int, list[PaperFacts]] = {key: [] for key in keys}
    rows = Document.objects.filter(case__in=keys, removed=False).order_by("case_id", "sequence")
    for row in rows.values(*_COLUMNS):
        found[row["case_id"]].append(_paper(row, pages.get(row["id"], (0, 0, 0))))
    return {key: tuple(papers) for key, papers in found.items()}


def _pages(keys: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """Return of each document how many of its pages are inked, recognised from pictures, and without a picture."""
    rows = Page.objects.filter(document__case__in=keys, document__removed=False).order_by().values("document_id")
    counted = rows.annotate(
        inked=Count("id", filter=Q(original_page__is_blank=False) & (Q(care=None) | Q(care__mark=""))),
        recognised=Count("id", filter=Q(original_page__source__in=["ocr", "mixed"])),
        flowing=Count("id", filter=Q(original_page__has_picture=False)),
    )
    return {key: (inked, seen, flow) for key, inked, seen, flow in counted.values_list(*_COUNTS)}


_COUNTS = ("document_id", "inked", "recognised", "flowing")


def _paper(row: Mapping[str, Any], pages: tuple[int, int, int]) -> PaperFacts:
    inked, recognised, flowing = pages
    return PaperFacts(
        document=row["id"],
        kind=row["kind"],
        stage=row["stage"],
        title=row["title"],
        found=found_from_json(row["description__found"] or ()),
        marks=marks_from_json(row["description__marks"] or {}),
        pages=inked,
        digital=not recognised,
        confidence=row["kind_confidence"],
        paged=not flowing,
    )


def _stated(keys: Iterable[int]) -> dict[int, Stated]:
    told: dict[int, tuple[dict[str, object], dict[str, bool]]] = {key: ({}, {}) for key in keys}
    rows = CaseField.objects.filter(case__in=list(told)).exclude(source="papers").order_by("id")
    for key, name, value in rows.values_list("case_id", "name", "value"):
        values, conditions = told[key]
        if name.startswith(CONDITION):
            conditions[name.removeprefix(CONDITION)] = bool(value)
        else:
            values[name] = value
    return {key: Stated(*both) for key, both in told.items()}
