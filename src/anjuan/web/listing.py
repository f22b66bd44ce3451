"""What lists have in common: paging, and the columns and density a person chose."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.functional import Promise

SIZES = (20, 50, 100)
DENSITIES = ("middle", "compact", "loose")
#: Pages are numbered up to here; nobody turns further.
LAST_PAGE = 100_000


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        key: Its name in templates and in the cookie.
        label: Its heading.
        order: What the selector sorts by; empty when it cannot be sorted.
        is_number: Whether it is set flush right.
        is_fixed: Whether it cannot be hidden.
        is_shown: Whether it is shown until a person chooses.

    """

    key: str
    label: str | Promise
    order: str = ""
    is_number: bool = False
    is_fixed: bool = False
    is_shown: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """How a person wants a list to look."""

    columns: tuple[Column, ...]
    density: str


def cookie_name(name: str) -> str:
    """Return the name of the cookie that keeps the look of a list."""
    return f"aj_list_{name}"


def look_of(request: HttpRequest, name: str, columns: tuple[Column, ...]) -> Look:
    """Return the chosen look of a list, else its plain one."""
    density, _, chosen = request.COOKIES.get(cookie_name(name), "").partition(".")
    keys = set(chosen.split("-")) if chosen else {column.key for column in columns if column.is_shown}
    return Look(
        tuple(column for column in columns if column.is_fixed or column.key in keys),
        density if density in DENSITIES else DENSITIES[0],
    )


def look_cookie(columns: tuple[Column, ...], keys: list[str], density: str) -> str:
    """Return the look as a cookie keeps it; unknown names are left out."""
    known = [column.key for column in columns if column.key in keys and not column.is_fixed]
    return f"{density if density in DENSITIES else DENSITIES[0]}.{'-'.join(known) or 'none'}"


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
