"""What must hold when work is cut off, shared, cancelled or done by two at once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import os
import threading
import zipfile
from pathlib import Path

import pytest

from anjuan.accounts.models import JournalEntry
from anjuan.archive.models import Case, Document, IndexOrder, Intake, IntakeItem, Original, OriginalPage, Page
from anjuan.archive.services import filing, reading, receiving
from anjuan.archive.services.cases import case_describe, case_open
from anjuan.archive.services.gathering import files_below
from anjuan.archive.services.housekeeping import items_bury
from anjuan.archive.services.reading import item_file, item_give_up
from anjuan.archive.services.receiving import Arriving, FileCutError, bytes_receive, intake_begin
from anjuan.archive.services.retrying import intake_cancel, items_retry
from anjuan.jobs.models import Job
from anjuan.jobs.protocol import LeaseLostError, RetryLater
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Ticket, Worker
from anjuan.kit.clock import FrozenClock
from anjuan.kit.errors import StoreFullError
from anjuan.reading.errors import ReaderCrashedError
from anjuan.reading.pages import Line, Member, Opened, TextSource
from anjuan.reading.pages import Page as ReadPage

pytestmark = pytest.mark.django_db
LONG = "\f".join(f"第 {number} 页" for number in range(1, 61))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder in which two cases hold the same paper of sixty pages."""
    root = tmp_path / "shared"
    for case in ("甲公司", "乙公司"):
        (root / case).mkdir(parents=True)
        (root / case / "长.txt").write_text(LONG, encoding="utf-8")
    return root


@pytest.fixture
def cut_off(bench, monkeypatch):
    """Let the first reading end with a fault after so many events."""

    def arrange(fault: BaseException, events: int) -> None:
        monkeypatch.setattr(filing, "BATCH_PAGES", 8)
        read, turns = bench.read, itertools.count()

        def reading_of(path: Path, **how):
            opened = read(path, **how)
            return _Cut(opened, fault, events) if next(turns) == 0 else opened

        monkeypatch.setattr(bench, "read", reading_of)

    return arrange


class _Cut:
    def __init__(self, inner, fault: BaseException, events: int) -> None:
        self.inner, self.fault, self.events = inner, fault, events

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.inner.close()

    def __iter__(self):
        yield from itertools.islice(self.inner, self.events)
        raise self.fault


def claimed(clock: FrozenClock, number: int = 0, owner: str = "elsewhere:1:1") -> Ticket:
    """Return the ticket of the job of a file, in the hands of a worker of another machine."""
    job = Job.objects.order_by("id")[number]
    queue = TableQueue()
    others = Job.objects.exclude(pk=job.pk).filter(state="waiting")
    later = dict(others.values_list("pk", "run_after"))
    others.update(run_after=clock.now() + dt.timedelta(days=1))
    claim = queue.claim(now=clock.now(), owner=owner, lease=dt.timedelta(seconds=60), kinds=frozenset({job.kind}))
    for key, moment in later.items():
        Job.objects.filter(pk=key).update(run_after=moment)
    return Ticket(claim, queue, clock, threading.Event())


def page_numbers(case: str) -> list[int]:
    pages = Page.objects.filter(document__case__title=case).order_by("number")
    return list(pages.values_list("original_page__number", flat=True))


def test_a_paper_half_read_for_one_case_is_whole_in_the_other(take_in, shared, work, cut_off, clock):
    cut_off(RetryLater(dt.timedelta(minutes=1)), 20)
    take_in(shared)
    clock.move(dt.timedelta(minutes=5))
    work()
    assert page_numbers("甲公司") == page_numbers("乙公司") == list(range(1, 61))
    assert OriginalPage.objects.count() == 60


def test_a_paper_that_crashed_its_reader_in_one_case_is_whole_in_the_other(take_in, shared, cut_off):
    cut_off(ReaderCrashedError("The reader died."), 20)
    take_in(shared)
    failed, filed = Document.objects.order_by("pages_count")
    assert 0 < failed.pages_count < filed.pages_count == 60
    assert page_numbers(filed.case.title) == list(range(1, 61))


