"""Guides, facts, subscriptions and briefing packs for programs: what the pages tell, to whom they tell it."""

from __future__ import annotations

import pytest
from tests.api.conftest import bearer, caller
from tests.api.test_client import server  # noqa: F401  a fixture
from tests.mining.test_news import guide, line
from tests.web.knowing import fact_of
from tests.web.made import NOW, person

from anjuan.accounts.models import JournalEntry
from anjuan.api.knowledgeclient import KnowledgeArchive
from anjuan.archive.models import Case
from anjuan.mining.models import FactReview, MinedFact, Subscription
from anjuan.mining.services.features import features_keep
from anjuan.registry.models import Organisation

pytestmark = pytest.mark.django_db
ROOT = "/api/v1"


@pytest.fixture
def editor(db):
    return caller(person("knowledge_editor", "bian"))


@pytest.fixture
def fact(shelf) -> MinedFact:
    return fact_of(shelf)


@pytest.fixture
def firm(shelf) -> Organisation:
    made = Organisation.objects.create(name="宁波海棠精密模具有限公司", created_at=NOW, updated_at=NOW)
    Case.objects.filter(pk=shelf.case.pk).update(organisation=made)
    return made


def released(fact: MinedFact, text: str = "加热温度 840±10 ℃", code: str = "17.10.02"):
    cited = {**line(text), "citations": [[str(fact.pk), str(fact.case_id)]]}
    return guide(code, "A01", NOW, cited)


def test_a_guide_is_told_line_by_line_with_its_sources(editor, fact):
    released(fact)
    told = editor.get(f"{ROOT}/knowledge/guide", {"field": "A01", "code": "17.10.02"}).json()
    assert told["lines"][0]["cells"] == {"text": "加热温度 840±10 ℃"}
    assert [one["fact_id"] for one in told["lines"][0]["sources"]] == [fact.pk]


def test_sources_in_cases_that_the_person_may_not_read_are_left_out(acting, fact):
    released(fact)
    told = acting("auditor").get(f"{ROOT}/knowledge/guide", {"field": "A01", "code": "17.10.02"}).json()
    assert told["lines"][0]["citations"] == 1
    assert told["lines"][0]["sources"] == []


def test_a_guide_that_cites_a_superseded_standard_says_so(editor, fact):
    released(fact, "按 GB/T 19001-2008 审核")
    told = editor.get(f"{ROOT}/knowledge/guide", {"field": "A01", "code": "17.10.02"}).json()
    assert told["standing"]["superseded"][0]["state"]["superseded_by"] == "GB/T 19001-2016"


def test_a_guide_that_is_not_there_is_told_by_its_code(editor):
    answer = editor.get(f"{ROOT}/knowledge/guide", {"field": "A01", "code": "99"})
    assert (answer.status_code, answer.json()["code"]) == (404, "MINE-013")


def test_a_guide_has_an_etag_that_stays(editor, fact):
    released(fact)
    asked = [editor.get(f"{ROOT}/knowledge/guide", {"field": "A01", "code": "17.10.02"})["ETag"] for _ in range(2)]
    assert asked[0] == asked[1]


def test_the_list_of_guides_names_released_editions(editor, fact):
    released(fact)
    rows = editor.get(f"{ROOT}/knowledge/guides").json()["guides"]
    assert [(row["field_code"], row["code"], row["published"]) for row in rows] == [("A01", "17.10.02", 1)]


def test_facts_are_listed_with_their_total(editor, fact):
    told = editor.get(f"{ROOT}/knowledge/facts", {"kind": "control"}).json()
    assert (told["total"], told["facts"][0]["id"]) == (1, fact.pk)


def test_facts_of_hidden_cases_are_not_told(acting, fact):
    client = acting("auditor")
    assert client.get(f"{ROOT}/knowledge/facts").json() == {"total": 0, "facts": []}
    assert client.get(f"{ROOT}/knowledge/facts/{fact.pk}").status_code == 404


def test_a_fact_is_accepted(editor, fact):
    answer = editor.put(
        f"{ROOT}/knowledge/facts/{fact.pk}/verdict", {"verdict": "accept"}, content_type="application/json"
    )
    assert answer.json()["fact"]["state"] == "accepted"
    assert FactReview.objects.get().by == "bian"


