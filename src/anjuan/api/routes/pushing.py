"""What is pushed: subscriptions with their news, and the briefing pack of an audit."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from anjuan.api.access import READS, Caller, caller_of
from anjuan.api.repeating import done_once
from anjuan.api.shapes import Key, OnceHeader, Sent, opens
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.briefing import Changed, OpenPoint, PastAudit
from anjuan.mining.selectors.guides import EDIT, PUBLISH, READ
from anjuan.mining.selectors.news import News, Topic, fresh_news
from anjuan.mining.selectors.similar import SimilarCase
from anjuan.mining.selectors.standings import GuideStanding
from anjuan.mining.services.briefings import briefing_open
from anjuan.mining.services.subscriptions import (
    WantedNews,
    subscription_add,
    subscription_delete,
    subscriptions_seen,
)

router = Router(tags=["knowledge"])
_TOLD = (*READS, READ, EDIT, PUBLISH)
_NO_NUL = r"^[^\x00]*$"
Code = Annotated[str, StringConstraints(max_length=20, pattern=_NO_NUL)]
Words = Annotated[str, StringConstraints(max_length=100, pattern=_NO_NUL)]
StandardNumber = Annotated[str, StringConstraints(max_length=60, pattern=_NO_NUL)]


class TopicNews(Schema):
    """A subscription and what is new in it since it was looked at."""

    subscription: Topic
    news: list[News]


class Subscriptions(Schema):
    """The person's subscriptions."""

    subscriptions: list[TopicNews]


class SubscriptionSent(Sent):
    """What is wanted; at least one of the texts."""

    field_code: Code = ""
    professional_code: Code = ""
    clause: Code = ""
    words: Words = ""
    standard: StandardNumber = ""
    by_mail: bool = False


class BriefingQuery(Schema):
    """Field and code of the audit; empty ones are taken from the latest case."""

    field: Code = ""
    code: Code = ""


class BriefingShown(Schema):
    """A briefing pack, as far as the person may see what it is made of; the guide is asked for by its address."""

    organisation_id: int
    organisation: str
    field_code: str
    code: str
    last_audit: str
    past: list[PastAudit]
    open_points: list[OpenPoint]
    changed: list[Changed]
    similar: list[SimilarCase]
    contacts: dict[str, str]
    guide_code: str | None
    guide_edition: int | None
    guide_standing: GuideStanding


def _shown(caller: Caller) -> Subscriptions:
    rows = fresh_news(caller.viewer, now=caller.now)
    return Subscriptions(subscriptions=[TopicNews(subscription=topic, news=news) for topic, news in rows])


@router.get("/knowledge/subscriptions", **opens(Subscriptions, "knowledge:read"))
def subscriptions(request: HttpRequest) -> Subscriptions:
    """List the person's subscriptions with what is new in each."""
    caller = caller_of(request)
    caller.need(*_TOLD)
    return _shown(caller)


@router.post("/knowledge/subscriptions", **opens(Subscriptions, "knowledge:write", status=201))
def subscribe(request: HttpRequest, sent: SubscriptionSent, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Subscribe; the same subscription again is the one there is."""
    caller = caller_of(request)
    person = caller.need(*_TOLD)

    def work() -> Subscriptions:
        subscription_add(deed=caller.deed, viewer=person, wanted=WantedNews(**sent.model_dump()))
        return _shown(caller)

    return done_once(request, idempotency_key, work, status=201)


@router.post("/knowledge/subscriptions/seen", **opens(Subscriptions, "knowledge:write"))
def look_at(request: HttpRequest) -> Subscriptions:
    """Note that all news were looked at."""
    caller = caller_of(request)
    subscriptions_seen(deed=caller.deed, viewer=caller.need(*_TOLD))
    return _shown(caller)


@router.delete("/knowledge/subscriptions/{subscription}", **opens(Subscriptions, "knowledge:write"))
def unsubscribe(request: HttpRequest, subscription: Key) -> Subscriptions:
    """Remove a subscription of the person."""
    caller = caller_of(request)
    subscription_delete(viewer=caller.need(*_TOLD), subscription_id=subscription)
    return _shown(caller)


@router.get("/organisations/{organisation}/briefing", **opens(BriefingShown, "cases:read"))
def briefing(request: HttpRequest, organisation: Key, wanted: Query[BriefingQuery]) -> BriefingShown:
    """Show the briefing pack for an audit of an organisation; that it was read is noted in the journal."""
    caller = caller_of(request)
    pack = briefing_open(
        deed=caller.deed, viewer=caller.need(*READS), organisation_id=organisation,
        wanted=Scope(wanted.field, wanted.code), today=caller.today,
    )  # fmt: skip
    return BriefingShown(
        organisation_id=pack.organisation_id, organisation=pack.organisation, field_code=pack.field_code,
        code=pack.code, last_audit=pack.last_audit, past=list(pack.past), open_points=list(pack.open_points),
        changed=list(pack.changed), similar=list(pack.similar), contacts=dict(pack.contacts),
        guide_code=pack.guide.code[0] if pack.guide else None, guide_edition=pack.guide.edition if pack.guide else None,
        guide_standing=pack.guide_standing,
    )  # fmt: skip
