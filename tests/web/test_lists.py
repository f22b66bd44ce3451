"""What every list promises: its look and views are kept, its export is what is listed, its counts are its totals."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from tests.web.made import DEED, NOW, made_shelf, person

from anjuan.accounts.models import Preference, SavedView
from anjuan.accounts.selectors.journal import journal_recent
from anjuan.archive.models import Case, CaseReader, Intake, IntakeItem
from anjuan.archive.services.cases import case_open
from anjuan.web.lists.registry import LISTS, address_of
from anjuan.web.lists.tiles import TILES

pytestmark = pytest.mark.django_db
CASES = "/cases/"


@pytest.fixture
def many(db) -> list[Case]:
    made_shelf(number_of_cases=30)
    for place, case in enumerate(Case.objects.order_by("id")):
        Case.objects.filter(pk=case.pk).update(
            completeness=place * 3, problems=place % 3, misses=place % 4, contradictions=place % 2,
            decided_on=f"2024-{place % 12 + 1:02}-15", province="330000" if place % 2 else "", team_leader="陈静",
            state="filed" if place % 5 else "collecting", expires_on="2026-04-01",
        )  # fmt: skip
    return list(Case.objects.order_by("id"))


def columns_of(answer) -> list[str]:
    return [placed.column.key for placed in answer.context["look"].shown]


def posted(client: Client, columns: list[str], **more: object):
    return client.post(
        reverse("web:list_look", args=["cases"]),
        {"column": columns, **more},
        headers={"HX-Request": "1", "HX-Target": "aj-rows"},
    )


def exported(client: Client, query: str = "", form: str = "csv") -> list[list[str]]:
    answer = client.get(reverse("web:list_export", args=["cases", form]) + query)
    content = b"".join(answer.streaming_content)
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def test_columns_their_order_and_width_and_the_density_are_kept_with_the_person(archivist, many):
    answer = posted(
        archivist, ["state", "year", "nonsense", "number", "title"], **{"width-year": "90", "density": "compact"}
    )
    assert b"<html" not in answer.content
    look = archivist.get(CASES).context["look"]
    assert [placed.column.key for placed in look.shown] == ["state", "year", "number", "title"]
    assert (look.shown[1].width, look.density) == (90, "compact")


def test_a_column_that_cannot_be_hidden_stays(archivist, many):
    posted(archivist, ["year"])
    assert columns_of(archivist.get(CASES)) == ["year", "number", "title", "state"]


def test_one_person_does_not_change_the_list_of_another(archivist, many):
    posted(archivist, ["year"])
    other = Client()
    other.force_login(person("archivist", "wang"))
    assert "field" in columns_of(other.get(CASES))


def test_the_usual_look_comes_back(archivist, many):
    posted(archivist, ["year"])
    posted(archivist, [], reset="1")
    assert "field" in columns_of(archivist.get(CASES))
    assert not Preference.objects.exists()


def test_order_and_size_chosen_on_the_list_are_there_the_next_time(archivist, many):
    archivist.get(CASES, {"order": "title", "size": "50"}, headers={"HX-Request": "1", "HX-Target": "aj-list"})
    asked = archivist.get(CASES).context["asked"]
    assert (asked.order, asked.pager.size) == ("title", 50)


def test_an_address_somebody_sent_changes_no_habit(archivist, many):
    archivist.get(CASES, {"order": "title", "size": "50"})
    assert archivist.get(CASES).context["asked"].order == "-updated_at"


def test_a_page_beyond_the_end_is_the_last(archivist, many):
    answer = archivist.get(CASES, {"page": "99"})
    assert answer.context["pager"].number == 2
    assert len(answer.context["found"].rows) == 10


@pytest.mark.parametrize("order", sorted(LISTS["cases"].orders))
def test_every_column_that_offers_an_order_orders_both_ways(archivist, many, order):
    up = [row.number for row in archivist.get(CASES, {"order": order, "size": "50"}).context["found"].rows]
    down = [row.number for row in archivist.get(CASES, {"order": f"-{order}", "size": "50"}).context["found"].rows]
    assert up == down[::-1]
    assert len(up) == 30


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"decided_on": "2024-01-01 ~ 2024-03-31"}, 9),
        ({"decided_on": "2024年12月"}, 2),
        ({"completeness": "<30"}, 10),
        ({"completeness": "30~60"}, 11),
        ({"province": "330000"}, 15),
        ({"problem": "blocking"}, 20),
        ({"problem": "none"}, 3),
        ({"leader": "陈"}, 30),
        ({"organisation": "海棠"}, 1),
        ({"received": "2026-03-02"}, 30),
        ({"received": "~ 2026-03-01"}, 0),
        ({"decided_on": "gestern"}, 30),
    ],
)
def test_the_query_form_narrows(archivist, many, query, expected):
    assert archivist.get(CASES, query).context["found"].total == expected


def test_what_was_not_understood_is_said_beside_its_field(archivist, many):
    assert "没有看懂这个日期" in archivist.get(CASES, {"decided_on": "gestern"}).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_exactly_what_is_listed(archivist, many, form):
    posted(archivist, ["title", "completeness", "number", "state"])
    query = "?problem=missing&order=-completeness&state=filed"
    rows = exported(archivist, query, form)
    listed = archivist.get(CASES + query + "&size=100").context["found"].rows
    assert rows[0] == ["案卷题名", "完整率", "案卷号", "状态"]
    assert [row[2] for row in rows[1:]] == [row.number for row in listed]
    assert len(listed) == 18


def test_an_export_stands_in_the_journal_with_what_it_was_narrowed_to(archivist, many):
    exported(archivist, "?problem=missing")
    entry = journal_recent(limit=1)[0]
    assert (entry.action, entry.label, entry.detail) == ("list.export", "problem=missing", {"form": "csv"})


def test_only_chosen_rows_are_exported(archivist, many):
    picked = [many[3].number, many[5].number]
    answer = archivist.post(
        reverse("web:list_export", args=["cases", "csv"]), {"pick": picked, "query": "order=number"}
    )
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == picked


def test_all_matching_are_exported_beyond_the_page(archivist, many):
    sent = {"pick": [many[3].number], "all": "1", "query": "size=20"}
    answer = archivist.post(reverse("web:list_export", args=["cases", "csv"]), sent)
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 31


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_taken_for_a_formula(archivist, db, form):
    case_open(deed=DEED, title='=HYPERLINK("x")')
    assert exported(archivist, form=form)[1][1] == """'=HYPERLINK("x")"""


