from __future__ import annotations

import datetime as dt
import io
import re

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops
from tests.web.linked import TOKEN, shared
from tests.web.made import person

from anjuan.accounts.models import JournalEntry
from anjuan.custody.models import Share
from anjuan.web.visitor import CLOCK

pytestmark = pytest.mark.django_db
GATE = reverse("web:share_gate", args=[TOKEN])


@pytest.fixture
def reader(shelf) -> Client:
    """A browser without a log-in that has opened the link."""
    shared(shelf, state="open", may_copy=True)
    client = Client()
    assert client.post(GATE).status_code == 302
    return client


def address(name: str, *words: object) -> str:
    return reverse(f"web:{name}", args=[TOKEN, *words])


def test_looking_at_the_door_uses_up_no_opening_and_tells_nothing(shelf):
    share = shared(shelf, state="open", most_openings=1)
    text = Client().get(GATE).content.decode()
    share.refresh_from_db()
    assert share.openings == 0
    assert shelf.case.number not in text
    assert shelf.case.title not in text


def test_an_opened_link_shows_the_papers_and_no_way_into_the_archive(reader, shelf):
    text = reader.get(GATE).content.decode()
    assert shelf.scan.title in text
    assert "/cases/" not in text
    assert "<script" not in text


@pytest.mark.parametrize("name", ["share_gate", "share_paper", "share_picture", "share_copy"])
def test_pages_of_a_link_are_kept_and_found_nowhere(reader, shelf, name):
    words = [shelf.scan.pk, 1][: {"share_gate": 0, "share_picture": 2}.get(name, 1)]
    answer = reader.get(address(name, *words))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]


def test_pictures_of_a_link_bear_the_receivers_name(reader, shelf, archivist):
    marked = reader.get(address("share_picture", shelf.scan.pk, 1)).content
    with Image.open(io.BytesIO(marked)) as picture:
        plain = Image.new("RGB", picture.size, "white")
        assert ImageChops.difference(picture.convert("RGB"), plain).getbbox()


def test_pages_without_pictures_bear_it_too(reader, shelf):
    answer = reader.get(address("share_picture", shelf.text.pk, 1))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "王芳" in answer.content.decode()


def test_a_copy_comes_as_a_pdf_under_its_own_name(reader, shelf):
    answer = reader.get(address("share_copy", shelf.scan.pk))
    assert answer["Content-Disposition"].startswith("attachment")
    with pypdfium2.PdfDocument(answer.content) as pdf:
        assert len(pdf) == 2


def test_without_leave_no_copy_comes(shelf):
    shared(shelf, state="open")
    client = Client()
    client.post(GATE)
    assert client.get(address("share_copy", shelf.scan.pk)).status_code == 403


def test_a_page_asked_for_without_opening_leads_to_the_door(shelf):
    shared(shelf, state="open")
    answer = Client().get(address("share_picture", shelf.scan.pk, 1))
    assert (answer.status_code, answer["Location"]) == (302, GATE)


@pytest.mark.parametrize("how", ["revoked", "expired", "used"])
def test_a_dead_link_says_so_and_not_what_it_was(shelf, how):
    share = shared(shelf, state="open", most_openings=3)
    now = CLOCK.now()
    changes = {
        "revoked": {"state": "revoked"}, "used": {"openings": 3},
        "expired": {"created_at": now - dt.timedelta(days=2), "expires_at": now - dt.timedelta(days=1)},
    }[how]  # fmt: skip
    Share.objects.filter(pk=share.pk).update(**changes)
    answer = Client().get(GATE)
    assert answer.status_code == 410
    assert "链接已失效" in answer.content.decode()
    assert shelf.case.title not in answer.content.decode()


def test_a_revoked_link_is_dead_for_who_has_it_open(reader, shelf):
    Share.objects.update(state="revoked")
    assert reader.get(address("share_picture", shelf.scan.pk, 1)).status_code == 410


def test_no_such_link_is_told_without_the_frame_of_the_archive(db):
    answer = Client().get(reverse("web:share_gate", args=["x" * 43]))
    assert answer.status_code == 404
    assert "aj-nav" not in answer.content.decode()


def test_who_tries_links_has_to_rest(db):
    client = Client()
    codes = [client.get(reverse("web:share_gate", args=[f"{n:043}"])).status_code for n in range(6)]
    assert codes == [404] * 5 + [429]


def test_who_guesses_passwords_has_to_rest_and_the_journal_tells(shelf):
    shared(shelf, state="open", password="!")
    client = Client()
    codes = [client.post(GATE, {"password": f"guess {n}"}).status_code for n in range(6)]
    assert codes == [403] * 5 + [429]
    assert JournalEntry.objects.get(action="share.refuse").detail["why"] == "password"


def test_a_form_from_elsewhere_opens_nothing(shelf):
    shared(shelf, state="open")
    assert Client(enforce_csrf_checks=True).post(GATE).status_code == 403


def test_a_made_link_is_shown_once_and_opens(archivist, shelf):
    sent = {"receiver": "王芳", "reason": "检查", "days": "7", "what": "papers", "paper": [shelf.scan.pk]}
    answer = archivist.post(reverse("web:share_make", args=[shelf.case.number]), sent)
    link = re.search(r"data-share-link>\s*http://testserver(/s/[^<]+/)", answer.content.decode())[1]
    assert "no-store" in answer["Cache-Control"]
    client = Client()
    client.post(link)
    assert shelf.scan.title in client.get(link).content.decode()
    assert shelf.text.title not in client.get(link).content.decode().replace(shelf.case.title, "")


def test_bad_input_loses_nothing(archivist, shelf):
    sent = {"receiver": "王芳", "reason": "检查", "days": "999"}
    answer = archivist.post(reverse("web:share_make", args=[shelf.case.number]), sent)
    assert answer.status_code == 400
    assert 'value="王芳"' in answer.content.decode()


def test_the_drawer_offers_sharing_to_who_may_and_taking_out_to_all(shelf):
    for role, shares in (("archivist", True), ("knowledge_editor", False)):
        client = Client()
        client.force_login(person(role, f"u-{role}"))
        text = client.get(reverse("web:share_form", args=[shelf.case.number])).content.decode()
        assert (reverse("web:share_make", args=[shelf.case.number]) in text) is shares
        assert reverse("web:parcel_order") in text


def test_an_original_goes_to_who_may_have_it_only(archivist, shelf):
    archived = archivist.get(reverse("web:document_download", args=[shelf.scan.pk, "original"]))
    assert archived.content[:2] in (b"II", b"MM")
    client = Client()
    client.force_login(person("reviewer", "wu"))
    assert client.get(reverse("web:document_download", args=[shelf.scan.pk, "original"])).status_code == 403
    assert client.get(reverse("web:document_download", args=[shelf.scan.pk, "anything"])).status_code == 403
