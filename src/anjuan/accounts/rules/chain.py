"""The hash chain of the journal: what is hashed, and how a chain is checked.

Each entry's hash is the SHA-256 of the previous hash and of the entry in one canonical form, so
that an entry that is changed, removed, put in or moved breaks every hash after it. The
stand-alone script ``scripts/verify_journal.py`` repeats this with nothing but Python.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

GENESIS = "0" * 64


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry as it is hashed.

    Attributes:
        number: 1 for the first entry, rising by 1.
        at: The moment in UTC, ISO 8601 with microseconds.
        actor: Log-in name of who did it, or ``system``.
        action: ``noun.verb``.
        subject: What it was done to, as ``room.thing:id``; empty when to nothing.
        label: The subject's name at that moment.
        detail: More, as plain JSON values.

    """

    number: int
    at: str
    actor: str
    action: str
    subject: str
    label: str
    detail: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold."""

    number: int
    what: str


def moment_text(moment: dt.datetime) -> str:
    """Return an aware moment as entries hold it: in UTC, so that texts are ordered as the moments are."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")


def entry_hash(previous: str, entry: Entry) -> str:
    """Return the hash of an entry that follows one with the hash ``previous``."""
    canonical = json.dumps(
        [entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.label, entry.detail],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def chain_breaks(rows: Iterable[tuple[Entry, str, str]], *, after: int = 0, head: str = GENESIS) -> Iterator[Break]:
    """Yield every place where the chain is broken.

    Args:
        rows: Entry, stored previous hash, stored hash, in rising number.
        after: Number of the entry before the first of these.
        head: Hash of the entry before the first of these.

    """
    expected_number, expected_previous = after + 1, head
    for entry, previous, stored in rows:
        if entry.number != expected_number:
            yield Break(entry.number, f"entry {expected_number} is missing or moved")
        if previous != expected_previous:
            yield Break(entry.number, "does not follow the entry before it")
        if entry_hash(previous, entry) != stored:
            yield Break(entry.number, "was altered after it was written")
        expected_number, expected_previous = entry.number + 1, stored
