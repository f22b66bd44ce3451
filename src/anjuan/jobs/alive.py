"""Which workers are alive: each leaves a note, and the system says whose process is gone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from anjuan.jobs.owners import is_dead, worker_name

#: A worker writes its note again after so many seconds.
NOTE_SECONDS = 30.0
#: A note so old belongs to nobody: workers of other machines cannot be asked.
_GONE = dt.timedelta(minutes=10)
_FOLDER = "alive"


@dataclasses.dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker that is alive.

    Attributes:
        name: Host, process number, when the process began.
        duty: ``reading`` or ``index``.
        seen_at: When it wrote its note last; a worker that is busy writes none.

    """

    name: str
    duty: str
    seen_at: dt.datetime


class AliveNote:
    """The note of this process, written anew when it is old enough."""

    def __init__(self, work: Path, duty: str) -> None:
        self._path = work / _FOLDER / worker_name()
        self._duty = duty
        self._written: dt.datetime | None = None

    def write(self, now: dt.datetime) -> None:
        """Write the note unless it is young."""
        if self._written is not None and (now - self._written).total_seconds() < NOTE_SECONDS:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(f"{self._duty}\n{now.isoformat()}\n", encoding="ascii")
        self._written = now

    def remove(self) -> None:
        """Take the note away when the worker ends."""
        self._path.unlink(missing_ok=True)


def workers_alive(work: Path, now: dt.datetime) -> list[WorkerRow]:
    """Return the workers that are alive, by name; notes of dead ones are taken away."""
    found = []
    for path in sorted((work / _FOLDER).glob("*")):
        try:
            duty, moment = path.read_text(encoding="ascii").split()
            seen = dt.datetime.fromisoformat(moment)
        except (OSError, ValueError):
            continue
        if is_dead(path.name) or (now - seen > _GONE and not _is_here(path.name)):
            path.unlink(missing_ok=True)
        else:
            found.append(WorkerRow(path.name, duty, seen))
    return found


def _is_here(name: str) -> bool:
    """Say whether a worker is of this machine, so that its being alive is known without a young note."""
    return name.split(":", maxsplit=1)[0] == worker_name().split(":")[0]
