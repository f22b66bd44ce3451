"""Reading and checking the journal."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from anjuan.accounts.models import JournalEntry
from anjuan.accounts.rules.chain import GENESIS, Break, Entry, chain_breaks, moment_text
from anjuan.accounts.selectors.people import Viewer
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError


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


class MayNotReadJournalError(RefusedError):
    """Only the security auditor reads the journal."""

    code = "ACC-029"


def _rows(after: int = 0, limit: int | None = None) -> Iterator[tuple[Entry, str, str]]:
    rows = JournalEntry.objects.filter(number__gt=after).order_by("number")
    for row in rows[:limit].iterator(chunk_size=2000):
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
    # The entries of one thing are few, those of one person or one sort of deed are very many: expressions keep
    # SQLite, which has no figures of its own to go by, from walking the indexes of the latter.
    who, what = Coalesce("actor", Value("")), Coalesce("action", Value(""))
    entries = JournalEntry.objects.alias(who=who, what=what).filter(subject=subject, at__gte=moment_text(since))
    return entries.filter(who=actor, what=action).exists()


def journal_tells(*, action: str, name: str, value: str) -> bool:
    """Say whether the journal tells of a deed with this value in its detail. One query."""
    return JournalEntry.objects.filter(action=action, **{f"detail__{name}": value}).exists()


def journal_number(*, action: str, subject: str, address: str, since: dt.datetime) -> int:
    """Return how often the journal tells of a deed on a thing from an address since a moment, inclusive. One query."""
    entries = JournalEntry.objects.filter(subject=subject, action=action, at__gte=moment_text(since))
    return entries.filter(detail__address=address).count()


def journal_recent(*, subject: str = "", limit: int = 100) -> list[JournalEntry]:
    """Return the newest entries first, of one subject when it is named."""
    entries = JournalEntry.objects.order_by("-number")
    if subject:
        entries = entries.filter(subject=subject)
    return list(entries[:limit])


def journal_of(*, subject: str, actions: Collection[str]) -> list[JournalEntry]:
    """Return the deeds of some kinds on one subject, the oldest first. One query."""
    return list(JournalEntry.objects.filter(subject=subject, action__in=actions).order_by("number"))


#: Entries that one check reads at most: about a second's work.
CHECKED_AT_ONCE = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class CheckedUpTo:
    """How far the chain was found to hold: number and hash of the last entry read."""

    number: int = 0
    head: str = GENESIS

    def as_words(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        return {"number": self.number, "head": self.head}


NOTHING = CheckedUpTo()


@dataclasses.dataclass(frozen=True, slots=True)
class CheckedPart:
    """A portion of the chain that was checked.

    Attributes:
        upto: Where the next portion begins.
        total: Number of the last entry there is.
        breaks: Places in this portion where the chain does not hold.
        finished: Whether the last entry was read.

    """

    upto: CheckedUpTo
    total: int
    breaks: tuple[Break, ...]
    finished: bool


def _may_read(viewer: Viewer) -> None:
    if not viewer.may("journal.read"):
        raise MayNotReadJournalError(
            f"{viewer.name} may not read the journal.", remedy="Ask the security auditor for what you need of it."
        )


def journal_check(viewer: Viewer, upto: CheckedUpTo, *, limit: int = CHECKED_AT_ONCE) -> CheckedPart:
    """Check the entries that follow the last one checked, a bounded number of them. Two queries.

    Raises:
        MayNotReadJournalError: The viewer is no security auditor.

    """
    _may_read(viewer)
    number, head = upto.number, upto.head

    def counted() -> Iterator[tuple[Entry, str, str]]:
        nonlocal number, head
        for entry, previous, stored in _rows(upto.number, limit):
            number, head = entry.number, stored
            yield entry, previous, stored

    breaks = tuple(chain_breaks(counted(), after=upto.number, head=upto.head))
    total = JournalEntry.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return CheckedPart(CheckedUpTo(number, head), total, breaks, number >= total or number == upto.number)


@dataclasses.dataclass(frozen=True, slots=True)
class JournalFilter:
    """What narrows the journal.

    Attributes:
        actor: Log-in name of who did it.
        action: ``noun.verb``.
        subject: What it was done to, or its beginning: ``archive.case:7``, ``accounts.``.
        words: A part of the name that the thing had.
        first: The first civil day, inclusive.
        last: The last civil day, inclusive.

    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    words: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    def as_words(self) -> dict[str, str]:
        """Return it as an address carries it."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value or "" for name, value in values.items()
        }


@dataclasses.dataclass(frozen=True, slots=True)
class JournalRow:
    """One entry."""

    number: int
    at: str
    actor: str
    action: str
    subject: str
    label: str
    detail: dict[str, Any]
    hash: str


@dataclasses.dataclass(frozen=True, slots=True)
class JournalPart:
    """A portion of the journal, newest first.

    Attributes:
        rows: The entries.
        newer: Number to ask ``after`` for the portion before this one; 0 when this is the newest.
        older: Number to ask ``before`` for the portion after this one; 0 when this is the oldest.

    """

    rows: tuple[JournalRow, ...]
    newer: int
    older: int


def _narrowed(wanted: JournalFilter) -> QuerySet[JournalEntry]:
    given = Q()
    for name in ("actor", "action"):
        if value := getattr(wanted, name):
            given &= Q(**{name: value})
    if wanted.subject:
        given &= (
            Q(subject__startswith=wanted.subject) if wanted.subject.endswith((".", ":")) else Q(subject=wanted.subject)
        )
    if wanted.words:
        given &= Q(label__icontains=wanted.words)
    if wanted.first:
        given &= Q(at__gte=moment_text(dt.datetime.combine(wanted.first, dt.time.min, CHINA)))
    if wanted.last:
        day_after = wanted.last + dt.timedelta(days=1) if wanted.last < dt.date.max else wanted.last
        given &= Q(at__lt=moment_text(dt.datetime.combine(day_after, dt.time.min, CHINA)))
    return JournalEntry.objects.filter(given)


def journal_part(
    viewer: Viewer, wanted: JournalFilter, *, before: int = 0, after: int = 0, limit: int = 50
) -> JournalPart:
    """Return a portion of what a filter leaves, by number and not by page: it costs the same at any depth.

    Args:
        viewer: Who asks.
        wanted: What narrows the journal.
        before: Entries with a smaller number; 0 from the newest.
        after: The oldest entries with a greater number, when ``before`` is 0.
        limit: The most entries.

    Raises:
        MayNotReadJournalError: The viewer is no security auditor.

    """
    _may_read(viewer)
    entries = _narrowed(wanted)
    if after and not before:
        found = list(entries.filter(number__gt=after).order_by("number")[: limit + 1])
        has_newer, found = len(found) > limit, found[:limit][::-1]
        has_older = True
    else:
        found = list((entries.filter(number__lt=before) if before else entries).order_by("-number")[: limit + 1])
        has_older, found = len(found) > limit, found[:limit]
        has_newer = bool(before)
    rows = tuple(_row(entry) for entry in found)
    newer = rows[0].number if rows and has_newer else 0
    return JournalPart(rows, newer, rows[-1].number if rows and has_older else 0)


def journal_all(viewer: Viewer, wanted: JournalFilter, *, upto: int) -> Iterator[JournalRow]:
    """Yield everything that a filter leaves up to a number, inclusive, newest first, in bounded memory.

    Raises:
        MayNotReadJournalError: The viewer is no security auditor.

    """
    _may_read(viewer)
    entries = _narrowed(wanted).filter(number__lte=upto).order_by("-number")
    return (_row(entry) for entry in entries.iterator(chunk_size=2000))


def _row(entry: JournalEntry) -> JournalRow:
    return JournalRow(
        entry.number, entry.at, entry.actor, entry.action, entry.subject, entry.label, entry.detail, entry.hash
    )
