"""A whole round of fixity on a person's order: every original is read again, whenever it was read last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Q, QuerySet

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Original
from anjuan.archive.services.fixity import original_check
from anjuan.archive.services.job_deeds import need_run
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, open_number
from anjuan.kit.blobs import FolderBlobs

#: Its subject is the moment of the order in whole seconds: what was read after it is not read again.
FIXITY_WHOLE = "custody.fixity_whole"


@durable_transaction()
def fixity_order(*, deed: Deed, by: Viewer) -> bool:
    """Order that every original be read again now; say whether no such round was on its way yet.

    Raises:
        MayNotRunError: The person may not.

    """
    need_run(by)
    if open_number([FIXITY_WHOLE]):
        return False
    TableQueue().add(JobSpec(FIXITY_WHOLE, int(deed.now.timestamp()), priority=-12), now=deed.now)
    journal_write(deed=deed, action="fixity.order", subject="archive.store")
    return True


def _left(since: dt.datetime) -> QuerySet[Original]:
    kept = Original.objects.filter(destroyed_at=None)
    return kept.filter(Q(checked_at=None) | Q(checked_at__lt=since)).order_by("checked_at", "pk")


def fixity_whole(
    *, deed: Callable[[], Deed], blobs: FolderBlobs, since: dt.datetime, pulse: Callable[[int, int], None]
) -> int:
    """Read every original that was not read since a moment; return how many are damaged. Goes on after a kill.

    Args:
        deed: Who and when, asked anew for each original.
        blobs: The store.
        since: The moment of the order.
        pulse: Told how many were read and how many there are; may raise to stop.

    """
    total, done, damaged = _left(since).count(), 0, 0
    while original := _left(since).first():
        pulse(done, total)
        damaged += bool(original_check(deed=deed, original=original, blobs=blobs))
        done += 1
    with durable_transaction():
        journal_write(
            deed=deed(), action="fixity.whole", subject="archive.store", detail={"originals": done, "damaged": damaged}
        )  # fmt: skip
    return damaged
