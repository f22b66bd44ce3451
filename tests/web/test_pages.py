from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.made import DEED, made_shelf

from anjuan.accounts.selectors.journal import journal_recent
from anjuan.archive.services.cases import case_grant_reading

LISTED = ("web:home", "web:cases", "web:intakes", "web:search")
MOST_QUERIES = 12


@pytest.mark.parametrize("name", LISTED)
def test_a_stranger_is_sent_to_the_log_in(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("web:login"))


@pytest.mark.parametrize("name", LISTED)
def test_an_archivist_opens_every_page_of_the_navigation(archivist, shelf, name):
    assert archivist.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", LISTED)
def test_a_list_page_asks_the_database_few_times(archivist, django_assert_max_num_queries, name):
    made_shelf(number_of_cases=30)
    with django_assert_max_num_queries(MOST_QUERIES):
        archivist.get(reverse(name) + "?q=首件")


def test_a_case_page_asks_the_database_few_times(archivist, shelf, django_assert_max_num_queries):
    address = reverse("web:case", args=[shelf.case.number])
    archivist.get(address)  # the first look of the hour is noted in the journal
    with django_assert_max_num_queries(35):
        archivist.get(address)


def test_who_looks_into_a_case_stands_in_the_journal_once_an_hour(archivist, shelf):
    addresses = [
        reverse("web:case", args=[shelf.case.number]),
        reverse("web:picture", args=[shelf.scan.pk, 1]),
        reverse("web:case_events", args=[shelf.case.number]),
    ]
    for address in (*addresses, *addresses):
        assert archivist.get(address).status_code == 200
    looked = [(entry.actor, entry.subject) for entry in journal_recent() if entry.action.endswith(".read")]
    assert sorted(looked) == sorted(set(looked))
    assert {subject.split(":")[0] for _, subject in looked} == {"archive.case", "archive.document"}


def test_an_officer_sees_no_case_and_no_link_to_any(officer, shelf):
    page = officer.get(reverse("web:home")).content.decode()
    assert shelf.case.title not in page
    assert reverse("web:cases") not in page
    assert officer.get(reverse("web:cases")).status_code == 403


def test_an_auditor_sees_only_assigned_cases(auditor, shelf):
    address = reverse("web:case", args=[shelf.case.number])
    assert auditor.get(address).status_code == 404
    user_id = int(auditor.session["_auth_user_id"])
    case_grant_reading(deed=DEED, case=shelf.case, token=f"user:{user_id}")
    assert auditor.get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        lambda shelf: reverse("web:case_page", args=[shelf.case.number, shelf.scan.pk, 1]),
        lambda shelf: reverse("web:picture", args=[shelf.scan.pk, 1]),
        lambda shelf: reverse("web:case_events", args=[shelf.case.number]),
    ],
    ids=["page", "picture", "events"],
)
def test_no_side_door_shows_a_case_that_is_not_assigned(auditor, shelf, address):
    answer = auditor.get(address(shelf))
    assert answer.status_code == 404
    assert "首件" not in answer.content.decode()


def test_search_finds_nothing_of_cases_that_are_not_assigned(auditor, shelf):
    page = auditor.get(reverse("web:search"), {"q": "首件检验"}).content.decode()
    assert shelf.case.number not in page
    assert shelf.case.number not in auditor.get(reverse("web:suggest"), {"q": "宁波"}).content.decode()


def test_the_list_is_narrowed_and_the_tabs_count_the_other_filters(archivist, db):
    made_shelf(number_of_cases=4)
    answer = archivist.get(reverse("web:cases"), {"words": "海棠", "state": "filed"})
    assert answer.context["found"].total == 0
    assert answer.context["found"].counts[""] == 1
    assert "没有符合条件的案卷" in answer.content.decode()


def test_an_order_or_a_page_that_makes_no_sense_is_read_as_the_first(archivist, shelf):
    answer = archivist.get(reverse("web:cases"), {"order": "password", "page": "9" * 30, "size": "-1", "year": "x"})
    assert answer.status_code == 200
    assert answer.context["asked"].order == "-updated_at"
    assert answer.context["pager"].number == 1


