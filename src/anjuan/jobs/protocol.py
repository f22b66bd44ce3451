"""The seam of background work: the queue, and the ticket that a handler works with.

Contract tests: ``tests/contracts/jobs.py``.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Protocol


@dataclasses.dataclass(frozen=True, slots=True)
class JobSpec:
    """A job to be done.

    Attributes:
        kind: Which handler does it, such as ``archive.file_item``.
        subject_id: Key of what it is about. One open job per kind and subject: adding it again is no error.
        group: A batch it belongs to; empty when to none.
        parent_id: The job it is a part of.
        priority: Higher goes first.
        max_attempts: How often a worker may die over it, or a retryable fault happen, before it fails.
        again: When a worker has an equal job in hand already, it is done once more after that: for work that reads
            what has just changed.

    """

    kind: str
    subject_id: int
    group: str = ""
    parent_id: int | None = None
    priority: int = 0
    max_attempts: int = 5
    again: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of one worker."""

    job_id: int
    kind: str
    subject_id: int
    group: str
    owner: str
    fence: int
    attempts: int
    max_attempts: int

    @property
    def is_last_attempt(self) -> bool:
        """Whether the job fails for good when this attempt does."""
        return self.attempts >= self.max_attempts


@dataclasses.dataclass(frozen=True, slots=True)
class GroupCounts:
    """How many jobs of a group are in which state."""

    waiting: int = 0
    running: int = 0
    done: int = 0
    failed: int = 0
    cancelled: int = 0

    @property
    def open(self) -> int:
        """Jobs that are still to be done or being done."""
        return self.waiting + self.running


class LeaseLostError(Exception):
    """The job belongs to another worker by now: stop at once and write nothing more."""


class RetryLater(Exception):  # noqa: N818  a signal, not a failure
    """Raised by a handler that cannot go on now; the attempt does not count."""

    def __init__(self, after: dt.timedelta) -> None:
        super().__init__(after)
        self.after = after


class Queue(Protocol):
    """A durable queue. A job survives the death of any worker and is done at least once."""

    def add(self, spec: JobSpec, *, now: dt.datetime) -> int:
        """Add a job, in the caller's transaction; return its key, or that of the open one it equals."""
        ...

    def claim(self, *, now: dt.datetime, owner: str, lease: dt.timedelta, kinds: frozenset[str]) -> Claim | None:
        """Take the next job whose time has come or whose lease has run out, or None."""
        ...

    def beat(self, claim: Claim, *, now: dt.datetime, lease: dt.timedelta) -> None:
        """Push the lease.

        Raises:
            LeaseLostError: The job has another owner by now.

        """
        ...

    def report(self, claim: Claim, *, done: int, total: int | None, phase: str) -> None:
        """Store progress for others to see.

        Raises:
            LeaseLostError: The job has another owner by now.

        """
        ...

    def finish(self, claim: Claim, *, now: dt.datetime) -> None:
        """End the job well. Call it inside the transaction of its last write.

        One that was ordered ``again`` meanwhile waits to be done once more.

        Raises:
            LeaseLostError: The job has another owner by now.

        """
        ...

    def fail(self, claim: Claim, *, now: dt.datetime, code: str, error: str, retry_after: dt.timedelta | None) -> None:
        """End the attempt; with ``retry_after`` the job waits and is tried again while attempts are left."""
        ...

    def release(self, claim: Claim, *, now: dt.datetime, after: dt.timedelta) -> None:
        """Give the job back without counting the attempt."""
        ...
