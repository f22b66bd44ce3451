"""Who does something and when: the first argument of every service."""

from __future__ import annotations

import dataclasses
import datetime as dt


@dataclasses.dataclass(frozen=True, slots=True)
class Deed:
    """A person's or the system's hand at one moment.

    Attributes:
        actor: Log-in name, or ``system``.
        now: The moment, aware; read from the clock by the door.

    """

    actor: str
    now: dt.datetime