def test_the_page_shows_lines_with_boxes_doubt_and_seal(archivist, shelf):
    page = archivist.get(reverse("web:case_page", args=[shelf.case.number, shelf.scan.pk, 1])).content.decode()
    assert 'data-line="2"' in page
    assert 'class="aj-word is-low"' in page
    assert "79%" in page
    assert "示例认证公司" in page


def test_a_hit_is_lit_and_the_next_page_with_hits_is_linked(archivist, shelf):
    address = reverse("web:case_page", args=[shelf.case.number, shelf.scan.pk, 1])
    answer = archivist.get(address, {"q": "首件检验"})
    assert len(answer.context["sheet"].hits) == 1
    assert answer.context["hits"]["next"] == (shelf.scan.pk, 2)
    assert 'class="aj-lit"' in answer.content.decode()


def test_the_desk_alone_comes_without_the_frame(archivist, shelf):
    address = reverse("web:case_page", args=[shelf.case.number, shelf.scan.pk, 2])
    answer = archivist.get(address, headers={"HX-Request": "true", "HX-Target": "aj-desk"})
    assert b"<html" not in answer.content
    assert "HX-Target" in answer["Vary"]


def test_a_page_without_picture_is_drawn_from_its_lines(archivist, shelf):
    answer = archivist.get(reverse("web:picture", args=[shelf.text.pk, 1]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "审核计划 &lt;b&gt;" in answer.content.decode()


def test_a_picture_named_by_its_content_is_kept_by_the_browser(archivist, shelf):
    address = reverse("web:picture", args=[shelf.scan.pk, 1]) + f"?width=120&of={shelf.scan.original.sha256[:12]}"
    first = archivist.get(address)
    assert first.status_code == 200
    assert first["Content-Type"].startswith("image/")
    assert "immutable" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]
    assert archivist.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_result_says_how_it_was_found_and_opens_on_the_hit(archivist, shelf):
    page = archivist.get(reverse("web:search"), {"q": "首件检验"}).content.decode()
    assert "精确" in page
    assert "<mark>首件检验</mark>" in page
    assert reverse("web:case_page", args=[shelf.case.number, shelf.scan.pk, 1]) + "?q=" in page


def test_facets_narrow_and_stay_in_the_address(archivist, shelf):
    answer = archivist.get(reverse("web:search"), {"q": "首件检验", "field": "A01"})
    assert answer.context["found"].total == 2
    assert archivist.get(reverse("web:search"), {"q": "首件检验", "field": "A02"}).context["found"].total == 0


def test_suggestions_complete_an_organisation(archivist, shelf):
    assert "宁波海棠" in archivist.get(reverse("web:suggest"), {"q": "海棠"}).content.decode()


def test_a_failure_is_explained_as_a_page(archivist, db):
    answer = archivist.get(reverse("web:case", args=["AJ-0000-1"]))
    assert answer.status_code == 404
    assert "没有找到这个案卷" in answer.content.decode()
    assert "ARCH-010" in answer.content.decode()


def test_a_failure_is_told_to_scripts_as_json(archivist, db):
    answer = archivist.get(reverse("web:case", args=["AJ-0000-1"]), headers={"Accept": "application/json"})
    assert answer.json()["code"] == "ARCH-010"
    assert answer.json()["title"] == "没有找到这个案卷"


def test_an_address_that_does_not_exist_gets_a_page(archivist, db):
    answer = archivist.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_custody_events_are_listed(archivist, shelf):
    assert "建卷" in archivist.get(reverse("web:case_events", args=[shelf.case.number])).content.decode()


def test_a_page_read_under_a_loan_bears_its_mark_and_is_kept_by_no_browser(archivist, shelf, monkeypatch):
    address = reverse("web:picture", args=[shelf.scan.pk, 1])
    plain = archivist.get(address)
    monkeypatch.setattr("anjuan.web.views.pages.loan_watermark", lambda *_, **__: "li 2026-11-22 L-1")
    marked = archivist.get(address)
    assert marked.content != plain.content
    assert marked["Cache-Control"] == "private, no-store"
    assert "ETag" not in marked
