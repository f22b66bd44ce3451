"""In which form a person may take a paper out of the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.rules import tables
from anjuan.custody.rules.downloads import Way, way_of
from anjuan.custody.selectors.loans import loan_watermark


def _changes() -> Mapping[str, Way]:
    options = settings.ANJUAN_OPTIONS.download
    return {role: way for way in Way for role in getattr(options, way.value)}


def way_for(viewer: Viewer, *, today: dt.date) -> Way:
    """Return the freest form in which a person takes papers out. No query."""
    if viewer.user_id is None:
        return Way.ORIGINAL  # the owner of the machine has the files themselves
    return way_of(tables.downloads().on(today), viewer.roles, _changes())


def way_for_document(viewer: Viewer, document_id: int, *, today: dt.date) -> Way:
    """Return the form in which a person may take one paper; what is lent never leaves without a mark. Two queries."""
    way = way_for(viewer, today=today)
    if way is Way.ORIGINAL and loan_watermark(viewer, document_id, today=today):
        return Way.MARKED
    return way
