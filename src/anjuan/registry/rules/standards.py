"""Whether a standard was current or superseded on a day."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping

from anjuan.kit.text.folding import fold
from anjuan.registry.rules.codelists import Standard

#: Signs that recognition and typists put for the dash before the year.
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d\u4e00](?=\\d)")
_LONGEST_CHAIN = 20


class Standing(enum.StrEnum):
    """What is known of a standard on a day."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, slots=True)
class StandardState:
    """What is known of a standard on a day.

    Attributes:
        number: As asked.
        standing: Whether it was current.
        title: Its title; empty when not known.
        superseded_by: The edition that is current on that day; empty when it is this one or none is known.
        superseded_on: First day on which it was superseded, ISO; empty when only the year of the successor is known.
        is_doubtful: The day of the change is not known and was taken to be the end of the successor's year.
        origin: ``table`` of the program, ``import`` of the body, or empty.

    """

    number: str
    standing: Standing
    title: str = ""
    superseded_by: str = ""
    superseded_on: str = ""
    is_doubtful: bool = False
    origin: str = ""


class StandardBook:
    """The standards known, by number: rows of the body before those of the program.

    Args:
        rows: Where each row comes from (``table`` or ``import``), and the row; a later row of a number counts.

    """

    def __init__(self, rows: Iterable[tuple[str, Standard]]) -> None:
        self._rows: Mapping[str, tuple[str, Standard]] = {folded(row.number): (origin, row) for origin, row in rows}

    def state(self, number: str, on: dt.date) -> StandardState:
        """Return what is known of a standard on a day. Numbers are compared folded; ISO equivalents need a row too."""
        known = self._rows.get(folded(number))
        if known is None:
            return StandardState(number, Standing.UNKNOWN)
        origin, row = known
        latest, first, doubtful = self._latest(row, on)
        if latest is row:
            return StandardState(number, Standing.CURRENT, row.title, origin=origin)
        return StandardState(number, Standing.SUPERSEDED, row.title, latest.number, first, doubtful, origin)

    def changed(self, after: dt.date, until: dt.date) -> list[tuple[Standard, Standard]]:
        """Return the standards superseded on a day after the first and up to the second, each with its successor."""
        found = []
        for _, row in self._rows.values():
            if row.superseded_by and (day := superseded_from(row, self._row(row.superseded_by))[0]):
                successor = self._row(row.superseded_by)
                if successor is not None and after < day <= until:
                    found.append((row, successor))
        return sorted(found, key=lambda pair: pair[0].number)

    def rows(self) -> list[tuple[str, Standard]]:
        """Return all rows with their origin, by number."""
        return sorted(self._rows.values(), key=lambda pair: pair[1].number)

    def cited(self, text: str) -> list[str]:
        """Return the numbers of the book that a text names, each once, in the book's order."""
        squeezed = folded(text)
        return [row.number for key, (_, row) in self._rows.items() if _stands(key, squeezed)]

    def _row(self, number: str) -> Standard | None:
        known = self._rows.get(folded(number))
        return known[1] if known else None

    def _latest(self, row: Standard, on: dt.date) -> tuple[Standard, str, bool]:
        """Return the edition in force on a day, and when the asked one was superseded."""
        first, doubtful, latest = "", False, row
        for _ in range(_LONGEST_CHAIN):
            successor = self._row(latest.superseded_by) if latest.superseded_by else None
            day, is_doubtful = superseded_from(latest, successor)
            if successor is None or day is None or on < day:
                break
            if latest is row:
                first, doubtful = (latest.superseded_on, is_doubtful)
            latest = successor
        return latest, first, doubtful


def superseded_from(row: Standard, successor: Standard | None) -> tuple[dt.date | None, bool]:
    """Return from which day on a row is superseded, and whether that day is a guess; None when nothing is known."""
    if row.superseded_on:
        return dt.date.fromisoformat(row.superseded_on), False
    if successor is None or not successor.year.isdigit():
        return None, False
    return dt.date(int(successor.year) + 1, 1, 1), True


def folded(number: str) -> str:
    """Return a number so that ways of writing it compare equal: one width, no blanks, one sort of dash."""
    return "".join(_DASHES.sub("-", fold(number)).replace("/", "").split()).casefold()


def _stands(key: str, text: str) -> bool:
    place = text.find(key)
    while place >= 0:
        after = text[place + len(key) : place + len(key) + 1]
        if not after.isdigit():
            return True
        place = text.find(key, place + 1)
    return False
