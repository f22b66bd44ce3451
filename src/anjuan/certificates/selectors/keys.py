"""The signing keys, as whoever verifies needs them."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count

from anjuan.certificates.models import SigningKey
from anjuan.certificates.rules.statement import PublicKey


def keys_known() -> dict[str, PublicKey]:
    """Return every key by name, retired and revoked ones too. One query."""
    rows = SigningKey.objects.values_list("kid", "public", "retired_on", "revoked_on")
    return {kid: PublicKey(kid, bytes(public), retired, revoked is not None) for kid, public, retired, revoked in rows}


@dataclasses.dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as its page shows it."""

    kid: str
    state: str
    made_at: dt.datetime
    made_by: str
    retired_on: dt.date | None
    revoked_on: dt.date | None
    reason: str
    printings: int


def key_rows() -> list[KeyRow]:
    """Return the keys, the newest first, each with how many printings it signed."""
    return [
        KeyRow(
            row.kid, "revoked" if row.revoked_on else "retired" if row.retired_on else "signs", row.made_at,
            row.made_by, row.retired_on, row.revoked_on, row.reason, row.signed,
        )
        for row in SigningKey.objects.annotate(signed=Count("printings"))
    ]  # fmt: skip
