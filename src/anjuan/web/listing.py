"""Paging, and whole numbers in addresses."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django.http import HttpRequest

SIZES = (20, 50, 100)
#: Pages are numbered up to here; nobody turns further.
LAST_PAGE = 100_000


@dataclasses.dataclass(frozen=True, slots=True)
class Pager:
    """Where in a list one is.

    Attributes:
        number: The present page, from 1.
        size: Rows on a page.
        total: Rows of the whole list.

    """

    number: int
    size: int
    total: int = 0

    @property
    def offset(self) -> int:
        """How many rows stand before the page."""
        return (self.number - 1) * self.size

    @property
    def last(self) -> int:
        """The last page."""
        return max(1, -(-self.total // self.size))

    @property
    def window(self) -> list[int]:
        """The pages offered: first, last and those near; 0 marks a gap."""
        near = sorted({1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)})
        shown: list[int] = []
        for page in near:
            if shown and page - shown[-1] > 1:
                shown.append(0)
            shown.append(page)
        return shown

    @property
    def first_row(self) -> int:
        """Number of the first row on the page, 0 for an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last_row(self) -> int:
        """Number of the last row on the page."""
        return min(self.offset + self.size, self.total)


def pager_of(request: HttpRequest, sizes: tuple[int, ...] = SIZES) -> Pager:
    """Return which page is asked for, within bounds."""
    size = whole(request.GET, "size", sizes[0])
    return Pager(min(max(1, whole(request.GET, "page", 1)), LAST_PAGE), size if size in sizes else sizes[0])


def whole(values: Mapping[str, str], name: str, otherwise: int) -> int:
    """Return a whole number of the request, or the other value when there is none."""
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else otherwise  # noqa: PLR2004
