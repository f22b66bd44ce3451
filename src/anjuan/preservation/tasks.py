"""Background work of the preservation room."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.jobs.worker import Ticket
from anjuan.kit.progress import Silent, Step
from anjuan.preservation.services.property_orders import property_test_make
from anjuan.preservation.services.scheduling import backup_scheduled, properties_turn


def backup(ticket: Ticket) -> None:
    """Make the backup that was ordered."""
    backup_scheduled(deed=lambda: Deed("system", ticket.clock.now()))


class _Pulse(Silent):
    """Keeps the job's lease while cases are tested one by one."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket, self._done = ticket, 0

    def step(self, step: Step) -> None:  # noqa: ARG002  only that there was one counts
        self._done += 1
        self._ticket.report(done=self._done, phase="properties")


def properties_round(ticket: Ticket) -> None:
    """Test the four properties of cases that were not tested for long."""
    properties_turn(deed=lambda: Deed("system", ticket.clock.now()), progress=_Pulse(ticket))


def properties_case(ticket: Ticket) -> None:
    """Test the four properties of the one case that was ordered."""
    property_test_make(ticket=ticket)
