"""Writing the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.rules.chain import GENESIS, Entry, entry_hash, moment_text
from anjuan.accounts.selectors.journal import journal_has
from anjuan.accounts.services.durable import durable_transaction

#: Key of the advisory lock that serialises the chain where the database does not lock as a whole.
_CHAIN_LOCK = 0x616E6A75


def journal_write(
    *,
    deed: Deed,
    action: str,
    subject: str = "",
    label: str = "",
    detail: Mapping[str, Any] | None = None,
) -> JournalEntry:
    """Append one deed to the journal, in the transaction of the deed itself.

    Call it inside the service's ``durable_transaction()``: if the deed is rolled back, so is its entry.
    """
    with durable_transaction():
        _wait_for_turn()
        return _append(deed, action, subject, label, dict(detail or {}))


def _append(deed: Deed, action: str, subject: str, label: str, detail: dict[str, Any]) -> JournalEntry:
    last = JournalEntry.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
    entry = Entry(last[0] + 1, moment_text(deed.now), deed.actor, action, subject, label[:300], detail)
    return JournalEntry.objects.create(
        number=entry.number,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        subject=entry.subject,
        label=entry.label,
        detail=entry.detail,
        previous=last[1],
        hash=entry_hash(last[1], entry),
    )


def journal_write_once(
    *,
    deed: Deed,
    since: dt.datetime,
    action: str,
    subject: str,
    label: str = "",
    detail: Mapping[str, Any] | None = None,
) -> JournalEntry | None:
    """Append a deed unless the same person's same deed on the same thing stands there since a moment, inclusive.

    Returns None when it does; that costs one read and no lock.
    """
    if journal_has(actor=deed.actor, action=action, subject=subject, since=since):
        return None
    with durable_transaction():
        _wait_for_turn()
        if journal_has(actor=deed.actor, action=action, subject=subject, since=since):
            return None
        return _append(deed, action, subject, label, dict(detail or {}))


def _wait_for_turn() -> None:
    """Let one transaction at a time write to the chain, where the database does not see to that by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
