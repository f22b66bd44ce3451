"""Background work of the figures room."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.figures.services.rounds import month_bulletin
from anjuan.figures.services.snapshots import snapshot_take
from anjuan.jobs.worker import Ticket


def snapshot(ticket: Ticket) -> None:
    """Count all figures of a day."""
    deed = Deed("system", ticket.clock.now())
    snapshot_take(deed=deed, day=dt.date.fromordinal(ticket.subject_id))


def bulletin(ticket: Ticket) -> None:
    """Write the bulletin of a month."""
    month_bulletin(deed=Deed("system", ticket.clock.now()), month=ticket.subject_id)
