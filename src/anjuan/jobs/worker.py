"""A worker: takes jobs, keeps their leases alive, does them, survives what they raise."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
import random
import threading
import time
from collections.abc import Callable, Mapping

from django.db import close_old_connections, connection

from anjuan.jobs.owners import worker_name
from anjuan.jobs.protocol import Claim, LeaseLostError, Queue, RetryLater
from anjuan.kit.clock import Clock
from anjuan.kit.errors import AnjuanError

log = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, slots=True)
class Tempo:
    """How a worker keeps time, in seconds.

    Attributes:
        lease: A job whose worker says nothing for so long belongs to whoever takes it.
        beat: How often the lease is pushed; a third of the lease at the most.
        poll: How long an idle worker waits before it looks again.
        retry: How long a job waits after an unexpected fault, times the attempts made.

    """

    lease: float = 60.0
    beat: float = 20.0
    poll: float = 0.5
    retry: float = 15.0


class Ticket:
    """What a handler gets: its job, and the ways to say how far it is."""

    def __init__(self, claim: Claim, queue: Queue, clock: Clock, stop: threading.Event) -> None:
        self.claim = claim
        self.queue = queue
        self.clock = clock
        self.is_finished = False
        self._lost = threading.Event()
        self._stop = stop

    @property
    def subject_id(self) -> int:
        """Key of what the job is about."""
        return self.claim.subject_id

    def checkpoint(self) -> None:
        """Stop here when the job is no longer this worker's, or the worker is to end.

        Raises:
            LeaseLostError: Another worker has the job.
            RetryLater: The worker was asked to end; the job goes back as it is.

        """
        if self._lost.is_set():
            raise LeaseLostError(self.claim)
        if self._stop.is_set():
            raise RetryLater(dt.timedelta())

    def report(self, *, done: int, total: int | None = None, phase: str = "") -> None:
        """Store progress for others to see, after a checkpoint."""
        self.checkpoint()
        self.queue.report(self.claim, done=done, total=total, phase=phase)

    def finish(self) -> None:
        """End the job well, inside the transaction of its last write: both are there or neither.

        Raises:
            LeaseLostError: Another worker has the job.

        """
        self.queue.finish(self.claim, now=self.clock.now())
        self.is_finished = True

    def lose(self) -> None:
        """Mark the job as lost; the next checkpoint stops the handler."""
        self._lost.set()


Handler = Callable[[Ticket], None]


class Worker:
    """Does jobs one after the other until it is stopped."""

    def __init__(
        self,
        handlers: Mapping[str, Handler],
        queue: Queue,
        clock: Clock,
        *,
        tempo: Tempo | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self.handlers = handlers
        self.queue = queue
        self.clock = clock
        self.tempo = tempo or Tempo()
        self.name = worker_name()
        self.stop = stop or threading.Event()

    def run(self, *, until_idle: bool = False, between: Callable[[], None] | None = None) -> int:
        """Work until stopped, or with ``until_idle`` until nothing is ready; return how many jobs were done.

        Args:
            until_idle: End when no job is ready instead of waiting for more.
            between: Called after every job and every idle turn.

        """
        finished = 0
        while not self.stop.is_set():
            claim = self.queue.claim(
                now=self.clock.now(),
                owner=self.name,
                lease=dt.timedelta(seconds=self.tempo.lease),
                kinds=frozenset(self.handlers),
            )
            if claim is None:
                if until_idle:
                    break
                self.stop.wait(self.tempo.poll * random.uniform(0.8, 1.6))  # noqa: S311  keeps pollers apart
            else:
                self.do(claim)
                finished += 1
            if between is not None:
                between()
            close_old_connections()
        return finished

    def do(self, claim: Claim) -> None:
        """Do one job and say how it ended. Nothing that a handler raises leaves this function."""
        ticket = Ticket(claim, self.queue, self.clock, self.stop)
        ended = threading.Event()
        heart = threading.Thread(target=self._beat, args=(ticket, ended), daemon=True, name=f"lease-{claim.job_id}")
        heart.start()
        try:
            self._attempt(ticket)
        finally:
            ended.set()
            heart.join()

    def _attempt(self, ticket: Ticket) -> None:
        claim = ticket.claim
        try:
            try:
                self.handlers[claim.kind](ticket)
                if not ticket.is_finished:
                    ticket.finish()
            except RetryLater as later:
                self.queue.release(claim, now=self.clock.now(), after=later.after)
            except AnjuanError as fault:
                self.queue.fail(claim, now=self.clock.now(), code=fault.code, error=str(fault), retry_after=None)
            except LeaseLostError:
                raise
            except Exception as error:
                log.exception("Job %s (%s:%s) failed", claim.job_id, claim.kind, claim.subject_id)
                wait = dt.timedelta(seconds=self.tempo.retry * claim.attempts)
                self.queue.fail(
                    claim,
                    now=self.clock.now(),
                    code="JOB-002",
                    error=f"{type(error).__name__}: {error}",
                    retry_after=wait,
                )
        except LeaseLostError:
            log.warning("Job %s was taken over by another worker", claim.job_id)

    def _beat(self, ticket: Ticket, ended: threading.Event) -> None:
        lease = dt.timedelta(seconds=self.tempo.lease)
        last = time.monotonic()
        try:
            while not ended.wait(self.tempo.beat):
                try:
                    self.queue.beat(ticket.claim, now=self.clock.now(), lease=lease)
                    last = time.monotonic()
                except LeaseLostError:
                    ticket.lose()
                    return
                except Exception:
                    log.exception("The lease of job %s could not be pushed", ticket.claim.job_id)
                    if time.monotonic() - last > self.tempo.lease:
                        ticket.lose()
                        return
        finally:
            connection.close()
