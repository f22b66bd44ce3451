"""What the workshop is asked to read."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.budget import Budget


@dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """One file to read, with everything the reading process needs to know.

    Attributes:
        path: Where the bytes are.
        name: The name it came with.
        work_folder: A folder of this reading alone.
        budget: What may still come out of the file brought in.
        limits: What the file may cost.
        passwords: Passwords to try.
        first_page: Pages before this one are not wanted.
        recognise: Whether pictures of text are recognised.

    """

    path: Path
    name: str
    work_folder: Path
    budget: Budget
    limits: Limits = dataclasses.field(default_factory=Limits)
    passwords: tuple[str, ...] = ()
    first_page: int = 1
    recognise: bool = True
