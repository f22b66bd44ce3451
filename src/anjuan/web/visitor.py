"""Who asks, and when: read once for each request."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from anjuan.accounts.selectors.people import Viewer, viewer_of
from anjuan.kit.clock import SystemClock, today_in_china

CLOCK = SystemClock()
_KEPT = "_anjuan_viewer"


def viewer(request: HttpRequest) -> Viewer:
    """Return the logged-in person with the roles held today. Two queries, once a request."""
    kept: Viewer | None = getattr(request, _KEPT, None)
    if kept is None:
        kept = viewer_of(request.user, today_in_china(CLOCK))  # type: ignore[arg-type]
        setattr(request, _KEPT, kept)
    return kept


def now() -> dt.datetime:
    """Return the present moment, aware, in UTC."""
    return CLOCK.now()
