from __future__ import annotations

import datetime as dt

import pytest

from anjuan.jobs.models import Job
from anjuan.jobs.protocol import JobSpec, LeaseLostError, RetryLater
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Ticket, Worker
from anjuan.kit.errors import UsageError

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(clock):
    """Give a function that runs one job of one handler and returns its row."""

    def run(handler, attempts: int = 5) -> Job:
        queue = TableQueue()
        queue.add(JobSpec("test.read", 1, max_attempts=attempts), now=clock.now())
        worker = Worker({"test.read": handler}, queue, clock)
        worker.do(
            queue.claim(
                now=clock.now(), owner=worker.name, lease=dt.timedelta(seconds=60), kinds=frozenset({"test.read"})
            )
        )
        return Job.objects.get()

    return run


def test_a_handler_that_returns_is_done(work):
    assert work(lambda _: None).state == "done"


def test_an_error_of_ours_fails_the_job_with_its_sentence(work):
    def handler(ticket: Ticket) -> None:
        raise UsageError("Nothing to read.")

    job = work(handler)
    assert (job.state, job.error_code, job.error) == ("failed", "KIT-001", "KIT-001: Nothing to read.")


def test_an_unexpected_error_is_tried_again_later(work, clock, caplog):
    def handler(ticket: Ticket) -> None:
        raise ZeroDivisionError

    job = work(handler)
    assert (job.state, job.error_code, job.run_after > clock.now()) == ("waiting", "JOB-002", True)
    assert "failed" in caplog.text


def test_the_last_unexpected_error_is_final(work, caplog):
    def handler(ticket: Ticket) -> None:
        raise ZeroDivisionError

    assert work(handler, attempts=1).state == "failed"
    assert "ZeroDivisionError" in caplog.text


def test_a_handler_may_ask_to_be_called_again(work):
    def handler(ticket: Ticket) -> None:
        raise RetryLater(dt.timedelta(seconds=2))

    job = work(handler)
    assert (job.state, job.attempts) == ("waiting", 0)


def test_progress_is_there_for_others_to_see(work):
    job = work(lambda ticket: ticket.report(done=3, total=9, phase="reading"))
    assert (job.done, job.total, job.phase) == (3, 9, "reading")


def test_a_worker_that_is_to_end_gives_its_job_back(clock):
    queue = TableQueue()
    queue.add(JobSpec("test.read", 1), now=clock.now())
    worker = Worker({"test.read": lambda ticket: ticket.checkpoint()}, queue, clock)
    claim = queue.claim(
        now=clock.now(), owner=worker.name, lease=dt.timedelta(seconds=60), kinds=frozenset({"test.read"})
    )
    worker.stop.set()
    worker.do(claim)
    assert Job.objects.get().state == "waiting"


def test_a_lost_lease_stops_the_handler(work, caplog):
    reached = []

    def handler(ticket: Ticket) -> None:
        ticket.lose()
        ticket.checkpoint()
        reached.append("past the checkpoint")

    assert work(handler).state == "running"
    assert not reached
    assert "taken over" in caplog.text
    assert issubclass(LeaseLostError, Exception)


def test_a_worker_works_until_nothing_is_ready(clock):
    queue = TableQueue()
    for subject in (1, 2, 3):
        queue.add(JobSpec("test.read", subject), now=clock.now())
    assert Worker({"test.read": lambda _: None}, queue, clock).run(until_idle=True) == 3
