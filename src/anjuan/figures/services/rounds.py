"""Figures are counted every night, and told of every month."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.figures.models import Bulletin
from anjuan.figures.selectors.snapshots import snapshot_latest
from anjuan.figures.services.bulletins import bulletin_write
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, was_added
from anjuan.kit.clock import CHINA

#: The jobs. The subject of a count is the day's number, that of a bulletin the month's (year × 12 + month - 1).
SNAPSHOT_JOB, BULLETIN_JOB = "figures.snapshot", "figures.bulletin"
#: Counting millions of certificates waits until people sleep and what they wait for is done.
_FIRST_HOUR, _PRIORITY = 1, -40
_MONTHS = 12


def figures_order(*, deed: Deed) -> None:
    """Order today's count after one o'clock, and last month's bulletin, once each. Cheap: call it when idle."""
    now = deed.now.astimezone(CHINA)
    if now.hour < _FIRST_HOUR:
        return
    month = now.year * _MONTHS + now.month - 2
    for kind, number in ((SNAPSHOT_JOB, now.date().toordinal()), (BULLETIN_JOB, month)):
        if not was_added(kind, number):
            TableQueue().add(JobSpec(kind, number, priority=_PRIORITY), now=deed.now)


def month_bulletin(*, deed: Deed, month: int) -> Bulletin | None:
    """Write the bulletin of a month from its last snapshot; None when nothing was counted in it.

    Args:
        deed: Who and when.
        month: Year × 12 + month - 1.

    """
    year, number = divmod(month, _MONTHS)
    following = dt.date(year + (number == _MONTHS - 1), (number + 1) % _MONTHS + 1, 1)
    first = dt.date(year, number + 1, 1)
    for days in range(1, (following - first).days + 1):
        day = following - dt.timedelta(days=days)
        if snapshot_latest(day) is not None:
            return bulletin_write(deed=deed, day=day)
    return None
