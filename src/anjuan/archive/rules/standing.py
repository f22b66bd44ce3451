"""Whether a certificate is valid on a day, by its last valid day."""

from __future__ import annotations

import datetime as dt

VALID, EXPIRING, EXPIRED, UNKNOWN = "valid", "expiring", "expired", "unknown"
STANDINGS = (VALID, EXPIRING, EXPIRED, UNKNOWN)
#: So many days before its last one a certificate is about to expire: time enough for a recertification audit.
SOON_DAYS = 90


def standing_of(expires_on: str, today: dt.date) -> str:
    """Return how a certificate stands on a day.

    Args:
        expires_on: Its last valid day (inclusive), ISO, maybe partial; a partial day counts to its end.
        today: The day.

    """
    if not expires_on:
        return UNKNOWN
    if _before(expires_on, today):
        return EXPIRED
    return EXPIRING if _before(expires_on, today + dt.timedelta(days=SOON_DAYS)) else VALID


def _before(text: str, day: dt.date) -> bool:
    return text < day.isoformat()[: len(text)]
