"""The one place where the time of day is read."""

from __future__ import annotations

import datetime as dt
from typing import Protocol
from zoneinfo import ZoneInfo

#: The civil time of certification in China; certificates end with a *day* of this zone.
CHINA = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time. Rules never hold one: they get ``today`` as an argument."""

    def now(self) -> dt.datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """Return the present moment, aware, in UTC."""
        return dt.datetime.now(dt.UTC)


class FrozenClock:
    """A clock for tests: stands still until it is moved."""

    def __init__(self, moment: dt.datetime) -> None:
        if moment.tzinfo is None:
            msg = f"A frozen clock needs an aware time, not {moment!r}."
            raise ValueError(msg)
        self.moment = moment

    def now(self) -> dt.datetime:
        """Return the moment the clock was set to."""
        return self.moment

    def move(self, by: dt.timedelta) -> None:
        """Put the clock forward, or back with a negative duration."""
        self.moment += by


def today_in_china(clock: Clock) -> dt.date:
    """Return the civil date in China at the clock's moment."""
    return clock.now().astimezone(CHINA).date()
