"""The process that reads: takes one job after the other from its parent and sends back what it finds.

Started as ``python -m anjuan.reading.workshop.child SOCKET CATALOGUE PARENT``; ends when the parent
closes the socket or dies. It has its own session, so a signal to the parent's terminal does not reach it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import importlib
import sys
import tempfile
from multiprocessing.connection import Connection

from anjuan.kit.errors import AnjuanError
from anjuan.reading.catalogue import Catalogue
from anjuan.reading.workshop import frames, gate, isolation
from anjuan.reading.workshop.job import Job


def main(socket: int, catalogue: str, parent: int) -> None:
    """Serve jobs until the parent ends the line."""
    faulthandler.enable()
    with Connection(socket) as line, contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        isolation.settle(line.recv(), parent)
        readers = _catalogue(catalogue)
        line.send_bytes(frames.pack(frames.READY))
        while (job := line.recv()) is not None:
            if isinstance(job, Job):
                _serve(line, job, readers)


def _serve(line: Connection, job: Job, readers: Catalogue) -> None:
    tempfile.tempdir = str(job.work_folder)
    try:
        for event in gate.read(job, readers):
            line.send_bytes(frames.pack(frames.EVENT, event))
            if line.poll(0):  # the parent has had enough of this file
                break
    except AnjuanError as error:
        line.send_bytes(frames.pack_error(error))
    else:
        line.send_bytes(frames.pack(frames.ENDED))


def _catalogue(spec: str) -> Catalogue:
    """Return what ``module:function`` gives: the name comes from the parent's own code, never from a file."""
    module, _, function = spec.partition(":")
    made: Catalogue = getattr(importlib.import_module(module), function)()
    return made


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
