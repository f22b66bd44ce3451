"""The pages of compiled knowledge: who sees what, what a line opens, what a deed does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.mining.made import BY_EDITOR, BY_SECOND, EDITOR, NOW, SECOND, LineExtractor, made_case
from tests.web.made import person

from anjuan.accounts.deeds import Deed
from anjuan.mining.models import GuideEdition, MinedFact
from anjuan.mining.scopes import Scope
from anjuan.mining.services.guides import guide_compile
from anjuan.mining.services.releasing import edition_publish, edition_submit
from anjuan.mining.services.running import case_mine

pytestmark = pytest.mark.django_db
FIRMS = ("宁波海棠精密轴承有限公司", "洛阳云帆轴承制造有限公司", "临清鸿岳机械有限公司")
LINES = (
    "control: step=淬火; parameter=加热温度; value=840±10 ℃",
    "flow: step=下料; step=淬火; step=磨削",
    "hazard: what=油槽起火",
)


@pytest.fixture
def edition() -> GuideEdition:
    for number, firm in enumerate(FIRMS):
        case = made_case(f"C{number}", firm, *LINES)
        case_mine(deed=Deed("system", NOW), case_id=case.pk, extractor=LineExtractor())
    MinedFact.objects.update(state="accepted")
    return guide_compile(deed=BY_EDITOR, viewer=EDITOR, wanted=Scope("A01", "17.10.02"), least_clients=3)


@pytest.fixture
def published(edition) -> GuideEdition:
    edition_submit(deed=BY_EDITOR, viewer=EDITOR, edition=edition)
    edition_publish(deed=BY_SECOND, viewer=SECOND, edition=edition, least_clients=3)
    return edition


def _client(role: str, name: str = "li") -> Client:
    client = Client()
    client.force_login(person(role, name))
    return client


def _text(client: Client, name: str, *words: object, status: int = 200, **asked: str) -> str:
    answer = client.get(reverse(f"web:{name}", args=words), asked)
    assert answer.status_code == status
    return answer.content.decode()


def _post(client: Client, name: str, *words: object, **sent: str):
    return client.post(reverse(f"web:{name}", args=words), sent)


def test_codes_are_listed_with_their_guides(published):
    told = _text(_client("auditor"), "knowledge")
    assert "17.10.02" in told
    assert "第 1 版" in told


def test_a_line_opens_its_page_for_who_may_read_the_case(published):
    told = _text(_client("reviewer"), "knowledge_guide", "A01", "17.10.02")
    assert "840±10 ℃" in told
    assert "/cases/C0/pane/" in told


def test_a_reader_without_the_case_sees_the_line_and_no_way_to_its_page(published):
    told = _text(_client("auditor"), "knowledge_guide", "A01", "17.10.02")
    assert "840±10 ℃" in told
    assert "/cases/C" not in told
    assert "海棠" not in told


@pytest.mark.parametrize("form", ["pdf", "docx", "md", "json"])
def test_a_guide_is_taken_along(published, form, chinese_font):
    answer = _client("auditor").get(reverse("web:knowledge_file", args=[published.pk, form]))
    assert answer.status_code == 200
    assert f"guide-A01-17.10.02-1.{form}" in answer["Content-Disposition"]


def test_a_draft_is_no_ones_business_but_its_editors(edition):
    assert "草稿" in _text(_client("knowledge_editor"), "knowledge_edition", edition.pk)
    auditor = _client("auditor", "wu")
    _text(auditor, "knowledge_edition", edition.pk, status=403)
    _text(auditor, "knowledge_file", edition.pk, "md", status=404)
    assert "草稿" not in _text(auditor, "knowledge")


def test_an_editor_leaves_a_line_out_and_another_person_releases(edition):
    editor, head = _client("knowledge_editor", "bian"), _client("head", "tou")
    key = edition.compiled["sections"][-1]["lines"][0]["key"]
    _post(editor, "knowledge_line", edition.pk, section="hazards", line=key, what="hide", back="/knowledge/")
    assert _post(editor, "knowledge_step", edition.pk, "submit").status_code == 302
    assert _post(editor, "knowledge_step", edition.pk, "publish").status_code == 403
    assert _post(head, "knowledge_step", edition.pk, "publish").status_code == 302
    told = _text(_client("auditor", "wu"), "knowledge_guide", "A01", "17.10.02")
    assert "840±10 ℃" in told
    assert "油槽起火" not in told


def test_the_check_before_release_names_what_tells_an_identity(edition):
    editor = _client("knowledge_editor", "bian")
    _post(
        editor,
        "knowledge_line",
        edition.pk,
        section="practices",
        what="own",
        text="学习洛阳云帆的做法",
        back="/knowledge/",
    )
    told = _text(editor, "knowledge_edition", edition.pk)
    assert "不能发布" in told
    assert "洛阳云帆" in told


def test_a_line_edit_leads_to_our_own_pages_only(edition):
    editor = _client("knowledge_editor", "bian")
    answer = _post(
        editor, "knowledge_line", edition.pk, section="x", line="y", what="hide", back="https://example.org/"
    )
    assert answer["Location"] == "/"


def test_facts_are_reviewed_one_after_the_other(edition):
    MinedFact.objects.update(state="proposed")
    editor = _client("knowledge_editor", "bian")
    told = _text(editor, "facts", kind="control")
    assert told.count("data-fact=") == 3
    fact = MinedFact.objects.filter(kind="control").first()
    _post(editor, "fact", fact.pk, verdict="accept", query="kind=control")
    assert _text(editor, "facts", kind="control").count("data-fact=") == 2
    _post(editor, "fact", fact.pk, verdict="correct", **{"slot-value": "845 ℃"})
    fact.refresh_from_db()
    assert (fact.state, fact.corrected) == ("corrected", [["value", "845 ℃"]])
    assert "100%" in _text(editor, "facts_quality") or "50%" in _text(editor, "facts_quality")


def test_the_queue_needs_few_questions_however_many_facts_wait(edition, django_assert_max_num_queries):
    MinedFact.objects.update(state="proposed")
    client = _client("knowledge_editor", "bian")
    _text(client, "facts")
    with django_assert_max_num_queries(12):
        _text(client, "facts")


def test_the_guide_needs_few_questions(published, django_assert_max_num_queries):
    client = _client("reviewer")
    with django_assert_max_num_queries(16):
        _text(client, "knowledge_guide", "A01", "17.10.02")
