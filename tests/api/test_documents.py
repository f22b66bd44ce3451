from __future__ import annotations

import pytest

from anjuan.archive.models import Document

API = "/api/v1"


def test_a_document_is_shown_with_its_digests_and_what_it_says(archivist, shelf):
    told = archivist.get(f"{API}/documents/{shelf.scan.pk}").json()
    assert told["case"] == shelf.case.number
    assert told["document"]["sha256"] == shelf.scan.original.sha256
    assert told["said"]["found"][0]["name"] == "organisation"


def test_pages_are_listed(archivist, shelf):
    told = archivist.get(f"{API}/documents/{shelf.scan.pk}/pages").json()
    assert (told["total"], [row["number"] for row in told["pages"]]) == (2, [1, 2])


def test_a_page_gives_its_lines_with_boxes(archivist, shelf):
    told = archivist.get(f"{API}/documents/{shelf.scan.pk}/pages/1").json()
    assert told["lines"][0]["text"] == "不符合项报告"
    assert told["lines"][0]["box"] == pytest.approx([0.3, 0.05, 0.7, 0.09], abs=1e-4)
    assert told["seals"][0]["text"] == "示例认证公司"


def test_a_query_is_lit_on_the_page(archivist, shelf):
    told = archivist.get(f"{API}/documents/{shelf.scan.pk}/pages/1", {"q": "首件检验"}).json()
    assert len(told["lit"]["boxes"]) == 1


def test_a_picture_is_drawn_and_not_sent_twice(archivist, shelf):
    address = f"{API}/documents/{shelf.scan.pk}/pages/1/picture?width=200"
    first = archivist.get(address)
    assert first["Content-Type"].startswith("image/")
    assert archivist.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_page_that_flows_has_no_picture(archivist, shelf):
    answer = archivist.get(f"{API}/documents/{shelf.text.pk}/pages/1/picture")
    assert (answer.status_code, answer.json()["code"]) == (404, "API-010")


@pytest.mark.parametrize("number", [0, -1, 10**30, "x", "1_0"])
def test_a_page_number_out_of_bounds_is_refused(archivist, shelf, number):
    assert archivist.get(f"{API}/documents/{shelf.scan.pk}/pages/{number}").status_code == 422


def test_kinds_are_listed_in_the_order_of_a_case_file(archivist, db):
    told = archivist.get(f"{API}/kinds").json()["kinds"]
    assert told[0]["code"] == "A01"


def test_a_kind_is_set(archivist, shelf):
    answer = archivist.put(f"{API}/documents/{shelf.scan.pk}/kind", {"kind": "D10"}, "application/json")
    assert (answer.status_code, Document.objects.get(pk=shelf.scan.pk).kind) == (200, "D10")


def test_an_unknown_kind_is_refused(archivist, shelf):
    answer = archivist.put(f"{API}/documents/{shelf.scan.pk}/kind", {"kind": "Z99"}, "application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "ARCH-045")


def test_a_file_is_cut_and_joined_again(archivist, shelf):
    address = f"{API}/documents/{shelf.scan.pk}/cuts"
    made = archivist.put(address, {"starts": [1, 2], "before": [1]}, "application/json").json()["documents"]
    assert (len(made), archivist.get(address).json()) == (2, {"starts": [1, 2]})
    archivist.put(address, {"starts": [1], "before": [1, 2]}, "application/json")
    assert archivist.get(address).json() == {"starts": [1]}


def test_a_cut_on_stale_ground_is_refused(archivist, shelf):
    answer = archivist.put(
        f"{API}/documents/{shelf.scan.pk}/cuts", {"starts": [1], "before": [1, 2]}, "application/json"
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (409, "API-011")


def test_search_finds_the_page_with_box_and_snippet(archivist, shelf):
    told = archivist.get(f"{API}/search", {"q": "首件检验", "facets": "true"}).json()
    assert {(hit["document_id"], hit["page"]) for hit in told["hits"]} == {(shelf.scan.pk, 1), (shelf.scan.pk, 2)}
    assert told["hits"][0]["boxes"]
    assert told["facets"]["field"] == [{"value": "A01", "count": 2}]


def test_search_is_narrowed_by_facets(archivist, shelf):
    assert archivist.get(f"{API}/search", {"q": "首件检验", "field": ["A02", "A03"]}).json()["total"] == 0


def test_suggestions_complete_what_is_typed(archivist, shelf):
    told = archivist.get(f"{API}/search/suggestions", {"q": "宁波"}).json()["suggestions"]
    assert told[0]["value"] == "宁波海棠精密模具有限公司"


def test_what_waits_is_counted_and_listed(archivist, shelf):
    assert archivist.get(f"{API}/waiting").json() == {"blocked_cases": 1, "doubtful_kinds": 2, "matches": 1}
    match = archivist.get(f"{API}/waiting/matches").json()["matches"][0]
    sent = {"case": match["case_number"], "organisation": match["organisation_id"], "take": False}
    archivist.put(f"{API}/waiting/matches", sent, "application/json")
    assert archivist.get(f"{API}/waiting").json()["matches"] == 0
