"""Background work of the preservation room."""

from __future__ import annotations

import time

from anjuan.accounts.deeds import Deed
from anjuan.jobs.worker import Ticket
from anjuan.kit.progress import Silent, Step
from anjuan.preservation.services.property_orders import property_test_make
from anjuan.preservation.services.scheduling import backup_scheduled, properties_turn

_REPORT_SECONDS = 1.0


def backup(ticket: Ticket) -> None:
    """Make the backup that was ordered."""
    backup_scheduled(deed=lambda: Deed("system", ticket.clock.now()), progress=_Told(ticket))


class _Told(Silent):
    """Tells the job how many originals are copied."""

    def __init__(self, ticket: Ticket) -> None:
        self._ticket, self._done, self._total, self._told = ticket, 0, 0, 0.0

    def expect(self, **totals: int) -> None:
        self._total += totals.get("originals", 0)

    def step(self, step: Step) -> None:
        self._done += step.counts.get("originals", 0)
        if time.monotonic() - self._told > _REPORT_SECONDS:
            self._ticket.report(done=self._done, total=max(self._total, self._done), phase="backup")
            self._told = time.monotonic()


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
