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
from anjuan.archive.services.cycles import organisation_cycles
from anjuan.archive.services.judging import case_judge, is_stale
from anjuan.archive.services.reading import item_file, item_give_up
from anjuan.archive.services.rounds import ROUND_PARTS, part_judge, round_open, stale_number
from anjuan.jobs.owners import is_dead, worker_name
from anjuan.jobs.protocol import RetryLater
from anjuan.jobs.worker import Ticket
from anjuan.kit.errors import AnjuanError
from anjuan.papers.desk import Desk
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.shop import Workshop

#: Bytes that have been on their way in for so long without a new one never arrive.
_ABANDONED_SECONDS = 24 * 3600.0
_REPORT_SECONDS = 1.0
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


@functools.cache
def scholar() -> Desk:
    """Return this process's tables and model for studying papers."""
    return Desk.of_today()


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


def judge_cycles(ticket: Ticket) -> None:
    """Put the certification cycles of one organisation together."""
    organisation_cycles(deed=Deed("system", ticket.clock.now()), organisation_id=ticket.subject_id)
