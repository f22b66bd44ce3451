"""One reading of one file, as its caller sees it."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path
from types import TracebackType
from typing import Self

from anjuan.reading.errors import ReaderCrashedError
from anjuan.reading.pages import Event, Member
from anjuan.reading.workshop.budget import Budget


class Reading:
    """The events of one file, in order, and the files taken out of it.

    Iterate over it once. The files that ``Member.path`` names stay where they are until
    :meth:`close`: at the end of a ``with`` block, at ``shop.done()`` once the iteration has ended,
    or when the shop closes, whichever comes first. So members can be read one after the other by
    the same shop after the iteration has ended. Leaving the iteration early stops the reading.

    Attributes:
        budget: What may still come out of the file brought in, smaller with every member taken.
        ended: Whether the iteration came to its end, by exhaustion or by an error.

    """

    def __init__(self, events: Generator[Event, None, None], folder: Path, budget: Budget) -> None:
        self._events = events
        self._folder = folder.resolve()
        self.budget = budget
        self.ended = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Event:
        try:
            event = next(self._events)
            if isinstance(event, Member):
                self._check(event)
                self.budget = self.budget.spend(1, event.size_bytes)
        except BaseException:
            self.ended = True
            self._events.close()
            raise
        return event

    def _check(self, member: Member) -> None:
        """Refuse a path outside the work folder: the process that names it has chewed foreign bytes."""
        path = Path(member.path)
        if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(self._folder):
            raise ReaderCrashedError(
                f"The reader names a file for {member.name!r} that is not in its work folder.",
                why="Only files taken out of the file read may be handed on.",
                remedy="The file is kept; report it, as its reader is faulty or under attack.",
            )

    @property
    def folder_exists(self) -> bool:
        """Whether the files taken out are still there."""
        return self._folder.exists()

    def close(self) -> None:
        """Stop the reading if it still runs, and remove the files taken out."""
        self.ended = True
        self._events.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
