from __future__ import annotations

import hashlib

import pytest
from tests.api.conftest import caller
from tests.web.made import person

from anjuan.archive.models import Intake, IntakeItem
from anjuan.archive.places import places

API = "/api/v1"
CONTENT = "审核计划\n".encode() * 100


@pytest.fixture
def batch(archivist):
    sent = {"mode": "one_case", "paths": ["甲公司/计划.txt"]}
    return archivist.post(f"{API}/intakes", sent, "application/json").json()


def announced(client, batch, content=CONTENT, **other):
    path, case = next(iter(batch["cases"].items()))
    sent = {
        "path": path, "case": case, "size_bytes": len(content), "sha256": hashlib.sha256(content).hexdigest(), **other,
    }  # fmt: skip
    return client.post(f"{API}/intakes/{batch['id']}/uploads", sent, "application/json")


def piece(client, batch, name, offset, content, **headers):
    address = f"{API}/intakes/{batch['id']}/uploads/{name}?offset={offset}"
    return client.put(address, content, "application/octet-stream", headers=headers)


def test_a_file_sent_in_pieces_is_accepted_whole(archivist, batch):
    name = announced(archivist, batch).json()["id"]
    assert piece(archivist, batch, name, 0, CONTENT[:500]).json()["offset"] == 500
    assert piece(archivist, batch, name, 500, CONTENT[500:]).json()["received"] is True
    with places().blobs.open(hashlib.sha256(CONTENT).hexdigest()) as stored:
        assert stored.read() == CONTENT
    assert IntakeItem.objects.get().state == "received"


def test_after_a_broken_connection_the_sender_learns_where_to_go_on(archivist, batch):
    name = announced(archivist, batch).json()["id"]
    piece(archivist, batch, name, 0, CONTENT[:500])
    assert (announced(archivist, batch).json()["id"], announced(archivist, batch).json()["offset"]) == (name, 500)
    assert archivist.get(f"{API}/intakes/{batch['id']}/uploads/{name}").json()["offset"] == 500


def test_a_file_that_was_accepted_is_not_sent_again(archivist, batch):
    name = announced(archivist, batch).json()["id"]
    piece(archivist, batch, name, 0, CONTENT)
    assert announced(archivist, batch).json()["received"] is True


def test_a_piece_that_begins_elsewhere_is_refused(archivist, batch):
    name = announced(archivist, batch).json()["id"]
    answer = piece(archivist, batch, name, 7, CONTENT[7:])
    assert (answer.status_code, answer.json()["code"]) == (409, "ARCH-097")


def test_a_piece_that_is_not_what_was_announced_leaves_nothing(archivist, batch):
    name = announced(archivist, batch).json()["id"]
    answer = piece(archivist, batch, name, 0, CONTENT[:500], **{"X-Piece-SHA256": "0" * 64})
    assert answer.status_code == 409
    assert archivist.get(f"{API}/intakes/{batch['id']}/uploads/{name}").json()["offset"] == 0


def test_a_whole_that_is_not_what_was_announced_is_not_accepted(archivist, batch):
    name = announced(archivist, batch, sha256="0" * 64).json()["id"]
    assert piece(archivist, batch, name, 0, CONTENT).status_code == 409
    assert not IntakeItem.objects.exists()


def test_a_piece_too_long_for_its_file_is_refused(archivist, batch):
    name = announced(archivist, batch).json()["id"]
    assert piece(archivist, batch, name, 0, CONTENT + b"x").status_code == 409


def test_an_empty_file_is_accepted_when_it_is_announced(archivist, batch):
    assert announced(archivist, batch, b"").json()["received"] is True


def test_a_piece_larger_than_allowed_is_refused(archivist, batch, settings):
    options = settings.ANJUAN_OPTIONS
    api = options.api.model_copy(update={"piece_mb": 0})
    settings.ANJUAN_OPTIONS = options.model_copy(update={"api": api})
    name = announced(archivist, batch).json()["id"]
    assert piece(archivist, batch, name, 0, CONTENT).status_code == 413


def test_what_came_is_forgotten_on_request(archivist, batch, home):
    name = announced(archivist, batch).json()["id"]
    archivist.delete(f"{API}/intakes/{batch['id']}/uploads/{name}")
    assert not list((home / "work" / "uploads").iterdir())


def test_nobody_adds_to_the_batch_of_somebody_else(archivist, batch):
    other = caller(person("archivist", "wang"))
    assert announced(other, batch).status_code == 404


def test_a_batch_opened_twice_with_one_key_is_one_batch(archivist, db):
    sent = {"mode": "one_case", "paths": ["a.txt"]}
    answers = [
        archivist.post(f"{API}/intakes", sent, "application/json", headers={"Idempotency-Key": "b1"}) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    assert Intake.objects.count() == 1


def test_a_batch_ends_and_tells_of_its_files(archivist, batch):
    name = announced(archivist, batch).json()["id"]
    piece(archivist, batch, name, 0, CONTENT)
    archivist.post(f"{API}/intakes/{batch['id']}/received")
    assert archivist.get(f"{API}/intakes/{batch['id']}").json()["state"] == "working"
    told = archivist.get(f"{API}/intakes/{batch['id']}/files").json()
    assert (told["total"], told["files"][0]["path"]) == (1, "甲公司/计划.txt")


def test_a_batch_is_cancelled(archivist, batch):
    piece(archivist, batch, announced(archivist, batch).json()["id"], 0, CONTENT)
    assert archivist.post(f"{API}/intakes/{batch['id']}/cancel").json() == {"files": 1}


def test_failed_files_are_tried_again(archivist, batch):
    piece(archivist, batch, announced(archivist, batch).json()["id"], 0, CONTENT)
    IntakeItem.objects.update(state="failed")
    assert archivist.post(f"{API}/intakes/{batch['id']}/retry", {}, "application/json").json() == {"files": 1}
