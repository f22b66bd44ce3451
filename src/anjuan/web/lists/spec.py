"""What a list is: columns, filters, tabs, who may see and export it, and the selector that fetches its rows.

To make a list, write a :class:`ListSpec` and name it in ``registry.py``; its page, query form, column settings, saved
views, export and count come with it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from anjuan.accounts.selectors.people import Viewer

Text = str | Promise
Value = str | int | float | dt.datetime | None
#: A row as the list's own selector gives it.
Row = Any
Choices = Sequence[tuple[str, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        key: Its name in addresses, forms and preferences.
        label: Its heading.
        value: Gives the plain value of a row: what is exported, and shown where there is no ``cell``.
        cell: Gives what is shown, as HTML; None for the escaped value.
        order: What the selector sorts by; empty when it cannot be sorted.
        width: Pixels until a person chooses.
        is_number: Whether it is set flush right.
        is_fixed: Whether it cannot be hidden.
        is_shown: Whether it is shown until a person chooses.
        is_head: Whether it is the title of a row's card on a narrow screen, and takes what width is left.
        hint: Gives the text shown on hovering; None for the value, where it may be cut.

    """

    key: str
    label: Text
    value: Callable[[Any], Value]
    cell: Callable[[Any], SafeString | str] | None = None
    order: str = ""
    width: int = 110
    is_number: bool = False
    is_fixed: bool = False
    is_shown: bool = True
    is_head: bool = False
    hint: Callable[[Any], str] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """One field of the query form.

    Attributes:
        key: Its name in addresses; also the attribute of the selector's filter.
        label: What stands before it.
        kind: ``words``, ``choice``, ``days`` or ``percent``; with a deed also ``day``.
        choices: Gives the values offered, with their words.
        example: What an empty field shows.
        is_more: Whether it stands in the part of the form that is folded away at first.

    """

    key: str
    label: Text
    kind: str = "words"
    choices: Callable[[Viewer], Choices] | None = None
    example: Text = ""
    is_more: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Tabs:
    """Tabs that narrow a list by one of its filters and count what the others leave.

    Attributes:
        key: Name of the filter.
        choices: Gives the values with their words; all of them together stand in front.

    """

    key: str
    choices: Callable[[], Choices]


@dataclasses.dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a list.

    Attributes:
        rows: The rows.
        total: How many the whole list has.
        counts: How many each tab has under the other filters; "" is all of them.

    """

    rows: Sequence[Any]
    total: int
    counts: Mapping[str, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a list, as its selector wants it.

    Attributes:
        values: The filters' values by key, checked; days and percents as first and last.
        order: What it is sorted by; ``-`` in front turns it round.
        offset: How many rows stand before.
        limit: How many rows at most.

    """

    values: Mapping[str, Any]
    order: str
    offset: int = 0
    limit: int = 20


@dataclasses.dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says: that nothing is there, and what to do.

    Attributes:
        title: That nothing is there.
        advice: What to do, or when something will be there.
        icon: A symbol of ``icons.svg``.
        link: Name of the page where it is done; empty for none.
        link_label: What its button says.
        link_needs: The capability that opens it.
        otherwise: The advice for whoever may not open it; empty when it is the same.

    """

    title: Text
    advice: Text
    icon: str = "archive"
    link: str = ""
    link_label: Text = ""
    link_needs: str = ""
    otherwise: Text = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Deed:
    """Something that may be done to the chosen rows together.

    Attributes:
        key: Its name in forms.
        label: What its button says.
        needs: The capability without which it is neither offered nor done.
        icon: A symbol of ``icons.svg``.
        asks: What is asked before it is done; empty for nothing.
        inputs: What has to be said with it.
        address: Name of the page that takes it; empty for the one that does deeds one by one.

    """

    key: str
    label: Text
    needs: str
    icon: str
    asks: Text = ""
    inputs: tuple[Filter, ...] = ()
    address: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ListSpec:
    """A list.

    Attributes:
        name: Its name in preferences and addresses.
        title: Its heading.
        subtitle: What stands beside the heading.
        address: Name of its page.
        icon: A symbol of ``icons.svg``.
        needs: The capabilities of which one opens it.
        exports: The capability that lets it be exported; empty for nobody.
        columns: Its columns in their usual order.
        filters: Its query form.
        order: What it is sorted by until a person chooses.
        fetch: Gives some rows for a person.
        count: Gives how many rows the whole list has for a person: the total of ``fetch``, without rows.
        key: Gives what names a row in forms.
        row_link: Gives the address a row opens; empty for none.
        tabs: Its tabs, if any.
        empty: What it says when nothing is there at all.
        narrowed: What it says when the filters leave nothing.
        deeds: What may be done to chosen rows.
        chosen: Gives keys and names of the chosen rows a person may see, for deeds; of all listed for none chosen.
        walk: Yields all rows of the list for an export, or the chosen ones by their keys; where there is none, rows are
            fetched portion by portion.
        actions: A template of buttons beside the heading; empty for none.
        row_acts: A template of buttons at the end of each row; empty for none.

    """

    name: str
    title: Text
    address: str
    icon: str
    needs: frozenset[str]
    columns: tuple[Column, ...]
    fetch: Callable[[Viewer, Request], Slice]
    count: Callable[[Viewer, Request], int]
    key: Callable[[Any], str]
    row_link: Callable[[Any], str]
    order: str
    empty: Empty
    narrowed: Empty
    subtitle: Text = ""
    exports: str = ""
    filters: tuple[Filter, ...] = ()
    tabs: Tabs | None = None
    deeds: tuple[Deed, ...] = ()
    chosen: Callable[[Viewer, Request, Sequence[str]], list[tuple[int, str]]] | None = None
    walk: Callable[[Viewer, Request, Sequence[str]], Iterator[Any]] | None = None
    actions: str = ""
    row_acts: str = ""

    @property
    def orders(self) -> frozenset[str]:
        """Everything it can be sorted by."""
        return frozenset(column.order for column in self.columns if column.order)

    def opens_for(self, viewer: Viewer) -> bool:
        """Say whether a person may see the list at all."""
        return any(viewer.may(need) for need in self.needs)
