"""Whole lists, row by row, for exports: the keys are taken at once, the rows in portions.

So a list is walked as it stood at one moment, whatever is changed meanwhile, in one pass over its order;
what is held of it is eight bytes a row, and one portion of rows.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.case_filters import CaseFilter, narrowed
from anjuan.archive.selectors.cases import CaseRow, case_rows, ordered_keys
from anjuan.archive.selectors.organisations import (
    OrganisationFilter,
    OrganisationRow,
    organisation_keys,
    organisation_rows,
)
from anjuan.archive.selectors.sight import cases_of

_Row = TypeVar("_Row")
#: Rows held at once; no database takes more than some thousand keys in one question.
PORTION = 500


def case_walk(
    viewer: Viewer, wanted: CaseFilter, *, order: str = "-number", numbers: Sequence[str] = ()
) -> Iterator[CaseRow]:
    """Yield the cases of a list, all of them; of these numbers only, if any. One query, and two a portion."""
    found = narrowed(cases_of(viewer), wanted)
    found = found.filter(number__in=numbers) if numbers else found
    return _walked(ordered_keys(found, order).iterator(), case_rows)


def organisation_walk(
    viewer: Viewer, wanted: OrganisationFilter, *, today: dt.date, order: str = "name", among: Sequence[int] = ()
) -> Iterator[OrganisationRow]:
    """Yield the organisations of a list, all of them; of these keys only, if any. Two queries, and two a portion."""
    keys: Iterable[int] = organisation_keys(viewer, wanted, today=today, order=order)
    chosen = frozenset(among)
    kept = (key for key in keys if key in chosen) if chosen else keys
    return _walked(kept, lambda part: organisation_rows(viewer, part, today))


def _walked(keys: Iterable[int], rows: Callable[[Sequence[int]], Sequence[_Row]]) -> Iterator[_Row]:
    held = array("q", keys)
    for first in range(0, len(held), PORTION):
        yield from rows(held[first : first + PORTION].tolist())
