from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.archive.models import Case, CustodyEvent, Original
from anjuan.custody import tasks
from anjuan.custody.selectors.due import fixity_due, originals_due
from anjuan.custody.services import rounds
from anjuan.custody.services.rounds import FIXITY_ROUND, TIDY_ROUND, fixity_turn, rounds_plan, turn_budget
from anjuan.custody.services.verifying import HoldingsDamagedError, holdings_need_whole
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.kit.progress import Silent

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(take_in, desk, clock):
    """Four originals, read a week ago."""
    take_in(desk)
    clock.move(dt.timedelta(days=7))
    return Original.objects.order_by("pk")


@pytest.fixture
def turn(blobs, clock):
    def run(most_bytes: int = 1 << 30, **more):
        return fixity_turn(deed=lambda: Deed("system", clock.now()), blobs=blobs, most_bytes=most_bytes, **more)

    return run


def test_what_was_read_lately_is_not_due(take_in, desk, turn):
    take_in(desk)
    assert turn().checked == 0


def test_everything_is_read_again_after_a_week(held, turn, clock):
    report = turn()
    assert (report.checked, report.faults, report.left) == (4, (), 0)
    assert {original.verified_at for original in held} == {clock.now()}


def test_hourly_turns_leave_nothing_unread_for_longer_than_seven_days(held, turn, clock):
    smallest = min(original.size_bytes for original in held)
    worst = dt.timedelta()
    turn()
    for _ in range(24 * 9):
        clock.move(dt.timedelta(hours=1))
        turn(most_bytes=smallest)
        worst = max(worst, *(clock.now() - original.checked_at for original in Original.objects.all()))
    assert worst <= dt.timedelta(days=7)


def test_a_budget_reads_those_first_that_wait_longest(held, turn, clock):
    first, second = held[2], held[0]
    Original.objects.filter(pk=first.pk).update(checked_at=clock.now() - dt.timedelta(days=30))
    Original.objects.filter(pk=second.pk).update(checked_at=None)
    report = turn(most_bytes=first.size_bytes + second.size_bytes)
    assert (report.checked, report.left) == (2, 2)
    assert set(Original.objects.filter(checked_at=clock.now())) == {first, second}


def test_one_larger_than_the_budget_is_read_alone(held, turn):
    assert turn(most_bytes=1).checked == 1


def test_a_damaged_original_does_not_hold_up_the_others(held, turn, blobs):
    blobs.place_of(held[0].sha256).unlink()
    report = turn()
    assert (report.checked, [fault.kind for fault in report.faults], report.left) == (4, ["missing"], 0)


def test_damage_stands_in_events_and_journal(held, turn, blobs):
    blobs.place_of(held[0].sha256).unlink()
    turn()
    assert CustodyEvent.objects.filter(event="fixity check", outcome="failure").count() == 1
    assert JournalEntry.objects.get(action="fixity.turn").detail["damage"] == [
        {"kind": "missing", "original": held[0].sha256}
    ]


def test_a_turn_that_is_stopped_goes_on_where_it_was(held, turn):
    class StopError(Exception):
        pass

    def stop(done):
        if done == 2:
            raise StopError

    with pytest.raises(StopError):
        turn(pulse=stop)
    assert turn().checked == 2


def test_a_turn_is_planned_once_an_hour_and_tidying_once_a_day(held, clock):
    for _ in range(3):
        rounds_plan(deed=Deed("system", clock.now()))
        Job.objects.update(state="done")
    assert sorted(Job.objects.filter(kind__startswith="custody").values_list("kind", flat=True)) == [
        FIXITY_ROUND, TIDY_ROUND
    ]  # fmt: skip


def test_no_turn_is_planned_when_nothing_is_due(take_in, desk, clock):
    take_in(desk)
    rounds_plan(deed=Deed("system", clock.now()))
    assert not Job.objects.filter(kind=FIXITY_ROUND).exists()


def test_the_jobs_do_the_rounds(held, clock, blobs, monkeypatch):
    class Here:
        pass

    here = Here()
    here.blobs = blobs
    monkeypatch.setattr(tasks, "places", lambda: here)
    rounds_plan(deed=Deed("system", clock.now()))
    handlers = {FIXITY_ROUND: tasks.fixity_round, TIDY_ROUND: tasks.tidy_round}
    Worker(handlers, TableQueue(), clock, stop=threading.Event()).run(until_idle=True)
    assert not originals_due(now=clock.now()).exists()


def test_the_budget_reads_all_twice_within_a_round():
    size = 10 << 40
    assert turn_budget(size) * 7 * 24 >= 2 * size - 7 * 24
    assert turn_budget(0) == rounds.LEAST_BYTES


def test_how_far_the_rounds_are_takes_three_queries(held, clock, turn, blobs):
    blobs.place_of(held[0].sha256).unlink()
    turn()
    with CaptureQueriesContext(connection) as captured:
        due = fixity_due(now=clock.now())
    assert len(captured) == 3
    assert (due.originals, due.due, due.damaged) == (4, 0, 1)


def test_a_case_with_a_damaged_original_is_not_handed_out(take_in, desk, blobs, clock):
    take_in(desk)
    case = Case.objects.get(title="甲公司")
    how = {"deed": lambda: Deed("system", clock.now()), "blobs": blobs, "case": case.number, "progress": Silent()}
    assert holdings_need_whole(**how).checked == 2
    path = blobs.path_of(Original.objects.filter(documents__case=case).first().sha256)
    path.chmod(0o600)
    path.write_bytes(b"x")
    with pytest.raises(HoldingsDamagedError, match="1 faults"):
        holdings_need_whole(**how)
