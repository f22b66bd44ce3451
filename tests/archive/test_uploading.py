"""What a browser stopped sending: seen, taken up again, ended in the end; nothing that came is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case, Intake, IntakeItem
from anjuan.archive.selectors.intakes import intake_get, uploads_broken_off
from anjuan.archive.services.housekeeping import uploads_end
from anjuan.archive.services.receiving import Arriving
from anjuan.archive.services.uploading import Announced, upload_begin, upload_end, upload_receive

pytestmark = pytest.mark.django_db
FILES = Announced("case_per_folder", ("卷/甲/申请书.txt", "卷/乙/合同.txt"))


@pytest.fixture
def at(clock):
    """Give a function that returns a deed of one person so many minutes after the start."""
    start = clock.now()
    return lambda minutes=0, name="li": Deed(name, start + dt.timedelta(minutes=minutes))


@pytest.fixture
def send(blobs, at):
    """Give a function that sends one file of a batch."""

    def run(opened, path, minutes=0):
        upload_receive(
            deed=at(minutes), intake_id=opened.intake_id, case_number=opened.cases[path], file=Arriving(path),
            pieces=[path.encode()], blobs=blobs,
        )  # fmt: skip

    return run


@pytest.fixture
def broken_off(at, send):
    """A batch of two files of which one came."""
    opened = upload_begin(deed=at(), announced=FILES)
    send(opened, FILES.paths[0])
    return opened


def test_an_upload_that_broke_off_is_seen_with_what_came(broken_off, at):
    (row,) = uploads_broken_off(system_viewer(), now=at(90).now)
    assert (row.id, row.announced, row.received, row.broken_off) == (broken_off.intake_id, 2, 1, True)


def test_an_upload_that_goes_on_is_not_broken_off(broken_off, at):
    row = intake_get(system_viewer(), broken_off.intake_id, now=at(30).now)
    assert (row.broken_off, uploads_broken_off(system_viewer(), now=at(30).now)) == (False, [])


def test_a_slow_upload_is_heard_with_every_file(broken_off, send, at):
    send(broken_off, FILES.paths[1], minutes=80)
    assert not uploads_broken_off(system_viewer(), now=at(90).now)


def test_the_same_files_go_on_where_it_broke_off(broken_off, send, at):
    again = upload_begin(deed=at(5), announced=FILES)
    for path in FILES.paths:
        send(again, path, minutes=5)
    assert (again.intake_id, again.cases, again.received) == (broken_off.intake_id, broken_off.cases, FILES.paths[:1])
    assert (Intake.objects.count(), Case.objects.count(), IntakeItem.objects.count()) == (1, 2, 2)


@pytest.mark.parametrize(
    ("minutes", "name", "announced"),
    [
        (0, "li", FILES),
        (5, "wang", FILES),
        (5, "li", Announced("case_per_folder", ("卷/甲/申请书.txt", "卷/丙/合同.txt", "卷/丙/计划.txt"))),
        (5, "li", Announced("case_per_folder", ("卷/甲/别的.txt", "卷/乙/合同.txt"))),
        (5, "li", Announced("one_case", FILES.paths)),
    ],
    ids=["still being sent", "another person", "other files", "others of the same number", "another way"],
)
def test_other_uploads_get_a_batch_of_their_own(broken_off, at, minutes, name, announced):
    assert upload_begin(deed=at(minutes, name), announced=announced).intake_id != broken_off.intake_id


def test_an_ended_upload_is_not_taken_up_again(broken_off, at):
    upload_end(deed=at(2), intake_id=broken_off.intake_id)
    assert upload_begin(deed=at(5), announced=FILES).intake_id != broken_off.intake_id


def test_after_a_week_reception_ends_and_what_came_stays(broken_off, at, work):
    assert uploads_end(deed=at(8 * 24 * 60, "system")) == 1
    work()
    row = intake_get(system_viewer(), broken_off.intake_id, now=at(8 * 24 * 60).now)
    assert (row.state, row.counts) == ("finished", {"filed": 1})
    assert JournalEntry.objects.filter(action="intake.abandon").count() == 1


def test_nobody_is_cut_off_before_the_week_is_over(broken_off, at):
    assert uploads_end(deed=at(6 * 24 * 60, "system")) == 0
