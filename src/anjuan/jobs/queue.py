"""The queue as a table: the same code on SQLite and PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet

from anjuan.jobs.models import Job, JobState
from anjuan.jobs.owners import is_dead
from anjuan.jobs.protocol import Claim, GroupCounts, JobSpec, LeaseLostError

_OPEN = (JobState.WAITING, JobState.RUNNING)


class TableQueue:
    """Keeps jobs in the table ``Job``; claims are short transactions."""

    def add(self, spec: JobSpec, *, now: dt.datetime) -> int:
        """Add a job, or return the open one it equals."""
        job, made = Job.objects.get_or_create(
            kind=spec.kind,
            subject_id=spec.subject_id,
            state__in=_OPEN,
            defaults={
                "state": JobState.WAITING,
                "group": spec.group,
                "parent_id": spec.parent_id,
                "priority": spec.priority,
                "max_attempts": spec.max_attempts,
                "run_after": now,
                "created_at": now,
            },
        )
        if spec.again and not made and job.state == JobState.RUNNING:
            running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
            return job.pk if running.update(again=True) else self.add(spec, now=now)
        return job.pk

    def claim(self, *, now: dt.datetime, owner: str, lease: dt.timedelta, kinds: frozenset[str]) -> Claim | None:
        """Take the next job whose time has come or whose lease has run out."""
        with transaction.atomic():
            self._free_the_dead(now)
            self._bury(now)
            ready = Q(state=JobState.WAITING, run_after__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
            jobs: QuerySet[Job] = Job.objects.filter(ready, kind__in=kinds).order_by("-priority", "run_after", "id")
            if connection.vendor == "postgresql":
                jobs = jobs.select_for_update(skip_locked=True)
            job = jobs.first()
            if job is None:
                return None
            job.state, job.owner, job.lease_until = JobState.RUNNING, owner, now + lease
            job.fence, job.attempts, job.again = job.fence + 1, job.attempts + 1, False
            job.save(update_fields=["state", "owner", "lease_until", "fence", "attempts", "again"])
        return Claim(job.pk, job.kind, job.subject_id, job.group, owner, job.fence, job.attempts, job.max_attempts)

    def _free_the_dead(self, now: dt.datetime) -> None:
        """End the leases of workers that died on this machine, without waiting for their time."""
        running = Job.objects.filter(state=JobState.RUNNING, lease_until__gte=now)
        dead = [owner for owner in set(running.values_list("owner", flat=True)) if is_dead(owner)]
        if dead:
            running.filter(owner__in=dead).update(lease_until=now - dt.timedelta(seconds=1))

    def _bury(self, now: dt.datetime) -> None:
        """Fail the jobs whose worker died over their last attempt."""
        Job.objects.filter(
            state=JobState.RUNNING, lease_until__lt=now, attempts__gte=F("max_attempts")
        ).update(
            state=JobState.FAILED,
            finished_at=now,
            error_code="JOB-001",
            error="The worker died over this job on every attempt.",
        )  # fmt: skip

    def beat(self, claim: Claim, *, now: dt.datetime, lease: dt.timedelta) -> None:
        """Push the lease."""
        self._held(claim, lease_until=now + lease)

    def report(self, claim: Claim, *, done: int, total: int | None, phase: str) -> None:
        """Store progress for others to see."""
        self._held(claim, done=done, total=total, phase=phase[:120])

    def finish(self, claim: Claim, *, now: dt.datetime) -> None:
        """End the job well."""
        self._end(claim, now, state=JobState.DONE)

    def fail(self, claim: Claim, *, now: dt.datetime, code: str, error: str, retry_after: dt.timedelta | None) -> None:
        """End the attempt, for good or until it is tried again."""
        if retry_after is not None and not claim.is_last_attempt:
            self._held(
                claim,
                state=JobState.WAITING,
                run_after=now + retry_after,
                lease_until=None,
                error_code=code,
                error=error,
            )
        else:
            self._end(claim, now, state=JobState.FAILED, error_code=code, error=error)

    def release(self, claim: Claim, *, now: dt.datetime, after: dt.timedelta) -> None:
        """Give the job back without counting the attempt."""
        self._held(
            claim, state=JobState.WAITING, run_after=now + after, lease_until=None, attempts=claim.attempts - 1
        )  # fmt: skip

    def _end(self, claim: Claim, now: dt.datetime, **final: object) -> None:
        """End the job for good; one that was ordered again meanwhile waits once more."""
        if not _held_rows(claim).filter(again=False).update(finished_at=now, lease_until=None, **final):
            self._held(claim, state=JobState.WAITING, run_after=now, lease_until=None, attempts=0, again=False)

    def _held(self, claim: Claim, **changes: object) -> None:
        if not _held_rows(claim).update(**changes):
            raise LeaseLostError(claim)


def _held_rows(claim: Claim) -> QuerySet[Job]:
    return Job.objects.filter(pk=claim.job_id, owner=claim.owner, fence=claim.fence, state=JobState.RUNNING)


def group_counts(group: str) -> GroupCounts:
    """Return how many jobs of a group are in which state. One query."""
    rows = Job.objects.filter(group=group).values_list("state").annotate(number=Count("id"))
    return GroupCounts(**dict(rows))


def group_cancel(group: str, *, now: dt.datetime) -> int:
    """Cancel the jobs of a group that nobody has begun; return how many."""
    return Job.objects.filter(group=group, state=JobState.WAITING).update(state=JobState.CANCELLED, finished_at=now)


def group_running(group: str) -> list[int]:
    """Return what the jobs of a group are about that a worker has in hand. One query."""
    return list(Job.objects.filter(group=group, state=JobState.RUNNING).values_list("subject_id", flat=True))


def open_jobs() -> int:
    """Return how many jobs are waiting or running."""
    return Job.objects.filter(state__in=_OPEN).count()


def open_number(kinds: Iterable[str]) -> int:
    """Return how many jobs of some kinds are waiting or running. One query."""
    return Job.objects.filter(kind__in=list(kinds), state__in=_OPEN).count()


def is_open(kind: str, subject_id: int) -> bool:
    """Say whether a job of a kind about a subject is waiting or running. One query."""
    return Job.objects.filter(kind=kind, subject_id=subject_id, state__in=_OPEN).exists()


def is_running(job_id: int) -> bool:
    """Say whether a job is in the hands of a worker, dead or alive."""
    return Job.objects.filter(pk=job_id, state=JobState.RUNNING).exists()


def failed_subjects(kind: str, among: Iterable[int]) -> dict[int, str]:
    """Return which of these subjects have a failed job of a kind and no open one, with the last error. One query."""
    failed: dict[int, str] = {}
    again: set[int] = set()
    jobs = Job.objects.filter(kind=kind, subject_id__in=list(among)).order_by("id")
    for subject_id, state, error in jobs.values_list("subject_id", "state", "error"):
        if state == JobState.FAILED:
            failed[subject_id] = error
        elif state in _OPEN:
            again.add(subject_id)
    return {subject_id: error for subject_id, error in failed.items() if subject_id not in again}


def failed_jobs(kind: str) -> QuerySet[Job, int]:
    """Return the subjects of all failed jobs of a kind, to be used inside another query."""
    return Job.objects.filter(kind=kind, state=JobState.FAILED).values_list("subject_id", flat=True)


def was_added(kind: str, subject_id: int) -> bool:
    """Say whether a job of a kind was ever added for a subject, whatever became of it. One query."""
    return Job.objects.filter(kind=kind, subject_id=subject_id).exists()
