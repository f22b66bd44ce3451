"""Checking the whole of what is held: bytes, records, pages, store, history and seals."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.sight import case_named
from anjuan.archive.services.damaged import Finding
from anjuan.archive.services.fixity import FixityReport, fault_of, originals_verify
from anjuan.custody.selectors.sealed import seal_verify
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.errors import ExitCode, RefusedError
from anjuan.kit.progress import Progress

#: Faults named in one sentence.
_MOST_TOLD = 10
log = logging.getLogger(__name__)


class HoldingsDamagedError(RefusedError):
    """A case of which something is damaged is not handed out."""

    code = "CUST-012"
    exit_code = ExitCode.DAMAGED


def holdings_verify(
    *, deed: Callable[[], Deed], blobs: FolderBlobs, case: str = "", progress: Progress
) -> FixityReport:
    """Read every original again and compare all seals with what they cover: of all cases, or of one.

    It runs after a restore, and on a case before it is exported. Corrections of a description that no seal covers yet
    are no damage. A check that could not be made counts as failed.

    Raises:
        CaseUnknownError: There is no such case.

    """
    report = originals_verify(deed=deed, blobs=blobs, case=case, progress=progress)
    today = deed().now.date()
    faults = tuple(fault for finding in _seal_findings(case) for fault in [fault_of(finding, today)])
    return FixityReport(report.checked, (*report.faults, *faults))


def holdings_need_whole(*, deed: Callable[[], Deed], blobs: FolderBlobs, case: str, progress: Progress) -> FixityReport:
    """Return the report on a case of which every original and every seal is what it was.

    Raises:
        CaseUnknownError: There is no such case.
        HoldingsDamagedError: Something is not.

    """
    report = holdings_verify(deed=deed, blobs=blobs, case=case, progress=progress)
    if report.faults:
        told = " ".join(fault.what for fault in report.faults[:_MOST_TOLD])
        raise HoldingsDamagedError(
            f"{case} is not what was received and sealed, {len(report.faults)} faults: {told}",
            why="What leaves the archive must be what came into it.",
            remedy="Take the same files in again or restore a backup, then verify the case.",
        )
    return report


def _seal_findings(case: str) -> Iterator[Finding]:
    cases = Case.objects.filter(seals__isnull=False).distinct().order_by("pk")
    if case:
        cases = cases.filter(pk=case_named(system_viewer(), case).pk)
    for number in list(cases.values_list("number", flat=True)):
        try:
            yield from _broken(number)
        except Exception as fault:  # the checker must not take its own failure for health
            log.exception("The check of the seals of %s broke off", number)
            what = f"The check of the seals of {number} broke off: {type(fault).__name__}: {fault}"
            yield Finding("not-checked", "", what)


def _broken(number: str) -> Iterator[Finding]:
    for difference in seal_verify(system_viewer(), number).differences:
        if difference.kind != "description":
            yield Finding("seal-broken", "", f"Case {number}, seal {difference.seal}: {difference.what}.")
