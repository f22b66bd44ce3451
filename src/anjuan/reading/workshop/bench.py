"""What workshop and workbench share: one file at a time, each in a work folder of its own."""

from __future__ import annotations

import abc
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

from anjuan.kit.errors import UsageError
from anjuan.reading.pages import Event
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.budget import Budget
from anjuan.reading.workshop.job import Job
from anjuan.reading.workshop.reading import Reading


class Bench(abc.ABC):
    """Reads one file at a time, each in a work folder of its own.

    Args:
        limits: What one file may cost.
        folder: Where work folders are made; a temporary folder when None.

    """

    def __init__(self, limits: Limits | None = None, folder: Path | None = None) -> None:
        self.limits = limits or Limits()
        self._root = Path(tempfile.mkdtemp(prefix="anjuan-workshop-", dir=folder)).resolve()
        self._readings: list[Reading] = []
        self._number = 0

    def read(
        self,
        path: Path,
        *,
        name: str = "",
        passwords: tuple[str, ...] = (),
        first_page: int = 1,
        recognise: bool = True,
        budget: Budget | None = None,
    ) -> Reading:
        """Return the reading of one file; nothing happens before its first event is asked for.

        Args:
            path: The file; it is not changed.
            name: The name it came with; its own name when empty.
            passwords: Passwords to try, in order.
            first_page: Pages before this one are not wanted.
            recognise: Whether pictures of text are recognised.
            budget: What may still come out of the file brought in; the full one when None.

        Raises:
            UsageError: The reading before this one has not ended.

        """
        if any(not reading.ended for reading in self._readings):
            raise UsageError(
                "A file is still being read here.",
                why="One workshop reads one file at a time.",
                remedy="Take all its events or close the reading, or use a second workshop.",
            )
        self._number += 1
        folder = self._root / f"read-{self._number:06d}"
        folder.mkdir()
        budget = budget or Budget.of(self.limits)
        job = Job(path.resolve(), name or path.name, folder, budget, self.limits, passwords, first_page, recognise)
        reading = Reading(self._events(job), folder, budget)
        self._readings = [one for one in self._readings if one.folder_exists]
        self._readings.append(reading)
        return reading

    @abc.abstractmethod
    def _events(self, job: Job) -> Generator[Event, None, None]:
        """Yield the events of one file."""

    def done(self) -> None:
        """Remove the files taken out by all readings that have ended."""
        for reading in self._readings:
            if reading.ended:
                reading.close()
        self._readings = [reading for reading in self._readings if not reading.ended]

    def close(self) -> None:
        """End every reading and remove every file taken out."""
        for reading in self._readings:
            reading.close()
        self._readings.clear()
        shutil.rmtree(self._root, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
