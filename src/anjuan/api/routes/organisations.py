"""Organisations: the list, one with what its cases tell, merging, splitting and undoing it."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Path, Query, Router, Schema
from pydantic import StrictInt

from anjuan.api.access import READS, caller_of
from anjuan.api.repeating import done_once
from anjuan.api.shapes import Key, Long, OnceHeader, Sent, Slice, Text, opens
from anjuan.archive.rules.standing import STANDINGS
from anjuan.archive.selectors.organisation_page import organisation_get
from anjuan.archive.selectors.organisation_pairs import PairView, pair_list, pair_total
from anjuan.archive.selectors.organisation_shapes import OrganisationView
from anjuan.archive.selectors.organisations import ORDERS, OrganisationFilter, OrganisationRow, organisation_list
from anjuan.archive.services.merging import Splitting, organisation_split, organisations_merge
from anjuan.archive.services.reading_notes import organisation_note
from anjuan.archive.services.unmerging import change_undo, pair_refuse

router = Router(tags=["organisations"])
_DESCRIBES = "case.describe"
_ORDERS = tuple(f"{sign}{name}" for name in ORDERS for sign in ("", "-"))
OrganisationKey = Path[Key]
_Key = Annotated[StrictInt, Field(ge=1, le=2**63 - 1)]


class OrganisationQuery(Slice):
    """What a list of organisations is narrowed to, and its order."""

    words: Text = ""
    field_code: Text = ""
    province: Text = ""
    standing: Literal[("", *STANDINGS)] = ""  # type: ignore[valid-type]
    problem: Literal["", "open", "none"] = ""
    order: Literal[_ORDERS] = "name"  # type: ignore[valid-type]


class OrganisationList(Schema):
    """A slice of the organisations; ``standings`` counts each standing under the other filters, "" being all."""

    total: int
    standings: dict[str, int]
    organisations: list[OrganisationRow]


class PairList(Schema):
    """Organisations that may be one."""

    total: int
    pairs: list[PairView]


class MergeSent(Sent):
    """Into which organisation, and why."""

    into: _Key
    reason: Long = ""


class SplitSent(Sent):
    """What belongs to another organisation: a known one (``into``) or a new one (``name``)."""

    cases: Annotated[list[Text], Field(min_length=1, max_length=1000)]
    names: Annotated[list[_Key], Field(default_factory=list)]
    certificates: Annotated[list[_Key], Field(default_factory=list)]
    into: _Key | None = None
    name: Text = ""
    credit_code: Text = ""
    reason: Long = ""


class Changed(Schema):
    """A merge or a split; ``change`` undoes it."""

    change: int
    source: int
    target: int
    cases: int


@router.get("/organisations", **opens(OrganisationList, "cases:read"))
def organisations(request: HttpRequest, asked: Query[OrganisationQuery]) -> OrganisationList:
    """List the organisations whose cases the person may see, with figures of these cases alone."""
    caller = caller_of(request)
    wanted = asked.dict(exclude={"offset", "limit", "order"})
    found = organisation_list(
        caller.need(*READS), OrganisationFilter(**wanted), today=caller.today, order=asked.order,
        offset=asked.offset, limit=asked.limit,
    )  # fmt: skip
    return OrganisationList(total=found.total, standings=found.standings, organisations=list(found.rows))


@router.get("/organisations/pairs", **opens(PairList, "cases:write"))
def pairs(request: HttpRequest, asked: Query[Slice]) -> PairList:
    """List organisations that may be one, the surest first, with what is known of both."""
    person = caller_of(request).need(_DESCRIBES)
    return PairList(total=pair_total(person), pairs=pair_list(person, offset=asked.offset, limit=asked.limit))


@router.delete("/organisations/pairs/{pair}", **opens(PairList, "cases:write"))
def differ(request: HttpRequest, pair: OrganisationKey) -> PairList:
    """Say that two organisations are different; answers with the pairs that are left."""
    caller = caller_of(request)
    pair_refuse(deed=caller.deed, viewer=caller.need(_DESCRIBES), pair_id=pair)
    return PairList(total=pair_total(caller.viewer), pairs=pair_list(caller.viewer))


@router.get("/organisations/{organisation}", **opens(OrganisationView, "cases:read"))
def organisation(request: HttpRequest, organisation: OrganisationKey) -> OrganisationView:
    """Show an organisation with all that the cases open to the person tell of it.

    The key of one that was merged leads to that into which it was.
    """
    caller = caller_of(request)
    shown = organisation_get(caller.need(*READS), organisation, today=caller.today)
    organisation_note(deed=caller.deed, organisation_id=shown.id, name=shown.name)
    return shown


@router.post("/organisations/{organisation}/merge", **opens(Changed, "cases:write"))
def merge(
    request: HttpRequest, organisation: OrganisationKey, sent: MergeSent, idempotency_key: OnceHeader = None
) -> HttpResponse:  # fmt: skip
    """Merge an organisation into another; its cases, names, sites and certificates move."""

    def work() -> Changed:
        caller = caller_of(request)
        change = organisations_merge(
            deed=caller.deed, viewer=caller.need(_DESCRIBES), source_id=organisation, target_id=sent.into,
            reason=sent.reason,
        )  # fmt: skip
        return Changed(change=change.pk, source=change.source_id, target=change.target_id, cases=len(change.cases))

    return done_once(request, idempotency_key, work)


@router.post("/organisations/{organisation}/split", **opens(Changed, "cases:write"))
def split(
    request: HttpRequest, organisation: OrganisationKey, sent: SplitSent, idempotency_key: OnceHeader = None
) -> HttpResponse:  # fmt: skip
    """Give cases, names and certificates of an organisation to another, known or new."""

    def work() -> Changed:
        caller = caller_of(request)
        wanted = Splitting(
            tuple(sent.cases), tuple(sent.names), tuple(sent.certificates), sent.into, sent.name, sent.credit_code,
            sent.reason,
        )  # fmt: skip
        change = organisation_split(
            deed=caller.deed, viewer=caller.need(_DESCRIBES), source_id=organisation, wanted=wanted
        )
        return Changed(change=change.pk, source=change.source_id, target=change.target_id, cases=len(change.cases))

    return done_once(request, idempotency_key, work)


@router.post("/organisations/changes/{change}/undo", **opens(Changed, "cases:write"))
def undo(request: HttpRequest, change: OrganisationKey) -> Changed:
    """Undo a merge or a split, as long as nothing later builds on it."""
    caller = caller_of(request)
    found = change_undo(deed=caller.deed, viewer=caller.need(_DESCRIBES), change_id=change)
    return Changed(change=found.pk, source=found.source_id, target=found.target_id, cases=len(found.cases))
