"""What waits for a person across cases."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from pydantic import StrictBool, StrictInt

from anjuan.api.access import caller_of
from anjuan.api.routes.cases import Done
from anjuan.api.shapes import Sent, Slice, Text, Whole, opens
from anjuan.archive.selectors import waiting
from anjuan.archive.selectors.failures import Failure, failure_list
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.services.matching import match_decide

router = Router(tags=["waiting"])
_DESCRIBES = "case.describe"


class Most(Schema):
    """How many rows."""

    limit: Annotated[Whole, Field(ge=1, le=waiting.MOST_ROWS)] = 100


class KindsInDoubt(Schema):
    """Documents whose kind a person should look at."""

    documents: list[waiting.DoubtfulKind]


class FailureQuery(Slice):
    """Which files that were not filed."""

    state: Literal["", "failed", "refused"] = ""
    words: Text = ""


class FailureList(Schema):
    """A slice of the files that were not filed; ``states`` counts each state, "" being both."""

    total: int
    states: dict[str, int]
    failures: list[Failure]


class Matches(Schema):
    """Cases with an organisation that may be their own."""

    matches: list[waiting.MatchRow]


class MatchSent(Sent):
    """Whether a case belongs to the organisation that was offered."""

    case: Text
    organisation: Annotated[StrictInt, Field(ge=1, le=2**63 - 1)]
    take: StrictBool


@router.get("/waiting", **opens(waiting.Waiting, "cases:write"))
def counts(request: HttpRequest) -> waiting.Waiting:
    """Count what waits for the person."""
    return waiting.waiting_counts(caller_of(request).need(_DESCRIBES))


@router.get("/waiting/kinds", **opens(KindsInDoubt, "cases:write"))
def kinds(request: HttpRequest, most: Query[Most]) -> KindsInDoubt:
    """List documents whose kind is in doubt, the newest cases first."""
    return KindsInDoubt(documents=waiting.doubtful_kinds(caller_of(request).need(_DESCRIBES), limit=most.limit))


@router.get("/waiting/failures", **opens(FailureList, "intake:read"))
def failures(request: HttpRequest, asked: Query[FailureQuery]) -> FailureList:
    """List files that were not filed, of all batches, the newest first; a batch is tried again by its key."""
    person = caller_of(request).need("case.file")
    found = failure_list(person, state=asked.state, words=asked.words, offset=asked.offset, limit=asked.limit)
    return FailureList(total=found.total, states=found.states, failures=list(found.rows))


@router.get("/waiting/matches", **opens(Matches, "cases:write"))
def matches(request: HttpRequest, most: Query[Most]) -> Matches:
    """List organisations offered to cases, the surest first."""
    return Matches(matches=waiting.match_list(caller_of(request).need(_DESCRIBES), limit=most.limit))


@router.put("/waiting/matches", **opens(Done, "cases:write"))
def decide(request: HttpRequest, sent: MatchSent) -> Done:
    """Say whether a case belongs to the organisation that was offered."""
    caller = caller_of(request)
    found = case_whole(caller.need(_DESCRIBES), sent.case)
    match_decide(deed=caller.deed, viewer=caller.viewer, case=found, organisation_id=sent.organisation, take=sent.take)
    return Done()
