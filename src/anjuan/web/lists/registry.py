"""Every list there is, by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from django.urls import reverse

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.selectors.waiting import (
    appraisals_to_decide,
    appraisals_to_opine,
    loans_ending,
    loans_to_decide,
    shares_to_decide,
)
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import NotFoundError
from anjuan.web.lists.cases import CASES
from anjuan.web.lists.jobs import JOBS
from anjuan.web.lists.loans import LOANS
from anjuan.web.lists.matches import MATCHES
from anjuan.web.lists.organisations import ORGANISATIONS
from anjuan.web.lists.people import PEOPLE
from anjuan.web.lists.shares import SHARES
from anjuan.web.lists.spec import ListSpec
from anjuan.web.lists.waiting import DOUBTS, FAILURES
from anjuan.web.visitor import CLOCK


def _shares_waiting(viewer: Viewer) -> int:
    return shares_to_decide(viewer, now=CLOCK.now())


LISTS: Mapping[str, ListSpec] = {
    spec.name: spec for spec in (CASES, ORGANISATIONS, FAILURES, DOUBTS, MATCHES, SHARES, LOANS, PEOPLE, JOBS)
}


@dataclasses.dataclass(frozen=True, slots=True)
class CountedPage:
    """A page that is counted like a list, but drawn by itself."""

    address: str
    needs: str
    count: Callable[[Viewer], int]


PAGES: Mapping[str, CountedPage] = {
    "loan_requests": CountedPage("web:loans", "loan.approve", loans_to_decide),
    "loans_ending": CountedPage(
        "web:loans", "loan.request", lambda viewer: loans_ending(viewer, today_in_china(CLOCK))
    ),
    "share_leaves": CountedPage("web:shares", "share.approve", _shares_waiting),
    "appraisal_leaves": CountedPage("web:appraisals", "destruction.approve", appraisals_to_decide),
    "appraisal_opinions": CountedPage("web:appraisals", "destruction.appraise", appraisals_to_opine),
}  # fmt: skip


class ListUnknownError(NotFoundError):
    """There is no list of this name."""

    code = "WEB-004"


def address_of(name: str, query: str = "") -> str:
    """Return the address of a list, narrowed by a query string."""
    address = reverse(LISTS[name].address if name in LISTS else PAGES[name].address)
    return f"{address}?{query}" if query else address


def list_named(name: str) -> ListSpec:
    """Return a list by name.

    Raises:
        ListUnknownError: There is none.

    """
    if name not in LISTS:
        raise ListUnknownError(f"There is no list {name[:40]!r}.", remedy="Open it from the navigation.")
    return LISTS[name]
