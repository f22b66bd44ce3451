"""Writing the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.rules.chain import GENESIS, Entry, entry_hash

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

    Call it inside the service's ``transaction.atomic()``: if the deed is rolled back, so is its entry.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
        last = JournalEntry.objects.order_by("-number").values_list("number", "hash").first() or (0, GENESIS)
        moment = deed.now.astimezone(dt.UTC).isoformat(timespec="microseconds")
        entry = Entry(last[0] + 1, moment, deed.actor, action, subject, label[:300], dict(detail or {}))
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
