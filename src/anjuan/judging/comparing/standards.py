"""Standards: which one a printed number means, and in which edition."""

from __future__ import annotations

import dataclasses
import functools
import re

from anjuan.kit.text.folding import fold
from anjuan.registry.rules.codelists import Standard, StandardTable

_NUMBER = re.compile(
    r"(?P<body>(?:[a-z]{2,8}(?:/[a-z]{1,4})?))\s*(?P<number>\d{3,6}(?:[.-]\d{1,2}(?=[-:])|[.-]\d(?!\d))?)"
    r"(?:\s*[-:]\s*(?P<year>(?:19|20)\d{2}))?"
)


@dataclasses.dataclass(frozen=True, slots=True)
class NamedStandard:
    """A standard as a paper names it.

    Attributes:
        family: What stays when the edition changes: the field and the number of the first edition known, or the
            printed number of a standard that is not in the table.
        edition: The national number with year where the table has one, else the year; empty when none is printed.
        known: Whether it stands in the table of standards.

    """

    family: str
    edition: str
    known: bool


def _plain(number: str) -> str:
    return re.sub(r"\s+", "", fold(number)).replace(":", "-")


@functools.lru_cache(maxsize=8)
def _index(rows: tuple[Standard, ...]) -> tuple[dict[str, Standard], dict[str, str]]:
    """Return the rows by their printed numbers, and the field by a number without its year."""
    by_number: dict[str, Standard] = {}
    # The row whose own number it is comes before one that only adopts it.
    for row in rows:
        if row.international:
            by_number.setdefault(_plain(row.international), row)
    by_number.update({_plain(row.number): row for row in rows})
    families: dict[str, str] = {}
    for number, row in by_number.items():
        families.setdefault(re.sub(r"-(?:19|20)\d{2}$", "", number), _family(row, rows))
    return by_number, families


def _family(row: Standard, rows: tuple[Standard, ...]) -> str:
    """Return the number of the last edition of a standard: its chain of successors leads there."""
    by_number = {item.number: item for item in rows}
    while row.superseded_by and row.superseded_by in by_number:
        row = by_number[row.superseded_by]
    number = row.international or row.number
    return re.sub(r"[:-](?:19|20)\d{2}$", "", number)


@functools.lru_cache(maxsize=4096)
def _named(text: str, rows: tuple[Standard, ...]) -> tuple[NamedStandard, ...]:
    by_number, families = _index(rows)
    found: dict[NamedStandard, None] = {}
    for match in _NUMBER.finditer(fold(text)):
        short = _plain(match["body"] + match["number"])
        year = match["year"] or ""
        row = by_number.get(f"{short}-{year}") if year else None
        if row:
            found[NamedStandard(_family(row, rows), row.international or row.number, known=True)] = None
        elif short in families:
            found[NamedStandard(families[short], f"{short}-{year}" if year else "", known=True)] = None
        else:
            found[NamedStandard(short, year, known=False)] = None
    return tuple(found)


def named_standards(text: str, table: StandardTable) -> tuple[NamedStandard, ...]:
    """Return the standards a text names, each once; a number and the one it adopts are one standard."""
    return _named(text, table.rows)
