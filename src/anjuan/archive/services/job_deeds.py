"""What the system administrator does with background work: try again, cancel, order a rebuild of the index."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.services.receiving import FILE_ITEM
from anjuan.jobs.listing import JobRow, job_again, job_named, job_stop
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, is_open
from anjuan.kit.errors import NotFoundError, RefusedError

RUNS = "system.run"
REBUILD = "archive.index_rebuild"
#: Ended by their own pages only: a file would stay between two states, a destruction half done.
_OWN_WAY = frozenset({FILE_ITEM, "custody.destroy_case", "archive.judge_end"})
_OPEN, _ENDED = ("waiting", "running"), ("failed", "cancelled")


class MayNotRunError(RefusedError):
    """None of the person's roles lets them run the system."""

    code = "CONF-010"


class JobUnknownError(NotFoundError):
    """There is no such job."""

    code = "CONF-011"


class JobRefusedError(RefusedError):
    """A job cannot be tried again or cancelled from the list of jobs."""

    code = "CONF-012"


def need_run(by: Viewer) -> None:
    """Refuse who may not run the system.

    Raises:
        MayNotRunError: None of the person's roles allows it.

    """
    if not by.may(RUNS):
        raise MayNotRunError(
            f"{by.name} may not run the system: it needs {RUNS}.", remedy="Ask the system administrator."
        )


def may_retry(job: JobRow) -> bool:
    """Say whether a job may be tried again from the list."""
    return job.state in _ENDED and job.kind not in _OWN_WAY


def may_cancel(job: JobRow) -> bool:
    """Say whether a job may be cancelled from the list."""
    return job.state in _OPEN and job.kind not in _OWN_WAY


@durable_transaction()
def job_retry(*, deed: Deed, by: Viewer, job_id: int) -> int:
    """Order an ended job once more; return the key of the new one.

    Raises:
        MayNotRunError: The person may not.
        JobUnknownError: There is none.
        JobRefusedError: It did not fail, or has its own page.

    """
    need_run(by)
    job = _job(job_id)
    if not may_retry(job):
        raise _refused(job)
    number = job_again(job_id, now=deed.now)
    _journal(deed, job, action="job.retry")
    return number


@durable_transaction()
def job_cancel(*, deed: Deed, by: Viewer, job_id: int) -> None:
    """Cancel a job that waits or is being done.

    Raises:
        MayNotRunError: The person may not.
        JobUnknownError: There is none.
        JobRefusedError: It has ended, or has its own page.

    """
    need_run(by)
    job = _job(job_id)
    if not may_cancel(job) or not job_stop(job_id, now=deed.now):
        raise _refused(job)
    _journal(deed, job, action="job.cancel")


@durable_transaction()
def index_rebuild_order(*, deed: Deed, by: Viewer) -> bool:
    """Order that every page be indexed anew; say whether that is new. Searches go on meanwhile.

    Raises:
        MayNotRunError: The person may not.

    """
    need_run(by)
    if is_open(REBUILD, 1):
        return False
    TableQueue().add(JobSpec(REBUILD, 1, max_attempts=3), now=deed.now)
    journal_write(deed=deed, action="index.order", subject="archive.index")
    return True


def _job(job_id: int) -> JobRow:
    job = job_named(job_id)
    if job is None:
        raise JobUnknownError(f"There is no job {job_id}.", remedy="Choose one from the list of jobs.")
    return job


def _refused(job: JobRow) -> JobRefusedError:
    if job.kind in _OWN_WAY:
        return JobRefusedError(
            f"A job of the kind {job.kind} is not ended or begun again from here.",
            why="What it works on would be left between two states.",
            remedy="Use the page of the batch, the case or the appraisal list that it belongs to.",
        )
    return JobRefusedError(f"The job {job.id} is {job.state}.", remedy="Load the list anew.")


def _journal(deed: Deed, job: JobRow, *, action: str) -> None:
    journal_write(
        deed=deed, action=action, subject=f"jobs.job:{job.id}", label=job.kind, detail={"error": job.error_code}
    )  # fmt: skip
