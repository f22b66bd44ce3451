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
from anjuan.kit.progress import Progress

log = logging.getLogger(__name__)


def holdings_verify(
    *, deed: Callable[[], Deed], blobs: FolderBlobs, case: str = "", progress: Progress
) -> FixityReport:
    """Read every original again and compare all seals with what they cover: of all cases, or of one.

    Run it after a restore, and on a case before it is exported. Corrections of a description that no seal covers yet
    are no damage. A check that could not be made counts as failed.

    Raises:
        CaseUnknownError: There is no such case.

    """
    report = originals_verify(deed=deed, blobs=blobs, case=case, progress=progress)
    today = deed().now.date()
    faults = tuple(fault for finding in _seal_findings(case) for fault in [fault_of(finding, today)])
    return FixityReport(report.checked, (*report.faults, *faults))


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
