"""How numbers are written for comparing, and how long things last."""

from __future__ import annotations

import datetime as dt


def last_day(issued: dt.date, months: int) -> dt.date:
    """Return the last valid day: so many months after the issue, less one day (T05: 36 months less a day).

    On a day that the later month does not have, the month's last day counts as that day.
    """
    month = issued.month - 1 + months
    year, month = issued.year + month // 12, month % 12 + 1
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return dt.date(year, month, min(issued.day, last)) - dt.timedelta(days=1)


def written_number(text: str) -> str:
    """Return a number as it is compared: capitals, no spaces or invisible signs, full-width signs folded."""
    folded = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
    return "".join(sign for sign in folded if sign.isprintable() and not sign.isspace()).upper()