class _Mail:
    """A bench whose one file is a mail: two pages of its own and an attachment."""

    def __init__(self, bench, attachment: Path) -> None:
        self.bench, self.attachment, self.limits, self.pages = bench, attachment, bench.limits, 0

    def read(self, path: Path, *, name: str, first_page: int, **how):
        if not name.endswith(".eml"):
            return self.bench.read(path, name=name, first_page=first_page, **how)
        return _Events(self._events(first_page))

    def _events(self, first_page: int):
        yield Opened(media_type="message/rfc822", reader="mail", pages=2)
        for number in range(first_page, 3):
            self.pages += 1
            line = Line(text=f"第 {number} 页", box=(0.1, 0.1, 0.5, 0.2))
            yield ReadPage(number=number, width=595.0, height=842.0, source=TextSource.TEXT, lines=(line,))
        yield Member(name="附件.txt", path=str(self.attachment), size_bytes=self.attachment.stat().st_size)


class _Events:
    def __init__(self, events) -> None:
        self.events = events

    def __enter__(self):
        return self.events

    def __exit__(self, *error):
        self.events.close()


def test_a_mail_with_an_attachment_is_whole_in_every_case_and_read_once(
    take_in, tmp_path, bench, blobs, clock, desk, monkeypatch
):
    attachment = tmp_path / "附件.txt"
    attachment.write_text("附件正文", encoding="utf-8")
    for case in ("甲公司", "乙公司"):
        (desk / case / "来函.eml").write_text("mail", encoding="utf-8")
    take_in(desk, file_it=False)
    mail = _Mail(bench, attachment)
    handlers = {"archive.file_item": lambda ticket: item_file(ticket=ticket, shop=mail, blobs=blobs)}
    Worker(handlers, TableQueue(), clock).run(until_idle=True)
    letters = Document.objects.filter(filename="来函.eml")
    assert [letter.pages_count for letter in letters] == [2, 2]
    assert mail.pages == 2
    assert Document.objects.filter(filename="附件.txt").count() == 2


def test_two_jobs_never_write_pages_of_one_original(take_in, shared, clock, bench, blobs):
    take_in(shared, file_it=False)
    slow, quick = claimed(clock, 0), claimed(clock, 1, "elsewhere:2:2")
    item = IntakeItem.objects.select_related("original").get(pk=slow.subject_id)
    reading._claim_original(item.original, slow)
    with pytest.raises(RetryLater):
        item_file(ticket=quick, shop=bench, blobs=blobs)
    Original.objects.update(reading_job=quick.claim.job_id)
    at_work = reading._Filing(slow, item, item.original, blobs, was_read=False)
    with pytest.raises(RetryLater):
        at_work.run(bench, ())
    assert not OriginalPage.objects.exists()


def test_a_worker_whose_job_was_taken_over_writes_no_page(take_in, shared, clock, bench, blobs):
    take_in(shared, file_it=False)
    slow = claimed(clock, 0)
    item = IntakeItem.objects.select_related("original").get(pk=slow.subject_id)
    reading._claim_original(item.original, slow)
    Job.objects.filter(pk=slow.claim.job_id).update(fence=slow.claim.fence + 1, owner="elsewhere:2:2")
    with pytest.raises(LeaseLostError):
        reading._Filing(slow, item, item.original, blobs, was_read=False).run(bench, ())
    assert not OriginalPage.objects.exists()


def test_trying_a_file_again_leaves_its_bytes_to_who_reads_them(take_in, shared, clock, deed):
    intake = take_in(shared, file_it=False)
    ticket = claimed(clock, 0)
    reading._claim_original(Original.objects.get(), ticket)
    other = IntakeItem.objects.exclude(pk=ticket.subject_id).get()
    IntakeItem.objects.filter(pk=other.pk).update(state="failed")
    items_retry(deed=deed, intake_id=intake.pk)
    assert Original.objects.get().reading_job == ticket.claim.job_id


