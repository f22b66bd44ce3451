"""Opening a briefing pack: it tells of case files, so reading it stands in the journal."""

from __future__ import annotations

import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.journal import journal_write_once
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.briefing import Briefing, briefing_get

#: Looking again within this time is the same reading.
_SAME_READING = dt.timedelta(minutes=30)


def briefing_open(
    *, deed: Deed, viewer: Viewer, organisation_id: int, wanted: Scope, today: dt.date, language: str = "zh"
) -> Briefing:
    """Return the briefing pack of an audit; that it was read is noted in the journal.

    Raises:
        OrganisationUnknownError: There is none that this person may see.

    """
    made = briefing_get(viewer, organisation_id, wanted, now=deed.now, today=today, language=language)
    journal_write_once(
        deed=deed, since=deed.now - _SAME_READING, action="briefing.read",
        subject=f"registry.organisation:{made.organisation_id}", label=made.organisation,
        detail={"field": made.field_code, "code": made.code, "cases": [one.number for one in made.past]},
    )  # fmt: skip
    return made
