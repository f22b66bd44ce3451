"""The workbench: reading inside the calling process.

It stands apart because it imports every reader; the workshop's own process does that elsewhere.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

from anjuan.reading.catalogue import Catalogue
from anjuan.reading.pages import Event
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop import gate
from anjuan.reading.workshop.bench import Bench
from anjuan.reading.workshop.job import Job


class Workbench(Bench):
    """Reads inside the calling process: for tests and for looking into one file. It enforces no time and no memory.

    Args:
        catalogue: The readers.
        limits: What one file may cost.
        folder: Where work folders are made.

    """

    def __init__(self, catalogue: Catalogue, limits: Limits | None = None, folder: Path | None = None) -> None:
        super().__init__(limits, folder)
        self._catalogue = catalogue

    def _events(self, job: Job) -> Generator[Event, None, None]:
        yield from gate.read(job, self._catalogue)
