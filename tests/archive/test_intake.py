from __future__ import annotations

import datetime as dt
import itertools
import os
import zipfile
from pathlib import Path

import pytest

from anjuan.accounts.selectors.journal import journal_verify
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case, CustodyEvent, Document, IndexOrder, IntakeItem, Original, OriginalPage, Page
from anjuan.archive.selectors.intakes import intake_get, intake_result
from anjuan.archive.services import filing, receiving
from anjuan.archive.services.gathering import PathMissingError, readable
from anjuan.archive.services.retrying import intake_cancel, items_retry

pytestmark = pytest.mark.django_db


def states(intake) -> dict[str, str]:
    return {Path(item.path).name: item.state for item in intake.items.all()}


def test_every_file_of_a_folder_is_filed_into_its_case(take_in, desk):
    intake = take_in(desk)
    assert set(states(intake).values()) == {"filed"}
    assert set(Case.objects.values_list("title", "documents_count")) == {("甲公司", 2), ("乙公司", 1), ("desk", 1)}
    assert intake.state == "finished"


def test_pages_are_there_to_be_read_and_ordered_to_be_indexed(take_in, desk):
    take_in(desk)
    assert Page.objects.count() == OriginalPage.objects.count() == 4
    assert IndexOrder.objects.count() == 4


def test_the_stage_folder_is_kept_as_the_papers_place(take_in, desk):
    take_in(desk)
    assert Document.objects.get(title="审核记录").folder == "现场审核"


def test_papers_stand_in_the_order_they_came_whatever_is_read_first(take_in, desk, work, monkeypatch):
    take_in(desk, "one_case", file_it=False)
    monkeypatch.setattr("anjuan.jobs.models.Job._meta.ordering", ["-id"], raising=False)
    work()
    items = IntakeItem.objects.order_by("id").values_list("document_id", flat=True)
    assert list(items) == list(Document.objects.order_by("sequence").values_list("pk", flat=True))


def test_a_second_run_doubles_nothing(take_in, desk):
    take_in(desk)
    pages = Page.objects.count()
    again = take_in(desk)
    assert set(states(again).values()) == {"duplicate"}
    assert Page.objects.count() == pages


def test_a_copy_beside_the_original_is_told_with_its_twin(take_in, desk):
    (desk / "乙公司" / "合同副本.txt").write_bytes((desk / "乙公司" / "合同.txt").read_bytes())
    intake = take_in(desk)
    twin = intake.items.get(state="duplicate")
    assert "合同" in twin.reason
    assert "already" in twin.reason


def test_the_same_paper_in_two_cases_is_filed_twice_and_read_once(take_in, desk):
    (desk / "甲公司" / "合同.txt").write_bytes((desk / "乙公司" / "合同.txt").read_bytes())
    intake = take_in(desk)
    assert set(states(intake).values()) == {"filed"}
    assert Original.objects.count() == OriginalPage.objects.count() == 4
    assert Page.objects.count() == 5


def test_an_interrupted_run_goes_on_with_the_same_batch(take_in, desk, work):
    first = take_in(desk, file_it=False)
    second = take_in(desk)
    assert second.pk == first.pk
    assert intake_result(system_viewer(), second.pk)["totals"] == {"files": 4, "pages": 4, "filed": 4}


def test_a_container_is_unpacked_and_each_member_stands_in_the_list(take_in, desk):
    with zipfile.ZipFile(desk / "乙公司" / "资料.zip", "w") as archive:
        archive.writestr("证书/证书.txt", "认证证书")
        archive.writestr("照片说明.txt", "首次会议")
    intake = take_in(desk)
    members = intake.items.exclude(parent=None)
    assert {item.path.partition("!/")[2] for item in members} == {"证书/证书.txt", "照片说明.txt"}
    assert set(states(intake).values()) == {"filed"}
    assert not Document.objects.filter(filename="资料.zip").exists()


def test_containers_too_deep_in_each_other_are_refused_with_a_reason(take_in, tmp_path):
    inner = tmp_path / "0.txt"
    inner.write_text("tief", encoding="utf-8")
    for level in range(1, 7):
        outer = tmp_path / f"{level}.zip"
        with zipfile.ZipFile(outer, "w") as archive:
            archive.write(inner, inner.name)
        inner = outer
    root = tmp_path / "deep"
    root.mkdir()
    inner.rename(root / "六层.zip")
    intake = take_in(root)
    told = [item for item in intake.items.all() if item.state == "refused" or item.reason_code == "ARCH-021"]
    assert told
    assert all(item.reason for item in told)


