"""The client against the real server, over a real socket."""

from __future__ import annotations

import hashlib
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.db import connections
from tests.api.conftest import bearer
from tests.web.made import DEED, described, made_shelf, person

from anjuan.api import client as client_module
from anjuan.api.client import ApiError, Archive
from anjuan.archive.models import IntakeItem
from anjuan.archive.places import places
from anjuan.archive.services.cases import case_open
from anjuan.config.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(db):
    made = made_shelf()
    described(made)
    return made


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words) -> None:
        """Say nothing."""


@pytest.fixture
def server(shelf):
    """The real server in a thread that works in the transaction of the test: the journal cannot be emptied."""
    connection = connections["default"]
    connection.inc_thread_sharing()
    httpd = make_server("127.0.0.1", 0, application, handler_class=Quiet)

    def serve() -> None:
        connections["default"] = connection
        httpd.serve_forever(poll_interval=0.05)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()
    connection.dec_thread_sharing()


@pytest.fixture
def archive(server) -> Archive:
    token = bearer(person("archivist"))["Authorization"].removeprefix("Bearer ")
    return Archive(server, token)


def test_cases_are_iterated_over_all_slices(archive, shelf, monkeypatch):
    monkeypatch.setattr(client_module, "_ROWS", 2)
    for number in range(5):
        case_open(deed=DEED, title=f"第{number}号")
    assert len({case.number for case in archive.cases()}) == 6


def test_a_case_is_read_to_its_lit_page(archive, shelf):
    hit = next(iter(archive.search("首件检验", case=[shelf.case.number])))
    page = archive.page(hit.document_id, hit.page)
    assert "首件检验" in page["text"]
    assert "首件检验" in hit.snippet
    assert archive.picture(hit.document_id, hit.page, width=240)[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"RIFF")


def test_misses_are_ruled_on(archive, shelf):
    miss = archive.misses(shelf.case.number)[0]
    archive.rule(shelf.case.number, miss.key, "accepted", "合同在总部")
    assert archive.misses(shelf.case.number)[0].verdict == "accepted"


def test_a_folder_is_sent_and_every_byte_kept(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(client_module, "_PIECE_BYTES", 1000)
    folder = tmp_path / "甲公司"
    (folder / "现场审核").mkdir(parents=True)
    (folder / "现场审核" / "记录.txt").write_bytes(b"x" * 2500)
    (folder / "空.txt").write_bytes(b"")
    batch = archive.send(folder, mode="one_case")
    assert {file.path for file in archive.files(batch.id)} == {"甲公司/现场审核/记录.txt", "甲公司/空.txt"}
    assert places().blobs.has(hashlib.sha256(b"x" * 2500).hexdigest())


def test_a_lost_answer_to_a_piece_is_asked_for_again(archive, tmp_path, monkeypatch):
    monkeypatch.setattr(client_module, "_PIECE_BYTES", 1000)
    monkeypatch.setattr(client_module.time, "sleep", lambda _: None)
    (tmp_path / "记录.txt").write_bytes(bytes(range(250)) * 10)
    asked, lost = client_module.urllib.request.urlopen, []

    def losing(request, **more):
        answer = asked(request, **more)
        if request.method == "PUT" and not lost:
            lost.append(answer.read())
            raise ConnectionResetError
        return answer

    monkeypatch.setattr(client_module.urllib.request, "urlopen", losing)
    archive.send(tmp_path / "记录.txt", mode="one_case")
    assert lost
    assert IntakeItem.objects.get().size_bytes == 2500


def test_pages_are_turned_and_turned_back(archive, shelf):
    deed = archive.care(shelf.scan.pk, [1, 2], turn=180)
    assert [page.turn for page in archive.file_pages(shelf.scan.pk)] == [180, 180]
    archive.undo(deed)
    assert [page.turn for page in archive.file_pages(shelf.scan.pk)] == [0, 0]


def test_papers_are_named_put_cut_and_described(archive, shelf):
    archive.retitle(shelf.scan.pk, "报告")
    archive.put(shelf.text.pk, 1)
    archive.set_kind(shelf.text.pk, "C06")
    assert next((row.title, row.kind) for row in archive.documents(shelf.case.number)) == ("审核计划", "C06")
    assert len(archive.cut(shelf.scan.pk, [1, 2], before=archive.cuts(shelf.scan.pk))) == 2


def test_searches_are_kept_and_made_in_batches(archive, shelf):
    assert archive.save_search("首检", "首件检验", kind=["D08"]).name == "首检"
    assert [row.name for row in archive.searches()] == ["首检"]
    assert archive.searched(archive.search_many(["首件检验"]).id).rows_count == 1


def test_a_face_of_a_case_is_told(archive, shelf):
    assert archive.told(shelf.case.number, "people") == {"people": []}


def test_who_neither_borrows_nor_lends_is_told_so(archive):
    with pytest.raises(ApiError) as caught:
        archive.loans()
    assert (caught.value.status, caught.value.code) == (403, "API-003")


def test_a_failure_is_told_with_its_code(archive):
    with pytest.raises(ApiError) as caught:
        archive.case("none")
    assert (caught.value.status, caught.value.code) == (404, "ARCH-010")


@pytest.mark.parametrize("address", ["file:///etc/passwd", "archive", "ftp://x"])
def test_only_the_web_is_asked(address):
    with pytest.raises(ValueError, match="no address"):
        Archive(address, "t")
