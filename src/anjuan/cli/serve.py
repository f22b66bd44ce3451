"""``anjuan serve``: the web interface with its workers, in one command."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from django.conf import settings
from django.utils.module_loading import import_string
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from anjuan.accounts.services.founding import SETUP_VARIABLE, is_founded, setup_code
from anjuan.cli.output import print_error
from anjuan.jobs.fleet import Fleet
from anjuan.kit.errors import AnjuanError

#: Seconds after which a process that was told to end and does not is ended: a connection may be held open for ever.
_KILL_SECONDS = 15
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
        _invite(f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/setup/")  # noqa: S104  compared
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
            workers_kill_timeout=_KILL_SECONDS,
        )
        server.serve()


def _invite(address: str) -> None:
    """Print the code with which the first person sets the installation up; nobody else on the network knows it."""
    if is_founded():
        return
    code, os.environ[SETUP_VARIABLE] = setup_code()
    click.echo("")
    click.secho("  Nobody can log in yet. Open this page and type the code to set the installation up:", bold=True)
    click.echo(f"    {address}")
    click.echo(f"    code: {code}")
    click.echo("")


class OptionsWatch:
    """Says when the file of options was changed to something that can be meant."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._seen = self._stamp()

    def _stamp(self) -> int:
        try:
            return (self._home / "anjuan.toml").stat().st_mtime_ns
        except OSError:
            return 0

    def has_changed(self) -> bool:
        """Say whether the processes should be started anew; a file with a fault is told and left alone."""
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._seen = stamp
        try:
            import_string(settings.ANJUAN_OPTIONS_LOAD)(self._home)
        except AnjuanError as fault:
            print_error(fault)
            return False
        return True


@contextmanager
def background(readers: int) -> Iterator[None]:
    """Run reading workers and the indexer, started again when they die."""
    program = [sys.executable, "-m", "anjuan.cli.program", "worker"]
    ended = threading.Event()
    with ExitStack() as stack:
        fleets = [stack.enter_context(Fleet([*program, "--index"], 1, behind=_BEHIND_PAGES))]
        if readers:
            fleets.append(stack.enter_context(Fleet(program, readers, behind=_BEHIND_PAGES)))

        options = OptionsWatch(settings.ANJUAN_HOME)

        def watch() -> None:
            while not ended.wait(_WATCH_SECONDS):
                if options.has_changed():
                    click.echo("The options were changed: processes begin anew.", err=True)
                    for fleet in fleets:
                        fleet.end()
                    os.kill(os.getpid(), signal.SIGHUP)
                for fleet in fleets:
                    fleet.mend()

        watcher = threading.Thread(target=watch, daemon=True, name="fleet-watch")
        watcher.start()
        try:
            yield
        finally:
            ended.set()
            watcher.join()