def test_a_link_is_named_and_not_followed(take_in, desk, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("geheim", encoding="utf-8")
    (desk / "甲公司" / "link.txt").symlink_to(secret)
    intake = take_in(desk)
    item = intake.items.get(path__endswith="link.txt")
    assert (item.state, item.reason_code, item.original_id) == ("refused", "ARCH-025", None)


def test_a_pipe_does_not_stop_the_rest(take_in, desk):
    os.mkfifo(desk / "pipe")
    assert states(take_in(desk))["pipe"] == "refused"


def test_a_file_that_may_not_be_read_is_told(take_in, desk, monkeypatch):
    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(receiving, "_sha256", refuse)
    intake = take_in(desk)
    assert set(states(intake).values()) == {"refused"}
    assert "Permission denied" in intake.items.first().reason


def test_a_name_that_is_no_text_is_shown_readably(take_in, desk):
    raw = os.fsencode(desk) + b"/" + "说明书.txt".encode("gb18030")
    Path(os.fsdecode(raw)).write_text("名称为国标编码", encoding="utf-8")
    assert states(take_in(desk))["说明书.txt"] == "filed"
    assert readable(os.fsdecode(b"\xff\xfe")) == "\\xff\\xfe"


def test_an_unknown_type_is_refused_and_its_bytes_are_kept(take_in, desk, blobs):
    (desk / "甲公司" / "drawing.bin").write_bytes(bytes(range(256)) * 8)
    item = take_in(desk).items.get(path__endswith="drawing.bin")
    assert (item.state, item.reason_code) == ("refused", "READ-004")
    assert blobs.verify(item.original.sha256)


def test_what_failed_can_be_tried_again_alone(take_in, desk, work, deed):
    (desk / "甲公司" / "drawing.bin").write_bytes(bytes(range(256)) * 8)
    intake = take_in(desk)
    assert items_retry(deed=deed, intake_id=intake.pk) == 1
    assert work() == 1
    assert intake_get(system_viewer(), intake.pk, now=deed.now).finished


def test_a_cancelled_batch_keeps_its_bytes_and_reads_no_more(take_in, desk, deed, work, blobs):
    intake = take_in(desk, file_it=False)
    assert intake_cancel(deed=deed, intake_id=intake.pk) == 4
    assert work() == 0
    assert all(blobs.has(original.sha256) for original in Original.objects.all())


def test_nothing_at_a_path_is_said(take_in, tmp_path):
    with pytest.raises(PathMissingError, match="nowhere"):
        take_in(tmp_path / "nowhere")


def test_every_deed_is_in_custody_and_journal(take_in, desk):
    take_in(desk)
    events = set(CustodyEvent.objects.values_list("event", flat=True))
    assert {"ingestion", "creation", "filing", "reading"} <= events
    assert not journal_verify().breaks


@pytest.fixture
def killed_at(bench, monkeypatch):
    """Let the worker die once over a file, after so many events of its reading; return the first pages asked for."""

    def arrange(name: str, events: int) -> list[int]:
        asked: list[int] = []
        read = bench.read

        def reading_of(path: Path, **how):
            if how["name"] != name:
                return read(path, **how)
            asked.append(how["first_page"])
            reading = read(path, **how)
            return _Dying(reading, events) if len(asked) == 1 else reading

        monkeypatch.setattr(bench, "read", reading_of)
        return asked

    return arrange


class _Dying:
    """A reading that takes its worker with it."""

    def __init__(self, reading, events: int) -> None:
        self.reading = reading
        self.events = events

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.reading.close()

    def __iter__(self):
        yield from itertools.islice(self.reading, self.events)
        raise KeyboardInterrupt


def test_pages_read_before_a_kill_are_not_read_again(take_in, desk, work, killed_at, clock, monkeypatch):
    text = "\f".join(f"第 {number} 页" for number in range(1, 61))
    (desk / "甲公司" / "长.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(filing, "BATCH_PAGES", 8)
    asked = killed_at("长.txt", 20)
    take_in(desk, file_it=False)
    with pytest.raises(KeyboardInterrupt):
        work()
    clock.move(dt.timedelta(minutes=5))
    work()
    pages = Page.objects.filter(document__title="长").order_by("number")
    assert list(pages.values_list("number", flat=True)) == list(range(1, 61))
    assert asked == [1, 17]


def test_a_container_of_which_nothing_could_be_filed_is_refused_itself(take_in, tmp_path):
    root = tmp_path / "kiste"
    root.mkdir()
    with zipfile.ZipFile(root / "图纸.zip", "w") as archive:
        archive.writestr("图纸.bin", bytes(range(256)) * 8)
    item = take_in(root).items.get(parent=None)
    assert (item.state, item.reason_code) == ("refused", "ARCH-027")
    assert "Nothing inside could be filed" in item.reason
