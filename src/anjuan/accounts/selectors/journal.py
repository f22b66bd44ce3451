"""Reading and checking the journal."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator

from anjuan.accounts.models import JournalEntry
from anjuan.accounts.rules.chain import GENESIS, Break, Entry, chain_breaks, moment_text


@dataclasses.dataclass(frozen=True, slots=True)
class ChainReport:
    """The state of the journal's chain.

    Attributes:
        entries: How many entries were read.
        head: Hash of the last entry; keep it outside to prove later that nothing was cut off.
        breaks: Places where the chain does not hold; empty when it does.

    """

    entries: int
    head: str
    breaks: tuple[Break, ...]


def _rows() -> Iterator[tuple[Entry, str, str]]:
    for row in JournalEntry.objects.order_by("number").iterator(chunk_size=2000):
        entry = Entry(row.number, row.at, row.actor, row.action, row.subject, row.label, row.detail)
        yield entry, row.previous, row.hash


def journal_verify() -> ChainReport:
    """Check every entry of the journal. Reads all of it, in bounded memory."""
    count, head = 0, GENESIS

    def counted() -> Iterator[tuple[Entry, str, str]]:
        nonlocal count, head
        for entry, previous, stored in _rows():
            count, head = count + 1, stored
            yield entry, previous, stored

    breaks = tuple(chain_breaks(counted()))
    return ChainReport(count, head, breaks)


def journal_has(*, actor: str, action: str, subject: str, since: dt.datetime) -> bool:
    """Say whether a person's deed on a thing stands in the journal since a moment, inclusive. One query."""
    entries = JournalEntry.objects.filter(subject=subject, actor=actor, action=action, at__gte=moment_text(since))
    return entries.exists()


def journal_tells(*, action: str, name: str, value: str) -> bool:
    """Say whether the journal tells of a deed with this value in its detail. One query."""
    return JournalEntry.objects.filter(action=action, **{f"detail__{name}": value}).exists()


def journal_recent(*, subject: str = "", limit: int = 100) -> list[JournalEntry]:
    """Return the newest entries first, of one subject when it is named."""
    entries = JournalEntry.objects.order_by("-number")
    if subject:
        entries = entries.filter(subject=subject)
    return list(entries[:limit])


def journal_of(*, subject: str, actions: Collection[str]) -> list[JournalEntry]:
    """Return the deeds of some kinds on one subject, the oldest first. One query."""
    return list(JournalEntry.objects.filter(subject=subject, action__in=actions).order_by("number"))
