"""Rounds of fixity: every original is read again within seven days, those that wait longest first."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.services.fixity import FixityFault, fault_of, original_check
from anjuan.custody.selectors.due import ROUND_DAYS, originals_due
from anjuan.custody.services.loans import loans_close
from anjuan.custody.services.retention import retention_round
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, was_added
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.clock import CHINA

#: The jobs of the rounds. Their subject is the number of the hour, so that each is added once.
FIXITY_ROUND, TIDY_ROUND = "custody.fixity_round", "custody.tidy_round"
#: One turn an hour: read what will be due before the next turns, with half a day to spare.
_SPARE_DAYS = 0.5
_HOUR_SECONDS = 3600
_TURNS = ROUND_DAYS * 24
#: A turn reads at least so much, however small the archive is, in bytes.
LEAST_BYTES = 1 << 30


@dataclasses.dataclass(frozen=True, slots=True)
class RoundReport:
    """What one turn did.

    Attributes:
        checked: Originals read.
        bytes: Their size.
        faults: What is wrong with them.
        left: Originals that are due and were not come to.

    """

    checked: int
    bytes: int
    faults: tuple[FixityFault, ...]
    left: int


def turn_budget(all_bytes: int) -> int:
    """Return how many bytes a turn may read so that the turns of a round read twice all there is."""
    return max(LEAST_BYTES, 2 * all_bytes // _TURNS)


def fixity_turn(
    *, deed: Callable[[], Deed], blobs: FolderBlobs, most_bytes: int, pulse: Callable[[int], None] = lambda _: None
) -> RoundReport:
    """Read originals that are due, those that wait longest first, until the budget is spent.

    Each is checked and written down by itself, so what is stopped goes on where it was. One larger than the budget
    is read alone. A damaged one waits for its next turn like any other; its damage stands in the events and in the
    journal.

    Args:
        deed: Who and when, asked anew for each original.
        blobs: The store.
        most_bytes: The budget.
        pulse: Told how many originals were read, before each; may raise to stop.

    """
    begun = deed()
    due = originals_due(now=begun.now, days=ROUND_DAYS - _SPARE_DAYS)
    checked, size = 0, 0
    faults: list[FixityFault] = []
    while (original := due.first()) and (not checked or size + original.size_bytes <= most_bytes):
        pulse(checked)
        found = original_check(deed=deed, original=original, blobs=blobs)
        faults += [fault_of(finding, begun.now.date()) for finding in found]
        checked, size = checked + 1, size + original.size_bytes
    if checked:
        _note(deed(), checked, size, faults)
    return RoundReport(checked, size, tuple(faults), due.count())


@transaction.atomic
def _note(deed: Deed, checked: int, size: int, faults: list[FixityFault]) -> None:
    journal_write(
        deed=deed, action="fixity.turn", subject="archive.store",
        detail={"originals": checked, "bytes": size,
                "damage": [{"kind": fault.kind, "original": fault.sha256} for fault in faults]},
    )  # fmt: skip


def rounds_plan(*, deed: Deed) -> None:
    """Add this hour's turn of fixity and this day's tidying, once each. Cheap: call it whenever nothing is to do."""
    hour = int(deed.now.timestamp()) // _HOUR_SECONDS
    day = deed.now.astimezone(CHINA).date().toordinal()
    is_due = originals_due(now=deed.now, days=ROUND_DAYS - _SPARE_DAYS).exists()
    for kind, number in ((FIXITY_ROUND, hour),) * is_due + ((TIDY_ROUND, day),):
        if not was_added(kind, number):
            TableQueue().add(JobSpec(kind, number, priority=-10), now=deed.now)


def tidy(*, deed: Deed) -> int:
    """Close loans that are over and compute the retention of all cases again; return how many loans were closed."""
    closed = loans_close(deed=deed)
    after = retention_round(deed=deed)
    while after:
        after = retention_round(deed=deed, after=after)
    return closed
