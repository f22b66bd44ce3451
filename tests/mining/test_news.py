"""What is new for a person is told by what they subscribed to and may read, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.mining.made import NOW, LineExtractor, made_case

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import User
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import CaseReader
from anjuan.kit.errors import AnjuanError
from anjuan.mining.models import EditionState, Guide, GuideEdition, MinedFact, Subscription
from anjuan.mining.selectors.news import fresh_news, news_of, topic_of, topics
from anjuan.mining.services.reviewing import fact_accept, fact_reject
from anjuan.mining.services.running import case_mine
from anjuan.mining.services.subscriptions import (
    MOST_SUBSCRIPTIONS,
    LeaveLinkError,
    NoAddressError,
    SubscriptionEmptyError,
    SubscriptionMayNotError,
    SubscriptionUnknownError,
    WantedNews,
    leave_owner,
    leave_token,
    mail_leave,
    subscription_add,
    subscription_change,
    subscription_delete,
    subscriptions_seen,
)

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=2)
REVIEWED = NOW + dt.timedelta(hours=1)
READS = frozenset({"knowledge.read", "case.read_assigned"})


@pytest.fixture
def owner() -> User:
    return User.objects.create(username="du", email="du@example.org")


@pytest.fixture
def viewer(owner) -> Viewer:
    return Viewer(owner.pk, "du", frozenset(), READS, frozenset({f"user:{owner.pk}"}))


def subscribed(viewer: Viewer, **wanted: object):
    key = subscription_add(deed=Deed("du", NOW), viewer=viewer, wanted=WantedNews(**wanted))
    return topic_of(Subscription.objects.get(pk=key))


def news(viewer: Viewer, **wanted: object):
    return news_of(viewer, subscribed(viewer, **wanted), since=NOW, until=LATER)


def line(text: str, heading: str = "") -> dict[str, object]:
    return {
        "key": "k",
        "heading": heading,
        "cells": [["text", [[text, ""]]]],
        "clients": 3,
        "cases": 3,
        "citations": [],
    }


def guide(code: str = "17.10.02", field: str = "A01", at: dt.datetime = REVIEWED, *lines, state=EditionState.PUBLISHED):
    one, _ = Guide.objects.get_or_create(
        field_code=field, professional_code=code, form="guide", defaults={"created_at": NOW}
    )
    return GuideEdition.objects.create(
        guide=one, number=1, state=state, body=[{"id": "controls", "lines": list(lines)}], made_with="x",
        compiled={"cases": 3, "clients": 3, "facts": 1, "sections": [], "made_with": "x"},
        cases_count=3, clients_count=3, facts_count=1, compiled_at=NOW, compiled_by="li", published_at=at,
    )  # fmt: skip


def reviewed(number: str, viewer: Viewer | None, text: str = "finding: clause=8.5.1; fact=未见记录", code="17.10.02"):
    case = made_case(number, f"{number} 公司", text, code=code)
    case_mine(deed=Deed("system", NOW), case_id=case.pk, extractor=LineExtractor())
    editor = Viewer(99, "bian", frozenset(), frozenset({"case.read_all", "knowledge.review"}), frozenset())
    for fact in MinedFact.objects.filter(case=case):
        fact_accept(deed=Deed("bian", REVIEWED), viewer=editor, fact_id=fact.pk)
    if viewer is not None:
        token = next(iter(viewer.tokens))
        CaseReader.objects.create(case=case, token=token, granted_at=NOW, granted_by="li")
    return case


def test_a_released_guide_of_the_code_is_news(viewer):
    guide()
    (one,) = news(viewer, professional_code="17.10.02")
    assert (one.kind, one.title, one.about) == ("guide", "A01 17.10.02", "1")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [("17.10", True), ("17.10.02", True), ("17.10.02.01", True), ("17.11", False), ("29", False)],
)
def test_a_guide_is_news_for_its_code_for_coarser_and_for_finer_ones(viewer, wanted, told):
    guide()
    assert bool(news(viewer, professional_code=wanted)) is told


def test_a_guide_of_another_field_is_no_news(viewer):
    guide(field="A02")
    assert news(viewer, field_code="A01") == []


def test_a_guide_of_a_subfield_is_news_of_its_field(viewer):
    guide(field="A0101")
    assert len(news(viewer, field_code="A01")) == 1


@pytest.mark.parametrize("state", [EditionState.DRAFT, EditionState.SUBMITTED, EditionState.WITHDRAWN])
def test_a_guide_that_is_not_released_is_no_news(viewer, state):
    guide(state=state)
    assert news(viewer, field_code="A01") == []


def test_what_was_released_before_is_no_news(viewer):
    guide(at=NOW)
    assert news(viewer, field_code="A01") == []


def test_what_was_released_at_the_end_of_the_period_is_news(viewer):
    guide(at=LATER)
    assert len(news(viewer, field_code="A01")) == 1


def test_words_must_stand_in_the_guide(viewer):
    guide("17.10.02", "A01", REVIEWED, line("加热温度 840±10 ℃"))
    assert len(news(viewer, words="加热温度")) == 1
    assert news(viewer, words="回火") == []


@pytest.mark.parametrize(("clause", "told"), [("8.5", True), ("8.5.1", True), ("8", True), ("8.51", False)])
def test_a_clause_must_be_a_heading_of_the_guide(viewer, clause, told):
    guide("17.10.02", "A01", REVIEWED, line("未见记录", "8.5.1"))
    assert bool(news(viewer, clause=clause)) is told


def test_a_standard_must_be_cited_in_the_guide(viewer):
    guide("17.10.02", "A01", REVIEWED, line("GB/T 19001—2016"))
    assert len(news(viewer, standard="GB/T 19001")) == 1
    assert news(viewer, standard="GB/T 24001") == []


def test_who_may_not_read_guides_is_told_of_none(owner):
    guide()
    person = Viewer(owner.pk, "du", frozenset(), frozenset({"case.read_assigned"}), frozenset())
    assert news(person, field_code="A01") == []


def test_reviewed_facts_of_a_readable_case_are_news_with_their_number(viewer):
    reviewed("C1", viewer)
    (one,) = news(viewer, clause="8.5.1")
    assert (one.kind, one.about, one.count, one.names_client) == ("facts", "C1", 1, True)


def test_facts_of_cases_that_the_person_may_not_read_are_no_news(viewer):
    reviewed("C1", None)
    assert news(viewer, clause="8.5.1") == []


def test_facts_that_were_rejected_since_are_no_news(viewer):
    reviewed("C1", viewer)
    editor = Viewer(99, "bian", frozenset(), frozenset({"case.read_all", "knowledge.review"}), frozenset())
    fact_reject(deed=Deed("bian", LATER), viewer=editor, fact_id=MinedFact.objects.get().pk)
    assert news(viewer, clause="8.5.1") == []


@pytest.mark.parametrize(("code", "told"), [("17.10", True), ("17.10.02", True), ("17.1", False), ("29", False)])
def test_facts_are_told_by_the_code_of_their_case(viewer, code, told):
    reviewed("C1", viewer)
    assert bool(news(viewer, professional_code=code)) is told


def test_a_superseded_standard_is_news_on_its_day(viewer):
    topic = subscribed(viewer, standard="GB/T 23331")
    since = dt.datetime(2021, 5, 31, 4, tzinfo=dt.UTC)
    found = news_of(viewer, topic, since=since, until=since + dt.timedelta(days=1))
    assert [(one.kind, one.title, one.about) for one in found] == [("standard", "GB/T 23331-2012", "GB/T 23331-2020")]
    assert news_of(viewer, topic, since=since + dt.timedelta(days=1), until=since + dt.timedelta(days=2)) == []


def test_a_field_is_told_of_its_standards(viewer):
    topic = subscribed(viewer, field_code="A09")
    since = dt.datetime(2021, 5, 31, 4, tzinfo=dt.UTC)
    assert len(news_of(viewer, topic, since=since, until=since + dt.timedelta(days=1))) == 1


def test_news_that_were_looked_at_are_told_no_more(viewer):
    guide()
    subscribed(viewer, field_code="A01")
    assert [len(found) for _, found in fresh_news(viewer, now=LATER)] == [1]
    assert subscriptions_seen(deed=Deed("du", LATER), viewer=viewer) == 1
    assert [len(found) for _, found in fresh_news(viewer, now=LATER)] == [0]


def test_one_subscription_can_be_looked_at_alone(viewer):
    guide()
    first, _ = subscribed(viewer, field_code="A01"), subscribed(viewer, professional_code="17")
    subscriptions_seen(deed=Deed("du", LATER), viewer=viewer, subscription_id=first.id)
    assert [len(found) for _, found in fresh_news(viewer, now=LATER)] == [0, 1]


def test_a_subscription_that_names_nothing_is_refused(viewer):
    with pytest.raises(SubscriptionEmptyError):
        subscribed(viewer, words="  ")


def test_the_same_subscription_twice_is_one(viewer):
    assert subscribed(viewer, field_code="A01").id == subscribed(viewer, field_code=" A01 ").id


def test_nobody_has_subscriptions_without_end(viewer):
    for number in range(MOST_SUBSCRIPTIONS):
        subscribed(viewer, words=f"词{number}")
    with pytest.raises(SubscriptionEmptyError, match="50"):
        subscribed(viewer, words="还有")


def test_mail_needs_an_address(viewer, owner):
    User.objects.filter(pk=owner.pk).update(email="")
    with pytest.raises(NoAddressError):
        subscribed(viewer, field_code="A01", by_mail=True)


def test_who_may_read_nothing_subscribes_to_nothing(owner):
    with pytest.raises(SubscriptionMayNotError):
        subscribed(Viewer(owner.pk, "du", frozenset(), frozenset({"system.run"}), frozenset()), field_code="A01")


@pytest.mark.parametrize("deed", ["change", "delete", "seen"])
def test_nobody_touches_the_subscription_of_another(viewer, deed):
    topic = subscribed(viewer, field_code="A01")
    other = Viewer(viewer.user_id + 1000, "wu", frozenset(), READS, frozenset())
    deeds = {
        "change": lambda: subscription_change(viewer=other, subscription_id=topic.id, by_mail=False),
        "delete": lambda: subscription_delete(viewer=other, subscription_id=topic.id),
        "seen": lambda: subscriptions_seen(deed=Deed("wu", LATER), viewer=other, subscription_id=topic.id),
    }
    with pytest.raises(SubscriptionUnknownError):
        deeds[deed]()


def test_a_removed_subscription_is_gone(viewer):
    topic = subscribed(viewer, field_code="A01")
    subscription_delete(viewer=viewer, subscription_id=topic.id)
    assert topics(viewer) == ()


def test_the_link_of_a_mail_ends_the_mail_and_keeps_the_subscription(viewer, owner):
    subscribed(viewer, field_code="A01", by_mail=True)
    assert mail_leave(token=leave_token(owner.pk)) == 1
    assert [topic.by_mail for topic in topics(viewer)] == [False]


@pytest.mark.parametrize("token", ["", "7", "x:y:z", "Nw:1abc:xyz"])
def test_a_link_that_was_not_made_here_ends_nothing(token):
    with pytest.raises(LeaveLinkError) as caught:
        leave_owner(token)
    assert isinstance(caught.value, AnjuanError)
