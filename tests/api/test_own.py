"""Saved searches, batches, loans, faces of a case and what is taken out, through the interface."""

from __future__ import annotations

import io

import pikepdf
import pytest
from tests.api.conftest import caller
from tests.web.made import person

pytestmark = pytest.mark.django_db


def post(client, path, sent):
    return client.post(f"/api/v1{path}", sent, content_type="application/json")


def test_a_search_is_saved_watched_and_removed(archivist, shelf):
    made = post(archivist, "/searches/saved", {"name": "首检", "q": "首件检验", "filters": {"kind": ["D08"]}}).json()[
        "search"
    ]
    assert (made["query"], made["is_watched"]) == ("q=%E9%A6%96%E4%BB%B6%E6%A3%80%E9%AA%8C&kind=D08", True)
    address = f"/api/v1/searches/saved/{made['id']}"
    changed = archivist.put(address, {"watched": False}, content_type="application/json").json()
    assert changed["search"]["is_watched"] is False
    archivist.delete(address)
    assert archivist.get("/api/v1/searches/saved").json() == {"searches": []}


def test_somebody_elses_search_is_not_there(archivist, shelf):
    made = post(archivist, "/searches/saved", {"name": "首检", "q": "首件检验"}).json()["search"]
    other = caller(person("archivist", "zhao"))
    assert other.delete(f"/api/v1/searches/saved/{made['id']}").json()["code"] == "WEB-030"


def test_a_batch_is_begun_and_told_row_by_row(archivist, shelf):
    made = post(archivist, "/searches/batches", {"rows": ["首件检验", "首件检验", "不存在的词"]}).json()["batch"]
    rows = archivist.get(f"/api/v1/searches/batches/{made['id']}/rows").json()
    assert (made["rows_count"], [row["row"]["text"] for row in rows["rows"]]) == (2, ["首件检验", "不存在的词"])


def test_why_a_page_was_found_is_told(archivist, shelf):
    told = archivist.get(f"/api/v1/documents/{shelf.scan.pk}/pages/1/why", {"q": "首件检验"}).json()
    assert (told["kind"], told["words"][0]["places"]) == ("exact", 1)


def test_a_loan_is_asked_for_allowed_and_given_back(acting, shelf):
    borrower, lender = acting("auditor"), acting("chief_archivist")
    days = {"first_day": "2026-03-02", "last_day": "2026-03-05"}
    sent = {"case": shelf.case.number, "purpose_code": "work", "purpose": "查考", **days}
    loan = post(borrower, "/loans", sent).json()["loan"]
    assert (loan["state"], loan["title"]) == ("requested", "")
    post(lender, f"/loans/{loan['number']}/decision", {"approves": True})
    assert borrower.get("/api/v1/loans").json()["loans"][0]["title"] == shelf.case.title
    assert post(borrower, f"/loans/{loan['number']}/return", {}).json()["loan"]["state"] == "returned"


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", 5, None])
def test_a_day_that_is_none_is_told_by_its_field(acting, shelf, day):
    sent = {"case": shelf.case.number, "purpose_code": "work", "purpose": "x", "first_day": day, "last_day": day}
    answer = post(acting("auditor"), "/loans", sent)
    assert (answer.status_code, answer.json()["field"]) == (422, "body.sent.first_day")


@pytest.mark.parametrize(
    ("face", "name"),
    [("scene", "scene"), ("people", "people"), ("nonconformities", "nonconformities"), ("similar", "cases"),
     ("cycle", "cycle")],
)  # fmt: skip
def test_every_face_of_a_case_is_told(archivist, shelf, face, name):
    answer = archivist.get(f"/api/v1/cases/{shelf.case.number}/{face}")
    assert answer.status_code == 200
    assert name in answer.json()


def test_two_papers_are_compared_field_by_field(archivist, shelf):
    both = {"left": shelf.scan.pk, "right": shelf.text.pk}
    rows = archivist.get(f"/api/v1/cases/{shelf.case.number}/compare", both).json()["rows"]
    assert {row["name"]: bool(row["left"]) for row in rows} == {
        "organisation": True, "audit_start": True, "planned_on": False
    }  # fmt: skip


def test_a_copy_bears_the_pages_as_they_were_turned(archivist, shelf):
    post(archivist, f"/documents/{shelf.scan.pk}/care", {"pages": [1], "turn": 90})
    answer = archivist.get(f"/api/v1/documents/{shelf.scan.pk}/copy.pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert [int(page.obj.get("/Rotate", 0)) for page in pdf.pages] == [90, 0]


@pytest.mark.parametrize(
    ("asked", "total"),
    [({"number": "000001"}, 1), ({"leader": "没有"}, 0), ({"received_from": "2026-03-02"}, 1),
     ({"received_to": "2026-03-01"}, 0), ({"problem": "unjudged", "province": "33"}, 0)],
)  # fmt: skip
def test_cases_are_narrowed_as_on_the_page(archivist, shelf, asked, total):
    assert archivist.get("/api/v1/cases", asked).json()["total"] == total


def test_a_day_that_the_calendar_has_not_is_refused(archivist, shelf):
    assert archivist.get("/api/v1/cases", {"audited_from": "2026-02-30"}).status_code == 422


def test_a_value_is_accepted_or_rejected(archivist, shelf):
    def judge(name, verdict):
        address = f"/api/v1/cases/{shelf.case.number}/fields/{name}/verdict"
        return archivist.put(address, {"verdict": verdict}, content_type="application/json")

    assert judge("headcount", "accept").status_code == 200
    assert judge("legal_representative", "reject").status_code == 200
    assert judge("scope", "accept").json()["code"] == "ARCH-089"
    rows = {row["name"]: row for row in archivist.get(f"/api/v1/cases/{shelf.case.number}/fields").json()["fields"]}
    assert (rows["headcount"]["source"], rows["legal_representative"]["text"]) == ("person", "")
