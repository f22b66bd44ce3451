"""Reading stored bytes again and saying whether they are what was received."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from django.db.models import QuerySet

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import Original
from anjuan.archive.selectors.sight import case_named
from anjuan.archive.services.custody import custody_write
from anjuan.kit.blobs import Blobs
from anjuan.kit.errors import AnjuanError
from anjuan.kit.progress import Progress, Step

_READ_ROWS = 200


@dataclasses.dataclass(frozen=True, slots=True)
class FixityFault:
    """An original that is not what was received."""

    sha256: str
    code: str
    what: str


@dataclasses.dataclass(frozen=True, slots=True)
class FixityReport:
    """The outcome of a check: how many originals were read, and which are wrong."""

    checked: int
    faults: tuple[FixityFault, ...]


def originals_verify(*, deed: Callable[[], Deed], blobs: Blobs, case: str = "", progress: Progress) -> FixityReport:
    """Read every original again, all or those of one case, and compare SHA-256, SM3 and size.

    A check that could not be made counts as failed.

    Raises:
        CaseUnknownError: There is no such case.

    """
    originals = Original.objects.order_by("pk")
    if case:
        originals = originals.filter(documents__case=case_named(system_viewer(), case)).distinct()
    progress.expect(originals=originals.count())
    faults: list[FixityFault] = []
    checked = 0
    for original in _in_turn(originals):
        found = list(_faults(original, blobs))
        faults.extend(found)
        checked += 1
        outcome, detail = ("failure", found[0].what) if found else ("success", "")
        custody_write(deed=deed(), event="fixity check", about=original, outcome=outcome, detail=detail)
        if not found:
            Original.objects.filter(pk=original.pk).update(verified_at=deed().now)
        progress.step(Step(item=original.sha256[:12], outcome=outcome, counts={"originals": 1}))
    return FixityReport(checked, tuple(faults))


def _in_turn(originals: QuerySet[Original]) -> Iterator[Original]:
    """Yield rows in short reads: one long read would keep the outcomes from being written beside other work."""
    last = 0
    while rows := list(originals.filter(pk__gt=last)[:_READ_ROWS]):
        yield from rows
        last = rows[-1].pk


def _faults(original: Original, blobs: Blobs) -> Iterator[FixityFault]:
    try:
        digest = blobs.verify(original.sha256)
    except (AnjuanError, OSError) as fault:
        code = fault.code if isinstance(fault, AnjuanError) else "KIT-020"
        yield FixityFault(original.sha256, code, str(fault))
        return
    if digest.sm3 != original.sm3 or digest.size_bytes != original.size_bytes:
        yield FixityFault(
            original.sha256, "ARCH-040",
            f"The record of {original.sha256} says SM3 {original.sm3} and {original.size_bytes} bytes,"
            f" the bytes say {digest.sm3} and {digest.size_bytes}: the record was altered.",
        )  # fmt: skip
