"""``anjuan serve``: the web interface with its workers, in one command."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import click
from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from anjuan.jobs.fleet import Fleet

_WATCH_SECONDS = 2.0
#: People wait for pages; nobody waits for the reading of a paper.
_BEHIND_PAGES = 5


@click.command("serve")
@click.option("--host", help="Address to listen on; otherwise as the options say.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on; otherwise as the options say.")
@click.option("--workers", type=click.IntRange(0, 256), help="Reading processes; 0 for none.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True, help="Web processes.")
def command(*, host: str | None, port: int | None, workers: int | None, processes: int) -> None:
    """Serve the web interface and do the background work.

    Example: anjuan serve --port 8321
    """
    serve(host=host, port=port, workers=workers, processes=processes)


def serve(*, host: str | None = None, port: int | None = None, workers: int | None = None, processes: int = 2) -> None:
    """Serve until interrupted."""
    options = settings.ANJUAN_OPTIONS
    host, port = host or options.web.host, port or options.web.port
    readers = options.reading.workers or os.cpu_count() or 1
    with background(readers if workers is None else workers):
        click.echo(f"Anjuan listens on http://{host}:{port} (stop with Ctrl-C)", err=True)
        server = Granian(
            "anjuan.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=processes,
            blocking_threads=4,
            log_enabled=True,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
        )
        server.serve()


@contextmanager
def background(readers: int) -> Iterator[None]:
    """Run reading workers and the indexer, started again when they die."""
    program = [sys.executable, "-m", "anjuan.cli.program", "worker"]
    ended = threading.Event()
    with ExitStack() as stack:
        fleets = [stack.enter_context(Fleet([*program, "--index"], 1, behind=_BEHIND_PAGES))]
        if readers:
            fleets.append(stack.enter_context(Fleet(program, readers, behind=_BEHIND_PAGES)))

        def watch() -> None:
            while not ended.wait(_WATCH_SECONDS):
                for fleet in fleets:
                    fleet.mend()

        watcher = threading.Thread(target=watch, daemon=True, name="fleet-watch")
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()
