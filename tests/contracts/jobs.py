"""What every queue promises."""

from __future__ import annotations

import datetime as dt

import pytest

from anjuan.jobs.protocol import JobSpec, LeaseLostError, Queue

NOW = dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)
LEASE = dt.timedelta(seconds=60)
KINDS = frozenset({"test.read"})


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


class QueueContract:
    """Inherit, and give a fixture ``queue``. Owners are names of another machine, so none is called dead."""

    def add(self, queue: Queue, subject: int = 1, **more) -> int:
        return queue.add(JobSpec("test.read", subject, **more), now=NOW)

    def claim(self, queue: Queue, owner: str = "elsewhere:1:1", at: dt.datetime = NOW):
        return queue.claim(now=at, owner=owner, lease=LEASE, kinds=KINDS)

    def test_a_job_is_claimed_once(self, queue: Queue):
        job = self.add(queue)
        assert self.claim(queue).job_id == job
        assert self.claim(queue, "elsewhere:2:2") is None

    def test_the_same_open_job_is_not_added_twice(self, queue: Queue):
        assert self.add(queue) == self.add(queue)

    def test_a_finished_job_may_be_added_again(self, queue: Queue):
        first = self.add(queue)
        queue.finish(self.claim(queue), now=NOW)
        assert self.add(queue) != first

    def test_higher_priority_goes_first(self, queue: Queue):
        self.add(queue, 1)
        urgent = self.add(queue, 2, priority=5)
        assert self.claim(queue).job_id == urgent

    def test_kinds_nobody_asked_for_stay(self, queue: Queue):
        queue.add(JobSpec("test.other", 1), now=NOW)
        assert self.claim(queue) is None

    def test_a_job_whose_worker_went_silent_is_claimed_again(self, queue: Queue):
        self.add(queue)
        self.claim(queue)
        assert self.claim(queue, "elsewhere:2:2", later(59)) is None
        again = self.claim(queue, "elsewhere:2:2", later(61))
        assert again.attempts == 2

    def test_a_beat_keeps_the_job(self, queue: Queue):
        self.add(queue)
        queue.beat(self.claim(queue), now=later(50), lease=LEASE)
        assert self.claim(queue, "elsewhere:2:2", later(100)) is None

    @pytest.mark.parametrize("deed", ["beat", "report", "finish", "fail", "release"])
    def test_who_lost_the_lease_can_say_nothing_more(self, queue: Queue, deed):
        self.add(queue)
        lost = self.claim(queue)
        self.claim(queue, "elsewhere:2:2", later(61))
        words = {
            "beat": {"now": later(62), "lease": LEASE},
            "report": {"done": 1, "total": 2, "phase": ""},
            "finish": {"now": later(62)},
            "fail": {"now": later(62), "code": "X", "error": "x", "retry_after": None},
            "release": {"now": later(62), "after": dt.timedelta()},
        }
        with pytest.raises(LeaseLostError):
            getattr(queue, deed)(lost, **words[deed])

    @pytest.mark.parametrize("end", ["finish", "fail"])
    def test_a_job_ordered_again_while_it_is_done_is_done_once_more(self, queue: Queue, end):
        job = self.add(queue)
        claim = self.claim(queue)
        assert self.add(queue, again=True) == job
        words = {"finish": {}, "fail": {"code": "X", "error": "x", "retry_after": None}}[end]
        getattr(queue, end)(claim, now=NOW, **words)
        queue.finish(self.claim(queue), now=NOW)
        assert self.claim(queue) is None

    def test_a_job_ordered_again_before_it_is_begun_is_done_once(self, queue: Queue):
        self.add(queue)
        self.add(queue, again=True)
        queue.finish(self.claim(queue), now=NOW)
        assert self.claim(queue) is None

    def test_a_job_that_kills_every_worker_is_given_up(self, queue: Queue):
        self.add(queue, max_attempts=2)
        self.claim(queue)
        self.claim(queue, at=later(61))
        assert self.claim(queue, at=later(122)) is None

    def test_a_fault_that_may_pass_is_tried_again_later(self, queue: Queue):
        self.add(queue)
        wait = dt.timedelta(seconds=30)
        queue.fail(self.claim(queue), now=NOW, code="X", error="x", retry_after=wait)
        assert self.claim(queue, at=later(29)) is None
        assert self.claim(queue, at=later(31)).attempts == 2

    def test_a_released_job_has_lost_no_attempt(self, queue: Queue):
        self.add(queue)
        queue.release(self.claim(queue), now=NOW, after=dt.timedelta())
        assert self.claim(queue).attempts == 1
