"""Care for pages in the cut editor, and papers named, ordered and moved from the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.web.made import DEED, described

from anjuan.archive.models import Case, Document, PageCare, PaperDeed
from anjuan.archive.services.cases import case_open

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def judged(shelf):
    described(shelf)
    return shelf


def care(client, judged, **sent):
    return client.post(reverse("web:pages_care", args=[judged.scan.pk]), sent, headers=JSON)


def undo(client, judged, key, **headers):
    return client.post(reverse("web:paper_undo", args=[key]), {"document": judged.scan.pk}, headers=headers)


def test_pages_that_are_turned_are_told_with_their_new_picture(archivist, judged):
    told = care(archivist, judged, pages="1,2", turn="90").json()
    assert [(page["number"], page["look"].endswith("-90")) for page in told["pages"]] == [(1, True), (2, True)]
    assert told["undo"] == PaperDeed.objects.get().pk


def test_a_mark_is_told_in_words(archivist, judged):
    assert care(archivist, judged, pages="2", mark="foreign").json()["pages"][0]["said"] == "他卷页"


def test_what_cannot_be_is_told_with_what_to_do(archivist, judged):
    answer = care(archivist, judged, pages="9", turn="90")
    assert (answer.status_code, answer.json()["code"]) == (400, "ARCH-064")
    assert answer.json()["advice"].endswith("。")


def test_undoing_by_a_script_tells_all_pages_of_the_file(archivist, judged):
    key = care(archivist, judged, pages="1", mark="blank").json()["undo"]
    assert len(undo(archivist, judged, key, **JSON).json()["pages"]) == 2
    assert not PageCare.objects.exists()


def test_the_editor_offers_to_undo_what_was_done_before(archivist, judged):
    key = care(archivist, judged, pages="1", mark="blank").json()["undo"]
    shown = archivist.get(reverse("web:cutting", args=[judged.scan.pk])).content.decode()
    assert f'data-undoable="[{key}]"' in shown
    assert "空白页</span>" in shown


def test_a_sealed_case_says_why_its_pages_stay(archivist, judged):
    Case.objects.filter(pk=judged.case.pk).update(state="sealed")
    shown = archivist.get(reverse("web:cutting", args=[judged.scan.pk])).content.decode()
    assert "案卷已封存" in shown
    assert "data-care=" not in shown
    assert care(archivist, judged, pages="1", turn="90").json()["code"] == "ARCH-040"


def test_the_picture_of_a_turned_page_is_drawn_anew(archivist, judged):
    address = reverse("web:picture", args=[judged.scan.pk, 1])
    before = archivist.get(address, {"width": "240"})["ETag"]
    care(archivist, judged, pages="1", turn="180")
    assert archivist.get(address, {"width": "240"}, headers={"If-None-Match": before}).status_code == 200


def test_an_old_address_of_a_picture_is_not_kept_for_ever(archivist, judged):
    care(archivist, judged, pages="1", turn="180")
    sha = judged.scan.original.sha256[:12]
    answer = archivist.get(reverse("web:picture", args=[judged.scan.pk, 1]), {"width": "240", "of": sha})
    assert "immutable" not in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "sent", "seen"),
    [("document_title", {"title": "报告"}, "title"), ("document_place", {"place": "2"}, "sequence")],
)
def test_a_paper_is_arranged_and_the_way_back_is_offered(archivist, judged, name, sent, seen):
    before = getattr(Document.objects.get(pk=judged.scan.pk), seen)
    answer = archivist.post(reverse(f"web:{name}", args=[judged.scan.pk]), sent, follow=True)
    key = PaperDeed.objects.get().pk
    assert reverse("web:paper_undo", args=[key]) in answer.content.decode()
    assert getattr(Document.objects.get(pk=judged.scan.pk), seen) != before
    undo(archivist, judged, key)
    assert getattr(Document.objects.get(pk=judged.scan.pk), seen) == before


def test_a_paper_is_moved_to_the_case_that_is_named(archivist, judged):
    other = case_open(deed=DEED, title="另一卷")
    answer = archivist.post(reverse("web:document_move", args=[judged.scan.pk]), {"case": other.number}, follow=True)
    assert answer.redirect_chain[0][0].startswith(f"/cases/{other.number}/")
    assert Document.objects.get(pk=judged.scan.pk).case_id == other.pk
