"""Reading stored bytes again and saying whether they are what was received; if not, what happened to them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Iterator

from django.db.models import Q, QuerySet

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Original
from anjuan.archive.rules import tables
from anjuan.archive.selectors.sight import case_named
from anjuan.archive.services import holdings
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.damaged import Finding, original_findings
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.errors import AnjuanError
from anjuan.kit.progress import Progress, Silent, Step

log = logging.getLogger(__name__)

_READ_ROWS = 200


@dataclasses.dataclass(frozen=True, slots=True)
class FixityFault:
    """Something of the holdings that is not what was received.

    Attributes:
        sha256: The original it is about; empty when about none.
        code: The code of the failure, as errors carry it.
        what: A sentence with the values.
        kind: The kind of damage, from the table ``damage``.

    """

    sha256: str
    code: str
    what: str
    kind: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class FixityReport:
    """The outcome of a check: how many originals were read, and what is wrong.

    Attributes:
        checked: Originals of which the bytes were read again.
        faults: What is wrong; empty when nothing is.

    """

    checked: int
    faults: tuple[FixityFault, ...]

    @property
    def damage(self) -> list[dict[str, str]]:
        """The faults as kind, original and sentence."""
        return [{"kind": fault.kind, "original": fault.sha256, "what": fault.what} for fault in self.faults]


def fault_of(finding: Finding, on: dt.date) -> FixityFault:
    """Return what was found as a fault, with the code that its kind has on a day."""
    return FixityFault(finding.sha256, tables.damage().on(on).of(finding.kind).code, finding.what, finding.kind)


def originals_verify(
    *, deed: Callable[[], Deed], blobs: FolderBlobs, case: str = "", progress: Progress
) -> FixityReport:
    """Read every original again, all or those of one case, and compare SHA-256, SM3, size and pages.

    When all are read, the store is looked through for files that nobody knows, and the journal's chain and the
    events of custody are checked too. A check that could not be made counts as failed.

    Raises:
        CaseUnknownError: There is no such case.

    """
    originals = Original.objects.filter(destroyed_at=None).order_by("pk")
    if case:
        named = case_named(system_viewer(), case)
        originals = originals.filter(Q(documents__case=named) | Q(intake_items__case=named)).distinct()
    progress.expect(originals=originals.count())
    found: list[Finding] = []
    checked = 0
    for original in _in_turn(originals):
        found.extend(original_check(deed=deed, original=original, blobs=blobs, progress=progress))
        checked += 1
    if not case:
        found.extend(_guarded(lambda: holdings.store_findings(blobs=blobs, now=deed().now), "the store"))
        found.extend(_guarded(holdings.history_findings, "the journal and the events of custody"))
    found = holdings.explained(found, blobs)
    today = deed().now.date()
    return FixityReport(checked, tuple(fault_of(finding, today) for finding in found))


def original_check(
    *, deed: Callable[[], Deed], original: Original, blobs: FolderBlobs, progress: Progress | None = None
) -> list[Finding]:
    """Read one original again, write down the outcome and return what is wrong with it."""
    found = _guarded(lambda: original_findings(original, blobs), f"the original {original.sha256}", original.sha256)
    if found and Original.objects.filter(pk=original.pk, destroyed_at__isnull=False).exists():
        return []  # it was destroyed while it was looked at, as it should be
    outcome, detail = ("failure", f"{found[0].kind}: {found[0].what}") if found else ("success", "")
    custody_write(deed=deed(), event="fixity check", about=original, outcome=outcome, detail=detail)
    now = deed().now
    Original.objects.filter(pk=original.pk).update(**({"checked_at": now} if found else _whole(now)))
    (progress or Silent()).step(Step(item=original.sha256[:12], outcome=outcome, counts={"originals": 1}))
    return found


def _whole(now: dt.datetime) -> dict[str, dt.datetime]:
    return {"checked_at": now, "verified_at": now}


def _guarded(look: Callable[[], Iterator[Finding]], what: str, sha256: str = "") -> list[Finding]:
    """Return what a check finds; a check that breaks has found that something could not be checked."""
    try:
        return list(look())
    except Exception as fault:  # the checker must not take its own failure for health
        log.exception("A check of %s broke off", what)
        reason = str(fault) if isinstance(fault, AnjuanError) else f"{type(fault).__name__}: {fault}"
        return [Finding("not-checked", sha256, f"The check of {what} broke off: {reason}")]


def _in_turn(originals: QuerySet[Original]) -> Iterator[Original]:
    """Yield rows in short reads: one long read would keep the outcomes from being written beside other work."""
    last = 0
    while rows := list(originals.filter(pk__gt=last)[:_READ_ROWS]):
        yield from rows
        last = rows[-1].pk
