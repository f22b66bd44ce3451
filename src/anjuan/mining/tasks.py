"""Background work of the mining room."""

from __future__ import annotations

import functools

from anjuan.accounts.deeds import Deed
from anjuan.jobs.worker import Ticket
from anjuan.mining.extractor import Extractor, TableExtractor
from anjuan.mining.services.firsts import firsts_find
from anjuan.mining.services.rounds import round_mine
from anjuan.mining.services.running import case_mine
from anjuan.mining.services.stories import stories_propose, stories_waiting
from anjuan.mining.services.tallying import trends_update


@functools.cache
def extractor() -> Extractor:
    """Return what takes facts from papers, with the latest tables."""
    return TableExtractor()


def case(ticket: Ticket) -> None:
    """Mine one case."""
    deed = Deed("system", ticket.clock.now())
    case_mine(deed=deed, case_id=ticket.subject_id, extractor=extractor())


def everything(ticket: Ticket) -> None:
    """Mine the cases whose papers or tables changed, one part of them."""
    deed = Deed("system", ticket.clock.now())
    for done in round_mine(deed=deed, part=ticket.subject_id, extractor=extractor()):
        ticket.report(done=done)


def history(ticket: Ticket) -> None:
    """Look for the body's firsts, and propose stories out of findings that persons reviewed."""
    deed = Deed("system", ticket.clock.now())
    firsts_find(deed=deed)
    stories_propose(deed=deed, most=max(0, _STORIES_WAITING - stories_waiting()))


#: So many proposed stories wait at the most: more would bury what an editor wants to look at.
_STORIES_WAITING = 10


def trends(ticket: Ticket) -> None:
    """Bring figures and graph up to date with the cases."""
    deed = Deed("system", ticket.clock.now())
    for done in trends_update(deed=deed):
        ticket.report(done=done)
