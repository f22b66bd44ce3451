"""``anjuan worker``: do background work until told to stop."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import click
from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from anjuan.accounts.deeds import Deed
from anjuan.archive.services.housekeeping import items_bury, uploads_end
from anjuan.archive.services.indexing import index_drain, index_mend, index_rest, search_engine
from anjuan.archive.services.mailbox import mailbox_order
from anjuan.archive.services.watching import watch_order
from anjuan.certificates.services.rounds import expiry_plan
from anjuan.custody.services.rounds import rounds_plan
from anjuan.figures.services.rounds import figures_order
from anjuan.jobs.alive import AliveNote
from anjuan.jobs.fleet import is_orphaned
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.kit.clock import SystemClock
from anjuan.mining.services.digests import digests_order
from anjuan.mining.services.rounds import mining_order
from anjuan.mining.services.tallying import trends_order
from anjuan.preservation.services.scheduling import backup_order, properties_order


@click.command("worker")
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do.")
@click.option("--index", is_flag=True, help="Keep the search index in step instead of reading files.")
def command(*, until_idle: bool, index: bool) -> None:
    """Do background work until told to stop.

    Example: anjuan worker --until-idle
    """
    stop = threading.Event()

    def on_signal(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    if index:
        _keep_index(stop, until_idle=until_idle)
    else:
        _work(stop, until_idle=until_idle)


def _work(stop: threading.Event, *, until_idle: bool) -> None:
    handlers = {kind: import_string(path) for kind, path in settings.ANJUAN_JOB_HANDLERS.items()}
    worker = Worker(handlers, TableQueue(), SystemClock(), stop=stop)
    note = AliveNote(settings.ANJUAN_HOME / "work", "reading")

    def look_up() -> None:
        note.write(SystemClock().now())
        if is_orphaned():
            stop.set()

    note.write(SystemClock().now())
    try:
        worker.run(until_idle=until_idle, between=look_up)
    finally:
        note.remove()


def _keep_index(stop: threading.Event, *, until_idle: bool) -> None:
    engine = search_engine()
    index_mend(engine)
    pause = settings.ANJUAN_OPTIONS.search.commit_seconds
    note = AliveNote(settings.ANJUAN_HOME / "work", "index")
    while not stop.is_set() and not is_orphaned():
        note.write(SystemClock().now())
        if not index_drain(engine):
            index_rest(engine)
            deed = Deed("system", SystemClock().now())
            items_bury(deed=deed)
            uploads_end(deed=deed)
            backup_order(now=SystemClock().now(), queue=TableQueue())
            watch_order(now=SystemClock().now(), queue=TableQueue())
            mailbox_order(now=SystemClock().now(), queue=TableQueue())
            mining_order(deed=deed)
            digests_order(now=deed.now, queue=TableQueue(), options=settings.ANJUAN_OPTIONS.mail)
            trends_order(deed=deed)
            if until_idle:
                break
            rounds_plan(deed=deed)
            expiry_plan(deed=deed)
            figures_order(deed=deed)
            properties_order(now=deed.now, queue=TableQueue())
            stop.wait(pause)
        close_old_connections()
    note.remove()