def test_a_verdict_on_what_somebody_else_changed_is_refused(editor, fact):
    seen = editor.get(f"{ROOT}/knowledge/facts/{fact.pk}")["ETag"]
    MinedFact.objects.filter(pk=fact.pk).update(state="rejected")
    answer = editor.put(
        f"{ROOT}/knowledge/facts/{fact.pk}/verdict", {"verdict": "accept"}, content_type="application/json",
        headers={"If-Match": seen},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (412, "API-061")


def test_a_verdict_with_the_etag_that_was_read_is_taken(editor, fact):
    seen = editor.get(f"{ROOT}/knowledge/facts/{fact.pk}")["ETag"]
    answer = editor.put(
        f"{ROOT}/knowledge/facts/{fact.pk}/verdict", {"verdict": "reject"}, content_type="application/json",
        headers={"If-Match": seen},
    )  # fmt: skip
    assert answer.status_code == 200


def test_a_correction_of_a_value_that_the_fact_has_not_is_refused(editor, fact):
    sent = {"verdict": "correct", "values": {"weather": "x"}}
    answer = editor.put(f"{ROOT}/knowledge/facts/{fact.pk}/verdict", sent, content_type="application/json")
    assert answer.json()["code"] == "MINE-003"


def test_who_only_reads_says_nothing_of_facts(acting, fact):
    answer = acting("auditor").put(
        f"{ROOT}/knowledge/facts/{fact.pk}/verdict", {"verdict": "accept"}, content_type="application/json"
    )
    assert answer.status_code == 403


def test_a_subscription_is_made_listed_and_removed(editor):
    made = editor.post(f"{ROOT}/knowledge/subscriptions", {"field_code": "A01"}, content_type="application/json")
    assert made.status_code == 201
    key = made.json()["subscriptions"][0]["subscription"]["id"]
    assert editor.delete(f"{ROOT}/knowledge/subscriptions/{key}").json() == {"subscriptions": []}


def test_an_empty_subscription_is_refused(editor):
    answer = editor.post(f"{ROOT}/knowledge/subscriptions", {}, content_type="application/json")
    assert answer.json()["code"] == "MINE-061"


def test_the_subscription_of_another_is_not_there(editor):
    other = Subscription.objects.create(owner=person("auditor", "wu"), words="x", created_at=NOW, seen_at=NOW)
    assert editor.delete(f"{ROOT}/knowledge/subscriptions/{other.pk}").status_code == 404
    assert Subscription.objects.count() == 1


def test_a_briefing_pack_is_told_and_noted(editor, firm, shelf):
    told = editor.get(f"{ROOT}/organisations/{firm.pk}/briefing").json()
    assert [one["number"] for one in told["past"]] == [shelf.case.number]
    assert JournalEntry.objects.filter(action="briefing.read", actor="bian").count() == 1


def test_a_briefing_pack_of_a_hidden_organisation_is_not_there(acting, firm):
    assert acting("auditor").get(f"{ROOT}/organisations/{firm.pk}/briefing").status_code == 404


def test_similar_cases_are_told_with_reasons(editor, shelf):
    other = Case.objects.create(
        number="AJ-X", title="x", field_code="A01", created_at=NOW, updated_at=NOW, created_by="li"
    )  # fmt: skip
    for one in (shelf.case.pk, other.pk):
        features_keep(case_id=one)
    (row,) = editor.get(f"{ROOT}/cases/{shelf.case.number}/similar").json()["cases"]
    assert (row["number"], row["shared"][0]["kind"]) == ("AJ-X", "field")


@pytest.fixture
def archive(server):  # noqa: F811
    token = bearer(person("knowledge_editor", "wei"))["Authorization"].removeprefix("Bearer ")
    return KnowledgeArchive(server, token)


def test_the_client_reads_guides_and_facts(archive, fact):
    released(fact, "按 GB/T 19001-2008 审核")
    told = archive.guide("A01", "17.10.02")
    assert (told.superseded, told.lines[0].sources[0]["fact_id"]) == (["GB/T 19001-2008"], fact.pk)
    assert [one.id for one in archive.facts(kind="control")] == [fact.pk]
    assert archive.guides()[0]["published"] == 1


def test_the_client_reviews_facts(archive, fact):
    assert archive.say(fact.pk, "reject") == "rejected"


def test_the_client_subscribes_and_unsubscribes(archive):
    (one,) = archive.subscribe(field_code="A01")
    archive.unsubscribe(one["subscription"]["id"])
    assert archive.subscriptions() == []


def test_the_client_asks_for_briefing_packs_and_similar_cases(archive, firm, shelf):
    assert archive.briefing(firm.pk)["organisation"] == firm.name
    assert archive.similar(shelf.case.number) == []
