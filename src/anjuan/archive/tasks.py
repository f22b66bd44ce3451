"""Background work of the archive room."""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import shutil
import time
from pathlib import Path

from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.archive.places import places
from anjuan.archive.selectors.body_tables import desk_today
from anjuan.archive.services.batch_search import batch_run
from anjuan.archive.services.cycles import organisation_cycles
from anjuan.archive.services.describing import DescribeOrder, files_describe
from anjuan.archive.services.doubles import organisation_compare, organisations_compare
from anjuan.archive.services.indexing import index_rebuild, index_rest, search_engine
from anjuan.archive.services.judging import case_judge, is_stale
from anjuan.archive.services.mailbox import mailbox_look
from anjuan.archive.services.reading import item_file, item_give_up
from anjuan.archive.services.rereading import page_reread
from anjuan.archive.services.rounds import ROUND_PARTS, part_judge, round_open, stale_number
from anjuan.archive.services.watching import folder_look
from anjuan.jobs.owners import is_dead, worker_name
from anjuan.jobs.protocol import RetryLater
from anjuan.jobs.worker import Ticket
from anjuan.kit.errors import AnjuanError
from anjuan.kit.progress import Step
from anjuan.papers.desk import Desk
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.shop import Workshop
from anjuan.registry.models import Organisation
from anjuan.search.errors import IndexBusyError

#: Bytes that have been on their way in for so long without a new one never arrive.
_ABANDONED_SECONDS = 24 * 3600.0
_REPORT_SECONDS = 1.0
_INDEX_AGAIN = dt.timedelta(seconds=2)
_JUDGE_AGAIN = dt.timedelta(seconds=1)


@functools.cache
def workshop() -> Workshop:
    """Return this process's workshop: one reading process, kept for all its files."""
    options = settings.ANJUAN_OPTIONS.reading
    limits = Limits(
        memory_bytes=options.memory_mb << 20,
        seconds_per_page=options.seconds_per_page,
        seconds_per_file=options.seconds_per_file,
        pages=options.pages,
        members=options.members,
        depth=options.depth,
        unpacked_bytes=options.unpacked_mb << 20,
    )
    shop = Workshop(limits, _work_folder())
    atexit.register(shop.close)
    return shop


def _work_folder() -> Path:
    """Return a folder of this process; what killed ones left behind goes."""
    here = places()
    here.work.mkdir(parents=True, exist_ok=True)
    for left in here.work.iterdir():
        if is_dead(left.name):
            shutil.rmtree(left, ignore_errors=True)
    here.blobs.sweep(older_than_seconds=_ABANDONED_SECONDS)
    mine = here.work / worker_name()
    mine.mkdir(exist_ok=True)
    atexit.register(shutil.rmtree, mine, ignore_errors=True)
    return mine


def file_item(ticket: Ticket) -> None:
    """File one received file."""
    try:
        item_file(
            ticket=ticket,
            shop=workshop(),
            blobs=places().blobs,
            passwords=settings.ANJUAN_OPTIONS.reading.passwords,
            scholar=scholar(),
        )
    except AnjuanError as fault:
        item_give_up(ticket=ticket, fault=fault)
        raise


def reread_page(ticket: Ticket) -> None:
    """Recognise a page anew that a person turned."""
    page_reread(ticket=ticket, shop=workshop(), places=places(), scholar=scholar())


def scholar() -> Desk:
    """Return the tables and model for studying papers today, with the body's own forms. Two queries."""
    return desk_today()


def describe_round(ticket: Ticket) -> None:
    """Describe anew the papers that were described with other tables; a killed round goes on with what is left."""
    files_describe(
        deed=lambda: Deed("system", ticket.clock.now()),
        order=DescribeOrder(),
        scholar=scholar(),
        progress=TicketProgress(ticket),
    )


class TicketProgress:
    """Progress that is told to the job: every file is a place to stop at when another worker has the job."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.total = self.done = 0

    def expect(self, **totals: int) -> None:
        """Take note of how many files there are."""
        self.total += totals.get("files", 0)

    def phase(self, name: str) -> None:
        """Do nothing: there is one phase."""

    def step(self, step: Step) -> None:
        """Tell the job of one more file."""
        self.done += step.counts.get("files", 0)
        self.ticket.report(done=self.done, total=max(self.total, self.done), phase="describing")


def watch_folder(ticket: Ticket) -> None:
    """Look into the watched folder once: take in what is at rest, put aside what is filed."""
    folder_look(deed=lambda: Deed("system", ticket.clock.now()), pulse=ticket.checkpoint)


def look_mailbox(ticket: Ticket) -> None:
    """Look into the mailbox once: take in what is new, move aside what is filed."""
    mailbox_look(deed=lambda: Deed("system", ticket.clock.now()), pulse=ticket.checkpoint)


class _PagesTold(TicketProgress):
    """Progress in pages, told once a second."""

    _told = 0.0

    def expect(self, **totals: int) -> None:
        """Take note of how many pages there are."""
        self.total += totals.get("pages", 0)

    def step(self, step: Step) -> None:
        """Count pages, and tell the job now and then."""
        self.done += step.counts.get("pages", 0)
        if time.monotonic() - self._told > _REPORT_SECONDS:
            self.ticket.report(done=self.done, total=max(self.total, self.done), phase="indexing")
            self._told = time.monotonic()


def index_everything(ticket: Ticket) -> None:
    """Index every page anew; while another process writes to the index, wait for it."""
    engine = search_engine()
    try:
        index_rebuild(engine, progress=_PagesTold(ticket))
    except IndexBusyError as fault:
        raise RetryLater(_INDEX_AGAIN) from fault
    finally:
        index_rest(engine)


def judge_case(ticket: Ticket) -> None:
    """Judge one case of which something changed, unless a round has done so meanwhile."""
    if is_stale(ticket.subject_id):
        case_judge(deed=Deed("system", ticket.clock.now()), case_id=ticket.subject_id)


def judge_round(ticket: Ticket) -> None:
    """Judge one part of all cases again; a killed round goes on with the cases that are left."""
    total, done = stale_number() // ROUND_PARTS, 0
    reported = 0.0
    for number in part_judge(deed=Deed("system", ticket.clock.now()), part=ticket.subject_id):
        done += number
        ticket.checkpoint()
        if time.monotonic() - reported > _REPORT_SECONDS:
            ticket.report(done=done, total=max(total, done), phase="judging")
            reported = time.monotonic()


def judge_end(_ticket: Ticket) -> None:
    """Stand for a round over all cases until everything it ordered has been done."""
    if round_open():
        raise RetryLater(_JUDGE_AGAIN)


def batch_search(ticket: Ticket) -> None:
    """Search for what is left of a batch of searches."""
    batch_run(ticket, search_engine())


def judge_cycles(ticket: Ticket) -> None:
    """Put the certification cycles of one organisation together, and look for others that may be the same."""
    deed = Deed("system", ticket.clock.now())
    organisation_cycles(deed=deed, organisation_id=ticket.subject_id)
    organisation_compare(deed=deed, organisation_id=ticket.subject_id)


def compare_organisations(ticket: Ticket) -> None:
    """Look for organisations that may be one, among all."""
    total, done = Organisation.objects.filter(merged_into=None).count(), 0
    reported = 0.0
    for number in organisations_compare(deed=Deed("system", ticket.clock.now())):
        done += number
        ticket.checkpoint()
        if time.monotonic() - reported > _REPORT_SECONDS:
            ticket.report(done=done, total=max(total, done), phase="comparing")
            reported = time.monotonic()
