"""Page care, papers and edits that must not overwrite each other, through the interface."""

from __future__ import annotations

import pytest
from tests.web.made import DEED

from anjuan.archive.models import Document, PageCare
from anjuan.archive.services.cases import case_open

pytestmark = pytest.mark.django_db


def care(client, shelf, sent, **headers):
    address = f"/api/v1/documents/{shelf.scan.pk}/care"
    return client.post(address, sent, content_type="application/json", headers=headers)


def put(client, document, what, sent, **headers):
    address = f"/api/v1/documents/{document.pk}/{what}"
    return client.put(address, sent, content_type="application/json", headers=headers)


def undo(client, answer):
    return client.post(f"/api/v1/papers/deeds/{answer.json()['deed']}/undo")


def test_pages_are_turned_and_told_as_they_are_now(archivist, shelf):
    assert care(archivist, shelf, {"pages": [1], "turn": 90}).status_code == 200
    page = archivist.get(f"/api/v1/documents/{shelf.scan.pk}/pages/1").json()
    assert (page["width"], page["height"], page["turned"]) == (594, 420, 90)


def test_the_picture_of_a_turned_page_has_another_tag(archivist, shelf):
    address = f"/api/v1/documents/{shelf.scan.pk}/pages/1/picture"
    before = archivist.get(address)["ETag"]
    care(archivist, shelf, {"pages": [1], "turn": 180})
    assert archivist.get(address, headers={"If-None-Match": before}).status_code == 200


def test_marks_are_undone_by_their_key(archivist, shelf):
    made = care(archivist, shelf, {"pages": [1, 2], "mark": "blank"})
    assert undo(archivist, made).status_code == 200
    assert not PageCare.objects.exists()
    assert undo(archivist, made).json()["code"] == "ARCH-065"


def test_care_sent_twice_with_one_key_is_done_once(archivist, shelf):
    for _ in range(2):
        care(archivist, shelf, {"pages": [1], "turn": 90}, **{"Idempotency-Key": "k1"})
    assert PageCare.objects.get().turn == 90


def test_care_for_pages_that_somebody_else_cared_for_is_refused(archivist, shelf):
    tag = archivist.get(f"/api/v1/documents/{shelf.scan.pk}/file")["ETag"]
    care(archivist, shelf, {"pages": [1], "mark": "blank"})
    answer = care(archivist, shelf, {"pages": [1], "mark": "foreign"}, **{"If-Match": tag})
    assert (answer.status_code, answer.json()["code"]) == (412, "API-061")


def test_a_title_is_given_undone_and_matched(archivist, shelf):
    tag = archivist.get(f"/api/v1/documents/{shelf.scan.pk}/name")["ETag"]
    made = put(archivist, shelf.scan, "title", {"title": "不符合项报告 1号"}, **{"If-Match": tag})
    assert Document.objects.get(pk=shelf.scan.pk).title == "不符合项报告 1号"
    assert put(archivist, shelf.scan, "title", {"title": "x"}, **{"If-Match": tag}).status_code == 412
    assert put(archivist, shelf.scan, "kind", {"kind": "D08"}, **{"If-Match": tag}).status_code == 412
    undo(archivist, made)
    assert Document.objects.get(pk=shelf.scan.pk).title == "不符合项报告"


def test_papers_change_places_and_back(archivist, shelf):
    made = put(archivist, shelf.text, "place", {"place": 1})
    order = Document.objects.order_by("sequence").values_list("pk", flat=True)
    assert list(order) == [shelf.text.pk, shelf.scan.pk]
    undo(archivist, made)
    assert list(order.all()) == [shelf.scan.pk, shelf.text.pk]


def test_a_place_that_the_case_has_not_is_refused(archivist, shelf):
    assert put(archivist, shelf.text, "place", {"place": 3}).json()["code"] == "ARCH-067"


def test_a_paper_is_moved_to_another_case_and_back(archivist, shelf):
    other = case_open(deed=DEED, title="另一卷")
    made = put(archivist, shelf.text, "case", {"case": other.number})
    counts = archivist.get(f"/api/v1/cases/{other.number}").json()["case"]
    assert (counts["documents_count"], counts["pages_count"]) == (1, 1)
    undo(archivist, made)
    shown = archivist.get(f"/api/v1/cases/{shelf.case.number}/documents").json()
    assert [row["id"] for row in shown["documents"]] == [shelf.scan.pk, shelf.text.pk]


def test_a_field_is_not_stated_over_what_somebody_else_stated(archivist, shelf):
    address = f"/api/v1/cases/{shelf.case.number}/fields"
    tag = archivist.get(address)["ETag"]

    def state(value, tag):
        sent = {"value": value}
        return archivist.put(
            f"{address}/scope", sent, content_type="application/json", headers={"If-Match": tag}
        ).status_code

    assert (state("模具", tag), state("别的", tag), state("别的", "*")) == (200, 412, 200)
