"""Notes as devices send them."""

from __future__ import annotations

import datetime as dt
import uuid

from anjuan.lifecycle.services.auditing import Note


def note(number: int, clauses: str, *, revision: int = 1, device: str = "tablet-1", text: str = "符合") -> Note:
    at = dt.datetime(2026, 3, 12, 3, number % 60, tzinfo=dt.UTC)
    return Note(uuid.UUID(int=number), revision, device, at, text, clauses)
