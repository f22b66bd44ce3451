"""Searching for the rows of a batch, one after the other, with the rights of the person who ordered it."""

from __future__ import annotations

import time

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, viewer_of
from anjuan.accounts.selectors.searches import BatchRow, batch_rows, batch_rows_total
from anjuan.accounts.services.searches import RowFound, batch_finish, batch_found, batch_owner
from anjuan.archive.findable.counting import pages_meeting, sight_mark
from anjuan.archive.models import Page
from anjuan.jobs.protocol import JobSpec
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Ticket
from anjuan.kit.clock import today_in_china
from anjuan.search.engine import SearchEngine

BATCH_SEARCH = "archive.batch_search"
#: Somebody waits for it.
_PRIORITY = 20
_PORTION = 25
#: Cases are counted among so many of a row's pages.
_MOST_PAGES = 2000
_FIRST_PAGES = 3
_REPORT_SECONDS = 0.5


def batch_order(*, deed: Deed, batch_id: int) -> int:
    """Order a batch to be searched in the background; return the job."""
    return TableQueue().add(
        JobSpec(BATCH_SEARCH, batch_id, group=f"search:{batch_id}", priority=_PRIORITY, again=True), now=deed.now
    )


def batch_run(ticket: Ticket, engine: SearchEngine) -> int:
    """Search for the rows of a batch that are left and return how many; a killed run goes on where it stopped.

    The rights are those that the owner has now, without papers lent for a while: who may see what is asked
    again whenever the result is shown.
    """
    batch_id = ticket.subject_id
    owned = batch_owner(batch_id)
    if owned is None:
        return 0
    viewer = viewer_of(owned[0], today_in_china(ticket.clock))
    total, left = batch_rows_total(batch_id), batch_rows_total(batch_id, "waiting")
    done = reported = 0.0
    while rows := batch_rows(batch_id, only="waiting", limit=_PORTION):
        found = [_searched(viewer, engine, row, fuzzy=owned[1]) for row in rows]
        ticket.checkpoint()
        batch_found(batch_id=batch_id, found=found, sight=sight_mark(viewer))
        done += len(rows)
        if time.monotonic() - reported > _REPORT_SECONDS:
            ticket.report(done=int(total - left + done), total=total, phase="searching")
            reported = time.monotonic()
    batch_finish(batch_id=batch_id, now=ticket.clock.now())
    return int(done)


def _searched(viewer: Viewer, engine: SearchEngine, row: BatchRow, *, fuzzy: bool) -> RowFound:
    sought = '"' + row.text.replace('"', " ") + '"'
    counted = pages_meeting(viewer, engine, sought, fuzzy=fuzzy, most=_MOST_PAGES)
    cases = Page.objects.filter(pk__in=counted.ids).values("document__case").distinct().count() if counted.ids else 0
    return RowFound(row.id, counted.total, cases, counted.total > len(counted.ids), counted.ids[:_FIRST_PAGES])
