"""``anjuan worker``: do background work until told to stop."""

from __future__ import annotations

import signal
from types import FrameType

import click
from django.conf import settings
from django.utils.module_loading import import_string

from anjuan.jobs.fleet import is_orphaned
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.kit.clock import SystemClock


@click.command("worker")
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do.")
def command(*, until_idle: bool) -> None:
    """Do background work until told to stop.

    Example: anjuan worker --until-idle
    """
    handlers = {kind: import_string(path) for kind, path in settings.ANJUAN_JOB_HANDLERS.items()}
    worker = Worker(handlers, TableQueue(), SystemClock())

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        worker.stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)

    def look_up() -> None:
        if is_orphaned():
            worker.stop.set()

    worker.run(until_idle=until_idle, between=look_up)
