"""The table of jobs as people see it: what waits, what is being done, what failed and why."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count, QuerySet

from anjuan.jobs.models import Job, JobState
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue


@dataclasses.dataclass(frozen=True, slots=True)
class JobRow:
    """One job of the list.

    Attributes:
        state: ``waiting``, ``running``, ``done``, ``failed`` or ``cancelled``.
        attempts: How often a worker began it.
        done: What its handler reported as done.
        total: Out of how many; None when the handler did not say.
        error_code: Code of its last fault; empty when there was none.
        error: The sentence that goes with it.
        run_after: Not before this moment.

    """

    id: int
    kind: str
    subject_id: int
    state: str
    attempts: int
    max_attempts: int
    done: int
    total: int | None
    phase: str
    error_code: str
    error: str
    created_at: dt.datetime
    run_after: dt.datetime
    finished_at: dt.datetime | None


def _jobs(state: str, kind: str) -> QuerySet[Job]:
    jobs = Job.objects.all()
    if state:
        jobs = jobs.filter(state=state)
    return jobs.filter(kind=kind) if kind else jobs


def _row(job: Job) -> JobRow:
    return JobRow(**{field.name: getattr(job, field.name) for field in dataclasses.fields(JobRow)})


def job_rows(*, state: str = "", kind: str = "", offset: int = 0, limit: int = 20) -> list[JobRow]:
    """Return jobs, the newest first. One query."""
    return [_row(job) for job in _jobs(state, kind).order_by("-id")[offset : offset + limit]]


def job_states(*, kind: str = "") -> dict[str, int]:
    """Return how many jobs are in each state; under the empty name how many there are. One query."""
    counts = dict(_jobs("", kind).order_by().values_list("state").annotate(number=Count("pk")))
    return {**counts, "": sum(counts.values())}


def job_kinds() -> list[str]:
    """Return the kinds of all jobs there ever were, by name. One query."""
    return list(Job.objects.order_by("kind").values_list("kind", flat=True).distinct())


def job_named(job_id: int) -> JobRow | None:
    """Return one job, or None. One query."""
    job = Job.objects.filter(pk=job_id).first()
    return _row(job) if job else None


def job_again(job_id: int, *, now: dt.datetime) -> int:
    """Add a job that equals one which ended; return its key, or that of the open one it equals."""
    job = Job.objects.get(pk=job_id)
    spec = JobSpec(job.kind, job.subject_id, job.group, job.parent_id, job.priority, job.max_attempts)
    return TableQueue().add(spec, now=now)


def job_stop(job_id: int, *, now: dt.datetime) -> bool:
    """Cancel a job that waits or is being done; say whether it was open.

    A worker that has it in hand stops at its next report: its claim does not count any more.
    """
    open_ones = Job.objects.filter(pk=job_id, state__in=(JobState.WAITING, JobState.RUNNING))
    return bool(open_ones.update(state=JobState.CANCELLED, finished_at=now, lease_until=None))
