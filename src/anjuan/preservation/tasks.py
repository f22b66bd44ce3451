"""Background work of the preservation room."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.jobs.worker import Ticket
from anjuan.preservation.services.scheduling import backup_scheduled


def backup(ticket: Ticket) -> None:
    """Make the backup that was ordered."""
    backup_scheduled(deed=lambda: Deed("system", ticket.clock.now()))