def test_the_export_is_refused_without_the_right(auditor, db):
    assert auditor.get(reverse("web:list_export", args=["cases", "csv"])).status_code == 403


def test_a_view_keeps_filters_order_and_columns_under_a_name(archivist, many):
    posted(archivist, ["title", "year"])
    sent = {"name": " 缺件  的 ", "query": "problem=missing&order=title", "columns": "1"}
    address = archivist.post(reverse("web:list_view", args=["cases"]), sent)["Location"]
    posted(archivist, [], reset="1")
    answer = archivist.get(address)
    assert answer.context["asked"].view.name == "缺件 的"
    assert answer.context["asked"].order == "title"
    assert columns_of(answer)[:2] == ["title", "year"]


def test_the_list_opens_with_the_default_view_until_it_is_reset(archivist, many):
    sent = {"name": "缺件", "query": "problem=missing", "is_default": "1"}
    archivist.post(reverse("web:list_view", args=["cases"]), sent)
    view = SavedView.objects.get()
    assert archivist.get(CASES)["Location"] == f"{CASES}?problem=missing&order=-updated_at&view={view.pk}"
    assert archivist.get(CASES, {"view": "0"}).context["found"].total == 30


def test_a_shared_view_is_seen_by_its_role_only_and_shows_each_only_their_own_cases(archivist, many):
    archivist.post(reverse("web:list_view", args=["cases"]), {"name": "归档", "query": "", "role": "archivist"})
    view = SavedView.objects.get()
    mate, auditor = Client(), Client()
    mate.force_login(person("archivist", "wang"))
    auditor.force_login(person("auditor", "zhao"))
    assert "归档" in mate.get(CASES).content.decode()
    assert auditor.get(CASES, {"view": view.pk}).context["asked"].view is None
    assert f"view-{view.pk}" in mate.get(reverse("web:counts")).json()
    assert f"view-{view.pk}" not in auditor.get(reverse("web:counts")).json()