def test_a_worker_that_lost_its_job_gives_no_file_up(take_in, desk, clock):
    take_in(desk, file_it=False)
    ticket = claimed(clock)
    Job.objects.filter(pk=ticket.claim.job_id).update(fence=99)
    with pytest.raises(LeaseLostError):
        item_give_up(ticket=ticket, fault=StoreFullError("The disk is full."))
    assert IntakeItem.objects.get(pk=ticket.subject_id).state == "received"


def test_a_file_has_its_outcome_and_its_job_its_end_in_one_moment(take_in, desk, clock, bench, blobs, deed):
    (desk / "甲公司" / "drawing.bin").write_bytes(bytes(range(256)) * 8)
    intake = take_in(desk, file_it=False)
    item = intake.items.get(path__endswith="drawing.bin")
    number = list(Job.objects.order_by("id").values_list("subject_id", flat=True)).index(item.pk)
    item_file(ticket=claimed(clock, number), shop=bench, blobs=blobs)
    items_retry(deed=deed, intake_id=intake.pk, item_ids=(item.pk,))
    assert Job.objects.filter(subject_id=item.pk, state="waiting").exists()


def test_a_copy_is_filed_when_the_batch_of_its_twin_is_cancelled(take_in, desk, tmp_path, deed, work, clock):
    first = take_in(desk, "one_case", file_it=False)
    case = first.items.first().case
    second = intake_begin(deed=deed, way="upload", mode="into_case")
    twin = first.items.get(path__endswith="合同.txt")
    copy = receiving.item_add(deed=deed, intake=second, case=case, file=Arriving("合同.txt"), original=twin.original)
    Job.objects.exclude(subject_id=copy.pk).update(run_after=clock.now() + dt.timedelta(hours=1))
    work()
    intake_cancel(deed=deed, intake_id=first.pk)
    clock.move(dt.timedelta(minutes=1))
    work()
    copy.refresh_from_db()
    assert copy.state == "filed"


def test_a_file_that_is_being_read_is_not_called_cancelled(take_in, desk, clock, deed, bench, blobs):
    intake = take_in(desk, file_it=False)
    ticket = claimed(clock)
    assert intake_cancel(deed=deed, intake_id=intake.pk) == 3
    item_file(ticket=ticket, shop=bench, blobs=blobs)
    assert IntakeItem.objects.get(pk=ticket.subject_id).state == "filed"


def test_what_comes_out_of_a_container_of_a_cancelled_batch_is_kept_and_not_read(
    take_in, tmp_path, clock, deed, bench, blobs
):
    root = tmp_path / "kiste"
    root.mkdir()
    with zipfile.ZipFile(root / "资料.zip", "w") as archive:
        archive.writestr("证书.txt", "认证证书")
    intake = take_in(root, file_it=False)
    ticket = claimed(clock)
    intake_cancel(deed=deed, intake_id=intake.pk)
    item_file(ticket=ticket, shop=bench, blobs=blobs)
    member = intake.items.exclude(parent=None).get()
    assert (member.state, blobs.has(member.original.sha256)) == ("cancelled", True)
    assert not Job.objects.filter(state__in=["waiting", "running"]).exists()


def test_a_file_that_comes_after_the_end_opens_its_batch_again(take_in, desk, deed, work):
    intake = take_in(desk)
    case = Case.objects.first()
    original = Original.objects.create(sha256="0" * 64, sm3="0" * 64, size_bytes=1, received_at=deed.now)
    receiving.item_add(deed=deed, intake=intake, case=case, file=Arriving("spät.txt"), original=original)
    intake.refresh_from_db()
    assert (intake.state, intake.finished_at) == ("working", None)


def test_trying_again_does_not_end_a_batch_that_still_receives(take_in, desk, deed, work):
    (desk / "甲公司" / "drawing.bin").write_bytes(bytes(range(256)) * 8)
    intake = take_in(desk)
    Intake.objects.filter(pk=intake.pk).update(state="receiving", finished_at=None)
    items_retry(deed=deed, intake_id=intake.pk)
    work()
    intake.refresh_from_db()
    assert intake.state == "receiving"


