from __future__ import annotations

import gzip

from django.templatetags.static import static

PACKED = {"HTTP_ACCEPT_ENCODING": "gzip"}


def test_a_page_is_sent_packed_to_who_takes_it(archivist):
    answer = archivist.get("/cases/", **PACKED)
    assert gzip.decompress(answer.content).lstrip().startswith(b"<!doctype html>")


def test_a_page_is_sent_plain_to_who_does_not(archivist):
    assert "Content-Encoding" not in archivist.get("/cases/")


def test_a_style_is_sent_packed_and_whole(db, client):
    plain = b"".join(client.get("/static/anjuan/pages.css").streaming_content)
    packed = client.get("/static/anjuan/pages.css", **PACKED)
    assert gzip.decompress(packed.content) == plain
    assert packed["Vary"] == "Accept-Encoding"


def test_a_style_has_the_digest_of_its_content_in_its_address_and_is_asked_for_once(db, client):
    address = static("anjuan/pages.css")
    assert "?v=" in address
    assert "immutable" in client.get(address, **PACKED)["Cache-Control"]


def test_different_files_have_different_digests():
    assert static("anjuan/light.css").split("=")[1] != static("anjuan/dark.css").split("=")[1]


def test_a_page_is_never_kept_as_a_style_is(archivist):
    assert "immutable" not in archivist.get("/cases/", **PACKED).get("Cache-Control", "")


def test_the_second_visit_asks_for_nothing_that_has_not_changed(db, client):
    first = client.get("/static/anjuan/shell.js", **PACKED)
    again = client.get("/static/anjuan/shell.js", **PACKED, HTTP_IF_MODIFIED_SINCE=first["Last-Modified"])
    assert again.status_code == 304
