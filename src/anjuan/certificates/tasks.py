"""Background work of the certificates room."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.certificates.services.status import certificates_expire
from anjuan.jobs.worker import Ticket


def expiry_round(ticket: Ticket) -> None:
    """Set certificates whose last day is over to expired."""
    certificates_expire(deed=Deed("system", ticket.clock.now()))
