"""The work list: what is whose to do, what ends next, which new cases are told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from tests.web.made import made_shelf, person

from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.ending import certificates_ending
from anjuan.kit.clock import today_in_china
from anjuan.web import adminwords, bulkwords, casewords, custodywords, organisationwords, peoplewords, scenewords
from anjuan.web.templatetags.casepage import evidence_said
from anjuan.web.visitor import CLOCK

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 1)
HALF_A_YEAR = dt.timedelta(days=180)


def home_of(role: str):
    client = Client()
    client.force_login(person(role, "zhao"))
    return client.get(reverse("web:home"))


def keys_of(answer) -> set[str]:
    return {tile.key for tile, _address in answer.context["tiles"]}


@pytest.fixture
def three(db) -> list[Case]:
    made_shelf(number_of_cases=3)
    Case.objects.update(organisation_name="海棠", field_code="A01", expires_on="2026-05-01")
    return list(Case.objects.order_by("id"))


def ending(within: dt.timedelta = HALF_A_YEAR) -> list[str]:
    return [row.number for row in certificates_ending(system_viewer(), TODAY, within=within, limit=8)]


def test_a_certificate_that_several_cases_state_is_listed_once_by_the_newest(three):
    assert ending() == [three[-1].number]


def test_certificates_of_two_fields_are_two(three):
    Case.objects.filter(pk=three[0].pk).update(field_code="A02", expires_on="2026-04-01")
    assert ending() == [three[0].number, three[-1].number]


@pytest.mark.parametrize(
    ("expires_on", "is_listed"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-03-31", True), ("2026-04-01", False), ("2026-03", False)],
)
def test_both_ends_of_the_time_are_inclusive_and_partial_days_are_left_out(three, expires_on, is_listed):
    Case.objects.update(expires_on=expires_on)
    assert bool(ending(dt.timedelta(days=30))) is is_listed


def test_who_may_not_see_a_case_is_not_told_its_certificate(three):
    Case.objects.update(expires_on=str(today_in_china(CLOCK)))
    assert home_of("auditor").context["due"] == []


def test_the_work_list_tells_how_many_days_are_left(three):
    Case.objects.update(expires_on=str(today_in_china(CLOCK) + dt.timedelta(days=7)))
    assert [(row.kind, row.days, row.is_soon) for row in home_of("archivist").context["due"]] == [
        ("certificate", 7, True)
    ]


@pytest.mark.parametrize(("role", "reviews"), [("reviewer", True), ("decision_maker", True), ("archivist", False)])
def test_reviews_wait_for_those_who_review(role, reviews):
    assert ("reviews" in keys_of(home_of(role))) is reviews


def test_a_followed_field_has_a_tile_that_opens_its_new_cases(archivist, three):
    archivist.post(reverse("web:preference"), {"name": "home.fields", "value": "A01"})
    address = next(
        address for tile, address in archivist.get(reverse("web:home")).context["tiles"] if tile.key == "field-A01"
    )
    assert "field_code=A01" in address
    assert archivist.get(reverse("web:counts")).json()["field-A01"] == archivist.get(address).context["found"].total


def test_no_more_fields_are_followed_than_are_shown_and_no_signs_pass(archivist):
    archivist.post(reverse("web:preference"), {"name": "home.fields", "value": "A01 A02 A03 A04 A05 A06 A07 x&y=1"})
    fields = {key for key in keys_of(archivist.get(reverse("web:home"))) if key.startswith("field-")}
    assert fields == {f"field-A0{n}" for n in range(1, 7)}


def test_the_menu_of_a_person_names_the_roles(archivist):
    assert archivist.get(reverse("web:home")).context["person_roles"] == ["档案管理员"]


def test_tables_of_words_have_names_of_their_own():
    names = [
        name
        for words in (
            adminwords, bulkwords, casewords, custodywords, organisationwords, peoplewords, scenewords,
        )
        for name in words.TABLES
    ]  # fmt: skip
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_evidence_is_shown_without_types_of_files():
    told = "宜另存 PDF/A：手册.docx（application/vnd.openxmlformats-officedocument.wordprocessingml.document）。"
    assert evidence_said(told) == "宜另存 PDF/A：手册.docx。"


def test_the_fields_to_follow_are_those_of_the_cases_one_may_see(archivist, three):
    archivist.post(reverse("web:preference"), {"name": "home.fields", "value": "A01"})
    answer = archivist.get(reverse("web:home") + "?part=fields")
    assert [(code, is_on) for code, _text, is_on in answer.context["fields"]] == [("A01", True)]


def test_who_reads_no_case_is_offered_no_field(officer, three):
    assert officer.get(reverse("web:home") + "?part=fields").context["fields"] == []
