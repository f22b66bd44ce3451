from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.web.made import person

from anjuan.archive.models import Intake, IntakeItem
from anjuan.archive.models.intake import ItemState
from anjuan.archive.places import places

PATHS = ["甲公司/01 申请书.txt", "甲公司/现场审核/记录.txt", "乙公司/合同.txt"]


def begin(client: Client, paths=PATHS, mode="case_per_folder", **more):
    return client.post(reverse("web:intake_begin"), {"mode": mode, "paths": json.dumps(paths), **more})


def send(client: Client, opened: dict, path: str, content: bytes = b"text"):
    file = SimpleUploadedFile(path.rpartition("/")[2], content)
    return client.post(opened["files"], {"path": path, "case": opened["cases"][path], "file": file})


def test_a_folder_is_sent_file_by_file_and_lands_in_a_case_for_each_company(archivist):
    opened = begin(archivist).json()
    for path in PATHS:
        assert send(archivist, opened, path, path.encode()).status_code == 201
    archivist.post(opened["received"], headers={"Accept": "application/json"})
    assert [item.path for item in IntakeItem.objects.order_by("id")] == PATHS
    assert {item.case.title for item in IntakeItem.objects.all()} == {"甲公司", "乙公司"}
    assert Intake.objects.get().state == "working"


def test_a_good_answer_means_the_bytes_are_stored(archivist):
    opened = begin(archivist).json()
    send(archivist, opened, PATHS[0], b"some bytes")
    sha256 = IntakeItem.objects.get().original.sha256
    assert places().blobs.path_of(sha256).read_bytes() == b"some bytes"


def test_everything_goes_into_one_case_when_asked(archivist):
    opened = begin(archivist, mode="one_case").json()
    assert len(set(opened["cases"].values())) == 1


def test_files_are_added_to_an_existing_case(archivist, shelf):
    opened = begin(archivist, ["补充.txt"], "into_case", case=shelf.case.number).json()
    send(archivist, opened, "补充.txt")
    assert IntakeItem.objects.get().case == shelf.case


def test_a_file_that_a_program_left_behind_stands_as_refused(archivist):
    opened = begin(archivist, ["甲公司/Thumbs.db", "甲公司/a.txt"]).json()
    send(archivist, opened, "甲公司/Thumbs.db")
    assert IntakeItem.objects.get().state == ItemState.REFUSED


@pytest.mark.parametrize("paths", ['["../x"]', "[]", "{}", "nonsense", "[1]"])
def test_a_list_of_paths_that_makes_no_sense_is_refused(archivist, paths):
    answer = archivist.post(reverse("web:intake_begin"), {"mode": "one_case", "paths": paths})
    assert answer.status_code == 400
    assert not Intake.objects.exists()


def test_a_file_above_the_limit_is_refused(archivist, settings):
    options = settings.ANJUAN_OPTIONS
    settings.ANJUAN_OPTIONS = options.model_copy(update={"web": options.web.model_copy(update={"upload_mb": 1})})
    opened = begin(archivist).json()
    assert send(archivist, opened, PATHS[0], b"x" * (2 << 20)).status_code == 400
    assert not IntakeItem.objects.exists()


def test_nobody_sends_into_the_batch_of_another(archivist, db):
    opened = begin(archivist).json()
    other = Client()
    other.force_login(person("archivist", "zhao"))
    assert send(other, opened, PATHS[0]).status_code == 404


@pytest.mark.parametrize("name", ["web:intakes", "web:intake_begin"])
def test_who_may_not_file_may_not_send(auditor, name):
    call = auditor.get if name == "web:intakes" else auditor.post
    assert call(reverse(name)).status_code == 403


def test_sending_needs_the_token_of_the_page(db):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("archivist"))
    assert begin(strict).status_code == 403


def test_the_page_of_a_batch_asks_again_until_it_is_finished(archivist):
    opened = begin(archivist).json()
    send(archivist, opened, PATHS[0])
    assert 'hx-trigger="every 2s"' in archivist.get(opened["page"]).content.decode()
    archivist.post(reverse("web:intake_cancel", args=[opened["id"]]))
    page = archivist.get(opened["page"]).content.decode()
    assert "hx-trigger" not in page
    assert "已取消" in page


def test_what_failed_is_explained_and_tried_again(archivist):
    opened = begin(archivist).json()
    send(archivist, opened, PATHS[0])
    archivist.post(opened["received"])
    IntakeItem.objects.update(state=ItemState.REFUSED, reason_code="READ-002", reason="It needs a password.")
    page = archivist.get(opened["page"]).content.decode()
    assert "文件有密码" in page
    assert 'name="password"' in page
    archivist.post(reverse("web:intake_retry", args=[opened["id"]]), {"password": "secret"})
    assert IntakeItem.objects.get().state == ItemState.RECEIVED


def test_a_batch_page_asks_the_database_few_times(archivist, django_assert_max_num_queries):
    paths = [f"甲公司/{n}.txt" for n in range(30)]
    opened = begin(archivist, paths).json()
    for path in paths:
        send(archivist, opened, path, path.encode())
    with django_assert_max_num_queries(12):
        archivist.get(opened["page"])


def test_an_interrupted_upload_can_be_ended_by_its_sender(archivist):
    opened = begin(archivist).json()
    send(archivist, opened, PATHS[0])
    assert "结束接收" in archivist.get(opened["page"]).content.decode()
    assert archivist.post(opened["received"], headers={"Accept": "text/html"})["Location"] == opened["page"]
    assert Intake.objects.get().state == "working"


def test_a_file_sent_without_a_session_is_never_answered_as_received(archivist, client):
    opened = begin(archivist).json()
    assert send(client, opened, PATHS[0]).status_code == 302
    assert not IntakeItem.objects.exists()
