"""What is done every day by itself."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue, was_added
from anjuan.kit.clock import CHINA

EXPIRY_ROUND = "certificates.expiry_round"


def expiry_plan(*, deed: Deed) -> None:
    """Add this day's round of expiry, once. Cheap: call it whenever nothing is to do."""
    day = deed.now.astimezone(CHINA).date().toordinal()
    if not was_added(EXPIRY_ROUND, day):
        TableQueue().add(JobSpec(EXPIRY_ROUND, day, priority=-5), now=deed.now)
