"""What a case lacks and contradicts, what persons say of it, and the four-property test."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import StringConstraints

from anjuan.api.access import caller_of
from anjuan.api.repeating import done_once
from anjuan.api.routes.cases import Done, opened
from anjuan.api.shapes import Number, OnceHeader, Sent, Text, opens
from anjuan.archive.selectors.findings import FindingRow, JudgementView, case_findings
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.services.accepting import case_field_accept, case_field_reject
from anjuan.archive.services.correcting import finding_rule
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors.property_tests import PropertyTestView, property_test_latest
from anjuan.preservation.services.property_tests import properties_test

router = Router(tags=["judgement"])


class Judged(Schema):
    """The last judgement of a case in figures; ``judged_at`` is empty before the first."""

    case: str
    judged_at: str
    is_stale: bool
    editions: dict[str, str]
    misses: int
    open_misses: int
    contradictions: int
    open_contradictions: int


class Findings(Schema):
    """Findings of one group, those that nobody has ruled on first."""

    judged_at: str
    is_stale: bool
    findings: list[FindingRow]


class RulingSent(Sent):
    """What a person says of a finding: its key, the verdict and the reason."""

    key: Text
    verdict: Literal["accepted", "false-alarm", "reopened"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]


class VerdictSent(Sent):
    """Whether a value stands as the papers state it, or is wrong and left empty."""

    verdict: Literal["accept", "reject"]


class PropertyReport(Schema):
    """The last four-property test of a case; null when it was never made."""

    test: PropertyTestShown | None


class PropertyTestShown(Schema):
    """A four-property test: its result and every item with its evidence."""

    id: int
    moment: str
    result: str
    failed: int
    edition: str
    tool: str
    actor: str
    at: dt.datetime
    items: list[dict[str, Any]]


PropertyReport.model_rebuild()


def _judged(request: HttpRequest, number: str) -> JudgementView:
    person = caller_of(request).viewer
    case_whole(person, number)
    found = case_findings(person, number)
    opened(request, number)
    return found


@router.get("/cases/{number}/judgement", **opens(Judged, "cases:read"))
def judgement(request: HttpRequest, number: Number) -> Judged:
    """Show the last judgement of a case in figures, with the editions of the rules that judged it."""
    found = _judged(request, number)
    misses, clashes = found.of("miss"), found.of("contradiction")
    return Judged(
        case=found.case, judged_at=found.judged_at, is_stale=found.is_stale, editions=found.editions,
        misses=len(misses), open_misses=sum(row.is_open for row in misses),
        contradictions=len(clashes), open_contradictions=sum(row.is_open for row in clashes),
    )  # fmt: skip


@router.get("/cases/{number}/misses", **opens(Findings, "cases:read"))
def misses(request: HttpRequest, number: Number) -> Findings:
    """List what a case lacks, each with the rule that asks for it."""
    found = _judged(request, number)
    return Findings(judged_at=found.judged_at, is_stale=found.is_stale, findings=list(found.of("miss")))


@router.get("/cases/{number}/contradictions", **opens(Findings, "cases:read"))
def contradictions(request: HttpRequest, number: Number) -> Findings:
    """List what contradicts in a case, with the places on both pages."""
    found = _judged(request, number)
    return Findings(judged_at=found.judged_at, is_stale=found.is_stale, findings=list(found.of("contradiction")))


@router.post("/cases/{number}/rulings", **opens(Done, "cases:write", status=201))
def ruling(request: HttpRequest, number: Number, sent: RulingSent, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Say of a finding that it is accepted as it is, or a false alarm, or open again."""
    caller = caller_of(request)
    found = case_whole(caller.need("case.describe"), number)

    def rule() -> Done:
        finding_rule(
            deed=caller.deed, viewer=caller.viewer, case=found, key=sent.key, verdict=sent.verdict, reason=sent.reason
        )
        return Done()

    return done_once(request, idempotency_key, rule, status=201)


_JUDGING = {"accept": case_field_accept, "reject": case_field_reject}


@router.put("/cases/{number}/fields/{name}/verdict", **opens(Done, "cases:write"))
def field_judge(request: HttpRequest, number: Number, name: Number, sent: VerdictSent) -> Done:
    """Accept a value as the papers state it, or reject it; taking the field back opens it again."""
    caller = caller_of(request)
    found = case_whole(caller.need("case.describe"), number)
    _JUDGING[sent.verdict](deed=caller.deed, viewer=caller.viewer, case=found, name=name)
    return Done()


@router.get("/cases/{number}/properties", **opens(PropertyReport, "cases:read"))
def properties(request: HttpRequest, number: Number) -> PropertyReport:
    """Show the last four-property test of a case (DA/T 70-2018), item by item."""
    test = property_test_latest(caller_of(request).viewer, number)
    opened(request, number)
    return PropertyReport(test=_shown(test) if test else None)


def _shown(test: PropertyTestView) -> PropertyTestShown:
    return PropertyTestShown(
        id=test.id, moment=test.moment, result=test.result, failed=test.failed, edition=test.edition, tool=test.tool,
        actor=test.actor, at=test.at, items=list(test.items),
    )  # fmt: skip


@router.post("/cases/{number}/properties", **opens(PropertyReport, "cases:write", status=201))
def properties_make(request: HttpRequest, number: Number, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Make the four-property test of a case now."""
    caller = caller_of(request)
    found = case_whole(caller.need("case.describe"), number)

    def test() -> PropertyReport:
        properties_test(deed=caller.deed, case=found, moment=Moment.SCHEDULE)
        made = property_test_latest(caller.viewer, number)
        return PropertyReport(test=_shown(made) if made else None)

    return done_once(request, idempotency_key, test, status=201)
