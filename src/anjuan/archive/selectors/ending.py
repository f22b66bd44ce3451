"""Which certificates end soon, by the cases that state them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.selectors.sight import cases_of

_SPARE = 4


@dataclasses.dataclass(frozen=True, slots=True)
class EndingCertificate:
    """A certificate that ends, and the newest case that states it."""

    number: str
    title: str
    organisation_name: str
    field_code: str
    expires_on: str


def certificates_ending(viewer: Viewer, today: dt.date, *, within: dt.timedelta, limit: int) -> list[EndingCertificate]:
    """Return the certificates that end next, the earliest first. One query.

    Cases of one organisation and field that state the same last day are one certificate; the newest stands for it.
    Both ends of the time are inclusive. A day of which only the month or year is known is not listed.

    """
    first, last = today.isoformat(), (today + within).isoformat()
    rows = cases_of(viewer).filter(expires_on__gte=first, expires_on__lte=last).order_by("expires_on", "-pk")
    values = rows.values_list("number", "title", "organisation_name", "field_code", "expires_on")[: limit * _SPARE]
    kept: dict[tuple[str, str, str], EndingCertificate] = {}
    for row in (EndingCertificate(*one) for one in values if len(one[4]) == len(first)):
        kept.setdefault((row.organisation_name or row.title, row.field_code, row.expires_on), row)
    return list(kept.values())[:limit]
