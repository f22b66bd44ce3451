"""The real server, people logged in to it, and what a page of it costs."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client

from anjuan.accounts.models import User

_START_SECONDS = 120
_LINKED = re.compile(rb'(?:href|src)="(/static/[^"#]+)')
_FINE = 200
#: The server closes connections on which nothing was asked for a while; browsers open another one then.
_IDLE_SECONDS = 10


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(home: Path, processes: int) -> Iterator[tuple[int, int]]:
    """Run ``anjuan serve`` on a data home, without reading processes; give its port and its process."""
    port = _free_port()
    program = "from anjuan.cli.program import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port), "--workers", "0",
               "--processes", str(processes)]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, "ANJUAN_HOME": str(home)}, stdout=sys.stderr)
    try:
        _await(port, process)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def cpu_seconds(process: int) -> float:
    """Return what a process and all that it started have used of the processor so far."""
    spent, parents = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parts = path.read_text().rpartition(")")[2].split()
            number = int(path.parent.name)
            parents[number], spent[number] = int(parts[1]), int(parts[11]) + int(parts[12])
    family = {process}
    while more := {number for number, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(spent.get(number, 0) for number in family) / os.sysconf("SC_CLK_TCK")


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=5).close()
            return
        time.sleep(0.3)
    message = "the server did not answer"
    raise RuntimeError(message)


def session_of(name: str) -> str:
    """Return the key of a new session of a person, in the tables that the server reads too."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class Browser:
    """One person's connection to the server, kept open as browsers keep it."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "Accept-Encoding": "gzip"}
        self._asked_at = 0.0

    def get(self, address: str) -> tuple[int, float, bytes, bool]:
        """Return status, milliseconds until the last byte, the bytes as sent, and whether they are packed."""
        begin = time.perf_counter()
        if begin - self._asked_at > _IDLE_SECONDS:
            self._connection.close()
        self._connection.request("GET", _quoted(address), headers=self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._asked_at = time.perf_counter()
        spent = (self._asked_at - begin) * 1000
        return answer.status, spent, content, answer.headers.get("Content-Encoding") == "gzip"

    def timed(self, address: str, rounds: int) -> tuple[list[float], int]:
        """Return the milliseconds of every call after the first, and the bytes of one answer as sent."""
        times, sent = [], 0
        for turn in range(rounds + 1):
            status, spent, content, _ = self.get(address)
            if status != _FINE:
                message = f"{address} answered {status}"
                raise RuntimeError(message)
            times += [spent] if turn else []  # the first call fills what later ones keep
            sent = len(content)
        return times, sent

    def with_assets(self, address: str) -> tuple[int, int]:
        """Return the bytes of a page with its styles, scripts and symbols as sent, and how many requests they are."""
        _, _, content, is_packed = self.get(address)
        linked = set(_LINKED.findall(gzip.decompress(content) if is_packed else content))
        return len(content) + sum(len(self.get(one.decode())[2]) for one in linked), 1 + len(linked)


def _quoted(address: str) -> str:
    return urllib.request.quote(address, safe="/?&=+%~:-.")  # type: ignore[attr-defined]


def queries_of(client: Client, address: str) -> int:
    """Return how many queries a page makes, counted in this process on the same tables, the second time."""
    for _ in range(2):
        reset_queries()
        connection.force_debug_cursor = True
        client.get(address)
    return len(connection.queries)


def spread(times: Sequence[float]) -> dict[str, float]:
    """Return the middle, the 95th of a hundred and the longest, in milliseconds."""
    ordered = sorted(times)
    return {
        "p50": round(ordered[len(ordered) // 2], 1),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
        "max": round(ordered[-1], 1),
    }
