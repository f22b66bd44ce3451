from __future__ import annotations

import pytest
from tests.web.made import made_shelf

from anjuan.accounts.models import JournalEntry
from anjuan.archive.models import CaseField, Ruling

API = "/api/v1"


def test_the_list_tells_every_visible_case(archivist, shelf):
    told = archivist.get(f"{API}/cases").json()
    assert (told["total"], told["cases"][0]["number"]) == (1, shelf.case.number)


def test_the_list_is_narrowed_like_the_page(archivist, shelf):
    assert archivist.get(f"{API}/cases", {"field_code": "A02"}).json()["total"] == 0


def test_the_list_gives_the_slice_that_was_asked_for(archivist, db):
    made_shelf(7)
    told = archivist.get(f"{API}/cases", {"order": "number", "offset": 2, "limit": 3}).json()
    assert (told["total"], [row["number"][-1] for row in told["cases"]]) == (7, ["3", "4", "5"])


@pytest.mark.parametrize(
    "wrong",
    [{"offset": "-1"}, {"offset": 10**35}, {"limit": 0}, {"limit": 201}, {"limit": "1_0"}, {"limit": "1.0"},
     {"year": 10**19}, {"order": "id"}, {"problem": "x"}, {"words": "x" * 201}, {"words": "a\0"}],
)  # fmt: skip
def test_a_slice_out_of_bounds_is_refused(archivist, wrong):
    answer = archivist.get(f"{API}/cases", wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "API-005")


def test_a_list_costs_the_same_for_one_case_and_for_thirty(archivist, db, django_assert_max_num_queries):
    made_shelf(30)
    archivist.get(f"{API}/version")  # the first use of a token in an hour is noted
    with django_assert_max_num_queries(8):
        assert len(archivist.get(f"{API}/cases").json()["cases"]) == 30


def test_a_case_is_shown_with_what_its_judgement_found(archivist, shelf):
    told = archivist.get(f"{API}/cases/{shelf.case.number}").json()
    assert (told["misses"], told["contradictions"], told["documents"]) == (1, 1, 2)


def test_looking_into_a_case_is_noted_in_the_journal(archivist, shelf):
    archivist.get(f"{API}/cases/{shelf.case.number}")
    assert JournalEntry.objects.filter(action="case.read", actor="li").count() == 1


def test_documents_of_a_case_come_in_slices(archivist, shelf):
    told = archivist.get(f"{API}/cases/{shelf.case.number}/documents", {"limit": 1, "offset": 1}).json()
    assert (told["total"], [row["title"] for row in told["documents"]]) == (2, ["审核计划"])


def test_fields_come_with_the_place_they_are_taken_from(archivist, shelf):
    told = archivist.get(f"{API}/cases/{shelf.case.number}/fields").json()["fields"]
    row = next(row for row in told if row["name"] == "headcount")
    assert (row["value"], row["document_id"], row["page"], row["box"]) == (60, shelf.scan.pk, 1, [0.1, 0.2, 0.6, 0.23])


def test_a_stated_field_overrules_the_papers(archivist, shelf):
    address = f"{API}/cases/{shelf.case.number}/fields/headcount"
    assert archivist.put(address, {"value": 61}, "application/json").status_code == 200
    assert CaseField.objects.get(case=shelf.case, name="headcount").value == 61


@pytest.mark.parametrize(
    ("name", "value"),
    [("headcount", "61"), ("headcount", -1), ("headcount", True), ("standards", "x"), ("nonsense", "x"), ("scope", " "),
     ("audit_days", 10**400), ("multi_site", 0), ("scope", None), ("standards", [])],
)  # fmt: skip
def test_a_value_of_the_wrong_sort_is_refused(archivist, shelf, name, value):
    answer = archivist.put(f"{API}/cases/{shelf.case.number}/fields/{name}", {"value": value}, "application/json")
    assert answer.status_code == 422
    assert CaseField.objects.get(case=shelf.case, name="headcount").value == 60


def test_a_statement_is_taken_back(archivist, shelf):
    address = f"{API}/cases/{shelf.case.number}/fields/scope"
    archivist.put(address, {"value": "模具"}, "application/json")
    archivist.delete(address)
    assert not CaseField.objects.filter(case=shelf.case, name="scope").exists()


def test_a_condition_is_answered(archivist, shelf):
    address = f"{API}/cases/{shelf.case.number}/conditions"
    archivist.put(f"{address}/temp_site", {"holds": True}, "application/json")
    told = archivist.get(address).json()["conditions"]
    assert [(row["code"], row["holds"]) for row in told] == [("temp_site", True)]


def test_a_condition_that_is_not_open_is_not_answered(archivist, shelf):
    answer = archivist.put(
        f"{API}/cases/{shelf.case.number}/conditions/nonsense", {"holds": True}, "application/json"
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (404, "API-013")


def test_misses_name_the_rule_that_asks_for_the_paper(archivist, shelf):
    told = archivist.get(f"{API}/cases/{shelf.case.number}/misses").json()["findings"]
    assert [(row["code"], row["rule"]) for row in told] == [("B05", "3.1/B05/IN1")]


def test_contradictions_point_at_both_pages(archivist, shelf):
    told = archivist.get(f"{API}/cases/{shelf.case.number}/contradictions").json()["findings"]
    assert [[piece["page"] for piece in row["evidence"]] for row in told] == [[1, 2]]


def test_the_judgement_counts_what_is_open(archivist, shelf):
    told = archivist.get(f"{API}/cases/{shelf.case.number}/judgement").json()
    assert (told["open_misses"], told["open_contradictions"]) == (1, 1)


def ruled(client, shelf, **headers):
    key = client.get(f"{API}/cases/{shelf.case.number}/misses").json()["findings"][0]["key"]
    sent = {"key": key, "verdict": "accepted", "reason": "合同在总部"}
    return client.post(f"{API}/cases/{shelf.case.number}/rulings", sent, "application/json", headers=headers)


def test_a_ruling_closes_a_finding(archivist, shelf):
    assert ruled(archivist, shelf).status_code == 201
    assert archivist.get(f"{API}/cases/{shelf.case.number}/judgement").json()["open_misses"] == 0


def test_a_ruling_sent_twice_with_one_key_is_made_once(archivist, shelf):
    first, second = (ruled(archivist, shelf, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.content, second.status_code, Ruling.objects.count()) == (second.content, 201, 1)


def test_a_key_is_good_for_one_request_only(archivist, shelf):
    ruled(archivist, shelf, **{"Idempotency-Key": "k1"})
    sent = {"key": "other", "verdict": "accepted", "reason": "x"}
    answer = archivist.post(
        f"{API}/cases/{shelf.case.number}/rulings", sent, "application/json", headers={"Idempotency-Key": "k1"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "ACC-008")


def test_events_tell_what_was_done_to_the_case(archivist, shelf):
    told = archivist.get(f"{API}/cases/{shelf.case.number}/events").json()["events"]
    assert "creation" in {row["event"] for row in told}


def test_the_four_properties_are_tested_and_told(archivist, shelf):
    address = f"{API}/cases/{shelf.case.number}/properties"
    assert archivist.get(address).json() == {"test": None}
    made = archivist.post(address).json()["test"]
    assert made["items"]
    assert archivist.get(address).json()["test"]["id"] == made["id"]
