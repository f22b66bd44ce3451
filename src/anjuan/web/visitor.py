"""Who asks, and when: read once for each request."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.conf import settings
from django.http import HttpRequest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Person, Viewer, viewer_of
from anjuan.custody.selectors.loans import viewer_with_loans
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import RefusedError

CLOCK = SystemClock()
_KEPT = "_anjuan_viewer"


def me(request: HttpRequest) -> Person:
    """Return the logged-in person's user."""
    return cast("Person", request.user)


def viewer(request: HttpRequest) -> Viewer:
    """Return the logged-in person with the roles held and the loans running today. Three queries, once a request."""
    kept: Viewer | None = getattr(request, _KEPT, None)
    if kept is None:
        today = today_in_china(CLOCK)
        kept = viewer_with_loans(viewer_of(me(request), today), today)
        setattr(request, _KEPT, kept)
    return kept


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return CLOCK.now()


def address_of(request: HttpRequest) -> str:
    """Return the address that asks. Behind a proxy it is the last one that the proxy itself wrote down."""
    if settings.ANJUAN_OPTIONS.web.behind_https:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if told:
            return told[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def deed(request: HttpRequest) -> Deed:
    """Return the person's hand at this moment, as services want it."""
    return Deed(viewer(request).name, now())


class MayNotError(RefusedError):
    """A page or a deed that none of the person's roles allows."""

    code = "WEB-001"


def need(request: HttpRequest, *capabilities: str) -> Viewer:
    """Return the person, who may do one of these things.

    Raises:
        MayNotError: None of the person's roles allows any of them.

    """
    person = viewer(request)
    if not any(person.may(capability) for capability in capabilities):
        raise MayNotError(
            f"{person.name} may not do this: it needs {' or '.join(sorted(capabilities))}.",
            remedy="Ask the security keeper for a role that allows it.",
        )
    return person
