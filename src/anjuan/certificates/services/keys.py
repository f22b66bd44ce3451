"""Signing keys: made, rotated, revoked."""

from __future__ import annotations

import datetime as dt

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anjuan.accounts.deeds import Deed
from anjuan.accounts.sealing import SecretUnreadableError, seal, unseal
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.certificates.faults import SigningKeyError
from anjuan.certificates.models import SigningKey
from anjuan.certificates.rules.statement import key_name
from anjuan.certificates.selectors.rights import KEYS, need_right
from anjuan.kit.clock import CHINA


def key_current(*, deed: Deed) -> tuple[SigningKey, Ed25519PrivateKey]:
    """Return the key that signs now; the first one is made when there is none.

    Raises:
        SigningKeyError: The key cannot be read with the secret of this data home.

    """
    row = SigningKey.objects.filter(retired_on=None).first() or _make(deed)
    return row, _opened(row)


def key_rotate(*, deed: Deed, viewer: Viewer) -> SigningKey:
    """Let a new key sign from now on; the one before goes on verifying what it signed up to today."""
    need_right(viewer, KEYS)
    with durable_transaction():
        _retire(deed)
        return _make(deed)


def key_revoke(*, deed: Deed, viewer: Viewer, kid: str, reason: str) -> SigningKey:
    """Say that nothing a key signed counts any more, and why; a new key signs from then on.

    Raises:
        SigningKeyError: There is no such key, it is revoked already, or no reason is given.

    """
    need_right(viewer, KEYS)
    today = _today(deed)
    with durable_transaction():
        row = SigningKey.objects.select_for_update().filter(kid=kid, revoked_on=None).first()
        if row is None or not reason.strip():
            raise SigningKeyError(
                f"The key {kid} cannot be revoked: it is not there, is revoked already, or no reason is given.",
                why="Every certificate that it signed would have to be printed anew.",
                remedy="Choose a key from the list and say what happened to it.",
            )
        row.retired_on, row.revoked_on, row.reason = row.retired_on or today, today, reason.strip()[:500]
        row.save(update_fields=["retired_on", "revoked_on", "reason"])
        journal_write(
            deed=deed, action="certificate.key_end", subject=f"certificates.key:{row.kid}", label=row.kid,
            detail={"what": "revoked", "reason": row.reason},
        )  # fmt: skip
        if not SigningKey.objects.filter(retired_on=None).exists():
            _make(deed)
    return row


def _retire(deed: Deed) -> None:
    for row in SigningKey.objects.filter(retired_on=None):
        SigningKey.objects.filter(pk=row.pk).update(retired_on=_today(deed))
        journal_write(
            deed=deed, action="certificate.key_end", subject=f"certificates.key:{row.kid}", label=row.kid,
            detail={"what": "retired"},
        )  # fmt: skip


def _make(deed: Deed) -> SigningKey:
    key = Ed25519PrivateKey.generate()
    raw = key.public_key().public_bytes_raw()
    with durable_transaction():
        row = SigningKey.objects.create(
            kid=key_name(raw), public=raw, private=seal(key.private_bytes_raw()), made_at=deed.now, made_by=deed.actor
        )
        journal_write(deed=deed, action="certificate.key_make", subject=f"certificates.key:{row.kid}", label=row.kid)
    return row


def _opened(row: SigningKey) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(unseal(row.private))
    except SecretUnreadableError as fault:
        raise SigningKeyError(
            f"The signing key {row.kid} cannot be read with the secret of this data home.",
            why="secret.key was not restored with the database; what the key signed can still be verified.",
            remedy="Restore secret.key, or rotate: a new key signs, and the old one goes on verifying.",
        ) from fault


def _today(deed: Deed) -> dt.date:
    return deed.now.astimezone(CHINA).date()