def test_nobody_shares_with_a_role_of_others(archivist, many):
    answer = archivist.post(reverse("web:list_view", args=["cases"]), {"name": "x", "role": "head"})
    assert answer.status_code == 403


def test_only_its_owner_removes_a_view(archivist, many):
    archivist.post(reverse("web:list_view", args=["cases"]), {"name": "归档", "role": "archivist"})
    view = SavedView.objects.get()
    mate = Client()
    mate.force_login(person("archivist", "wang"))
    assert mate.post(reverse("web:view_delete", args=[view.pk])).status_code == 404
    assert archivist.post(reverse("web:view_delete", args=[view.pk])).status_code == 302
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("role", ["archivist", "auditor", "project_manager", "client"])
def test_every_count_is_the_total_of_the_list_it_opens(role, many):
    user = person(role, "zhao")
    for case in many[:7]:
        CaseReader.objects.create(case=case, token=f"user:{user.pk}", granted_at=NOW, granted_by="li")
    intake = Intake.objects.create(way="upload", mode="one_case", root="x", started_by="li", started_at=NOW)
    for place, state in enumerate(["failed", "refused", "filed"]):
        IntakeItem.objects.create(intake=intake, path=f"{place}.pdf", state=state, reason_code="READ-001")
    client = Client()
    client.force_login(user)
    counted = client.get(reverse("web:counts")).json()
    home = client.get(reverse("web:home"))
    opened = {tile.key: client.get(address) for tile, address in home.context["tiles"] if tile.list in LISTS}
    assert opened
    assert {key: answer.context["found"].total for key, answer in opened.items()} == {
        key: counted[key] for key in opened
    }


def test_every_tile_opens_a_list_there_is():
    assert all(address_of(tile.list) for tile in TILES)


def test_failed_files_of_all_batches_are_listed_with_the_reason_and_retried(archivist, db):
    intake = Intake.objects.create(way="upload", mode="one_case", root="x", started_by="li", started_at=NOW)
    IntakeItem.objects.create(intake=intake, path="a/坏.pdf", state="failed", reason_code="READ-001")
    page = archivist.get(reverse("web:failures")).content.decode()
    assert "坏.pdf" in page
    assert f'formaction="{reverse("web:intake_retry", args=[intake.pk])}"' in page
    assert archivist.post(reverse("web:failures_retry")).status_code == 302


@pytest.mark.parametrize("name", ["cases", "failures", "doubts"])
def test_a_list_asks_the_database_few_times(archivist, many, django_assert_max_num_queries, name):
    with django_assert_max_num_queries(12):
        assert archivist.get(address_of(name, "size=100")).status_code == 200


def test_the_part_that_changes_comes_without_the_frame(archivist, many):
    answer = archivist.get(CASES, headers={"HX-Request": "1", "HX-Target": "aj-list"})
    assert answer.content.lstrip().startswith(b"<section")
    assert "HX-Target" in answer["Vary"]


def test_a_list_that_does_not_exist_is_told(archivist, db):
    assert archivist.post(reverse("web:list_look", args=["passwords"])).status_code == 404


def test_folded_groups_are_kept_and_nothing_else_is(archivist, db):
    archivist.post(reverse("web:preference"), {"name": "nav.folded", "value": "work"})
    archivist.post(reverse("web:preference"), {"name": "list.cases.columns", "value": "x"})
    assert list(Preference.objects.values_list("name", "value")) == [("nav.folded", "work")]
    assert 'data-nav-group="work">' in archivist.get("/").content.decode()
