"""Reads a file in a test and sorts what its reader says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from anjuan.reading.pages import Event, Line, Member, Notice, Opened, Page, Role
from anjuan.reading.protocol import Reader, ReadOptions, Source


@dataclasses.dataclass(frozen=True)
class Told:
    """What a reader said of one file."""

    events: list[Event]

    @property
    def pages(self) -> list[Page]:
        return [event for event in self.events if isinstance(event, Page)]

    @property
    def lines(self) -> list[Line]:
        return [line for page in self.pages for line in page.lines]

    @property
    def text(self) -> str:
        return "\n".join(page.text for page in self.pages)

    @property
    def joined(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def members(self) -> list[Member]:
        return [event for event in self.events if isinstance(event, Member)]

    @property
    def opened(self) -> Opened:
        return next(event for event in self.events if isinstance(event, Opened))

    def notices(self, code: str) -> list[Notice]:
        return [event for event in self.events if isinstance(event, Notice) and event.code == code]

    def in_role(self, role: Role) -> list[str]:
        return [line.text for line in self.lines if line.role is role]


def read(reader: Reader, path: Path, **changes: object) -> Told:
    """Return what a reader says of a file."""
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    options = dataclasses.replace(ReadOptions(work), **changes)  # type: ignore[arg-type]
    return Told(list(reader.read(Source(path, path.name, min(reader.media_types)), options)))