def test_places_in_a_case_never_clash(take_in, desk, work):
    take_in(desk, "one_case", file_it=False)
    first = IntakeItem.objects.order_by("id").first()
    case = first.case
    last = IntakeItem.objects.order_by("id").last()
    Document.objects.create(
        case=case, original=first.original, first_page=99, sequence=4, title="x", received_at=first.intake.started_at
    )
    work()
    last.refresh_from_db()
    assert (last.state, last.document.sequence) == ("filed", 5)


def test_a_folder_that_cannot_be_opened_is_named(desk, monkeypatch):
    real = os.scandir

    def refuse(path):
        if str(path).endswith("现场审核"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    told = {file.shown: file.refusal for file in files_below(desk)}
    code, reason = told["甲公司/现场审核"]
    assert (code, "Permission denied" in reason) == ("ARCH-024", True)


def test_a_file_that_changes_while_it_is_received_is_refused(take_in, desk, monkeypatch):
    changing = desk / "乙公司" / "合同.txt"
    real = receiving._sha256

    def growing(path: Path) -> str:
        digest = real(path)
        if path == changing:
            with path.open("a", encoding="utf-8") as stream:
                stream.write("再写一行")
        return digest

    monkeypatch.setattr(receiving, "_sha256", growing)
    item = take_in(desk).items.get(path__endswith="合同.txt")
    assert (item.state, item.reason_code, item.original) == ("refused", "ARCH-028", None)


def test_a_file_that_could_not_be_received_stands_once_when_it_could(take_in, desk, monkeypatch):
    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_sha256", refuse)
        intake = take_in(desk)
    Intake.objects.filter(pk=intake.pk).update(state="receiving", finished_at=None)
    again = take_in(desk)
    assert again.pk == intake.pk
    assert sorted(intake.items.values_list("state", flat=True)) == ["filed"] * 4


def test_a_file_that_was_cut_off_on_its_way_is_not_accepted(deed, blobs):
    intake = intake_begin(deed=deed, way="upload", mode="one_case")
    with pytest.raises(FileCutError, match="10 bytes, but 4 came"):
        bytes_receive(
            deed=deed, intake=intake, case=None, file=Arriving("a.txt", size_bytes=10), pieces=[b"half"], blobs=blobs
        )
    assert not IntakeItem.objects.exists()


def test_a_file_whose_job_failed_for_good_is_told_as_failed_and_ends_its_batch(take_in, desk, work, deed):
    intake = take_in(desk, file_it=False)
    lost = Job.objects.order_by("id").first()
    Job.objects.filter(pk=lost.pk).update(state="failed", error="The worker died.")
    work()
    assert items_bury(deed=deed) == 1
    intake.refresh_from_db()
    assert (intake.state, IntakeItem.objects.get(pk=lost.subject_id).reason) == ("finished", "The worker died.")


def test_looking_for_files_to_bury_costs_one_read(take_in, desk, deed, django_assert_num_queries):
    take_in(desk)
    with django_assert_num_queries(1):
        assert items_bury(deed=deed) == 0


def test_paths_that_differ_only_behind_their_five_hundredth_character_are_two_cases(deed):
    long = "很" * 600
    first, second = (case_open(deed=deed, title="卷", source_key=f"/{long}/{name}") for name in "甲乙")
    assert first.pk != second.pk
    assert case_open(deed=deed, title="卷", source_key=f"/{long}/甲").pk == first.pk


def test_a_case_is_numbered_by_the_year_it_is_in_china(deed):
    new_year = dataclasses.replace(deed, now=dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC))
    assert case_open(deed=new_year, title="卷").number == "AJ-2027-000001"


def test_saying_of_a_case_what_is_known_leaves_no_trace(take_in, desk, deed):
    take_in(desk)
    case = Case.objects.get(title="甲公司")
    values = {"year": 2024, "organisation_name": "甲", "standard": ("GB/T 19001-2016",)}
    case_describe(deed=deed, case=case, source="manifest", values=values)
    orders, entries = IndexOrder.objects.count(), JournalEntry.objects.count()
    case_describe(deed=deed, case=case, source="manifest", values=values)
    assert (IndexOrder.objects.count(), JournalEntry.objects.count()) == (orders, entries)
