"""What a case tells as a whole: its scene, people, findings of the audit, cycle, similar cases, two papers compared."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema

from anjuan.api.access import caller_of
from anjuan.api.routes.cases import opened
from anjuan.api.shapes import Key, Number, opens
from anjuan.archive.selectors.casepeople import Nonconformity, PersonRow, case_nonconformities, case_people
from anjuan.archive.selectors.relations import CycleView, case_cycle
from anjuan.archive.selectors.scenes import CaseScene, Source, case_papers, case_scene, paper_named, papers_compared
from anjuan.archive.selectors.sight import DocumentUnknownError, case_whole
from anjuan.mining.selectors.similar import SimilarCase, cases_alike

router = Router(tags=["cases"])


class People(Schema):
    """Who audited, reviewed and decided, then who stood for the organisation."""

    people: list[PersonRow]


class Nonconformities(Schema):
    """What the audit found, each with its answer."""

    nonconformities: list[Nonconformity]


class SimilarCases(Schema):
    """Cases like this one with the reasons and the differing points, the nearest first."""

    cases: list[SimilarCase]


class CycleShown(Schema):
    """The certification cycle of a case; null when it belongs to none."""

    cycle: CycleView | None


class CompareQuery(Schema):
    """The two papers."""

    left: Key
    right: Key


class ComparedRow(Schema):
    """A field of two papers: what each states, null where it does not."""

    name: str
    left: Source | None
    right: Source | None
    is_same: bool


class ComparedPapers(Schema):
    """Two papers field by field: what differs first."""

    rows: list[ComparedRow]


@router.get("/cases/{number}/scene", **opens(CaseScene, "cases:read"))
def scene(request: HttpRequest, number: Number) -> CaseScene:
    """Retell the audit of a case from its papers, point by point, with the place of each."""
    told = case_scene(caller_of(request).viewer, number)
    opened(request, number)
    return told


@router.get("/cases/{number}/people", **opens(People, "cases:read"))
def people(request: HttpRequest, number: Number) -> People:
    """List the people whom the papers of a case name."""
    rows = case_people(caller_of(request).viewer, number)
    opened(request, number)
    return People(people=list(rows))


@router.get("/cases/{number}/nonconformities", **opens(Nonconformities, "cases:read"))
def nonconformities(request: HttpRequest, number: Number) -> Nonconformities:
    """List what the audit found, each joined with its answer by the number both papers print."""
    rows = case_nonconformities(caller_of(request).viewer, number)
    opened(request, number)
    return Nonconformities(nonconformities=list(rows))


@router.get("/cases/{number}/similar", **opens(SimilarCases, "cases:read"))
def similar(request: HttpRequest, number: Number) -> SimilarCases:
    """List cases like this one that the person may read as a whole."""
    rows = cases_alike(caller_of(request).viewer, number)
    opened(request, number)
    return SimilarCases(cases=list(rows))


@router.get("/cases/{number}/cycle", **opens(CycleShown, "cases:read"))
def cycle(request: HttpRequest, number: Number) -> CycleShown:
    """Show the certification cycle of a case with its other cases."""
    shown = opened(request, number)
    return CycleShown(cycle=case_cycle(caller_of(request).viewer, shown.row.number))


@router.get("/cases/{number}/compare", **opens(ComparedPapers, "cases:read"))
def compare(request: HttpRequest, number: Number, both: Query[CompareQuery]) -> ComparedPapers:
    """Compare what two papers of a case state, field by field."""
    person = caller_of(request).viewer
    papers = case_papers(person, case_whole(person, number))
    left, right = paper_named(papers, both.left), paper_named(papers, both.right)
    if left is None or right is None:
        raise DocumentUnknownError(
            f"Case {number} has no such two papers that you may see.", remedy="Name two of its documents."
        )
    opened(request, number)
    rows = papers_compared(left, right)
    return ComparedPapers(
        rows=[ComparedRow(name=row.name, left=row.left, right=row.right, is_same=row.is_same) for row in rows]
    )
