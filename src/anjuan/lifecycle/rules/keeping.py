"""How long the records of a certification must be kept."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict


@dataclasses.dataclass(frozen=True, slots=True)
class Keeping:
    """What decides how long records are kept.

    Attributes:
        cycle_ends_on: The last day of the certification cycle.
        validity_ends_on: The day validity ended or ends: expiry, cancellation or withdrawal, whichever came first.
        own_until: The last day of the body's own period; None when it set none.
        is_held: Whether a legal hold stands.

    """

    cycle_ends_on: dt.date
    validity_ends_on: dt.date
    own_until: dt.date | None = None
    is_held: bool = False


def keep_until(book: Book, keeping: Keeping) -> dt.date:
    """Return the last day on which records must be kept, legal holds left out.

    Formula: the latest of end of cycle + one cycle, end of validity + two years, the body's own period.
    Source: ISO/IEC 17021-1:2015 9.9.4; 认证机构管理办法.
    """
    bounds = [
        add_months(keeping.cycle_ends_on, book.number("T22", "cycle_months")),
        add_months(keeping.validity_ends_on, book.number("T22", "validity_months")),
    ]
    return max([*bounds, *([keeping.own_until] if keeping.own_until else [])])


def disposal(book: Book, keeping: Keeping, on: dt.date) -> Verdict:
    """Return T22: whether records may be disposed of on a day."""
    due = keep_until(book, keeping)
    days = (due - on).days
    start = keeping.validity_ends_on
    if keeping.is_held:
        return book.verdict("T22", Outcome.BROKEN, "held", start=start, due=due, actual=on, days=days)
    outcome, saying = (Outcome.KEPT, "kept") if days < 0 else (Outcome.BROKEN, "early")
    return book.verdict("T22", outcome, saying, start=start, due=due, actual=on, days=days)
