"""Secrets in the tables, readable only with the key that lies beside the database."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from anjuan.kit.errors import AnjuanError


class SecretUnreadableError(AnjuanError):
    """A secret was sealed with another key than that of this data home."""

    code = "ACC-020"


def _fernet() -> Fernet:
    derived = HKDF(SHA256(), 32, None, b"anjuan second factors").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def seal(secret: bytes) -> str:
    """Return a secret as the tables keep it."""
    return _fernet().encrypt(secret).decode("ascii")


def unseal(sealed: str) -> bytes:
    """Return a secret that the tables keep.

    Raises:
        SecretUnreadableError: It was sealed with another key.

    """
    try:
        return _fernet().decrypt(sealed.encode("ascii"))
    except InvalidToken as error:
        raise SecretUnreadableError(
            "The secret of this authenticator app cannot be read with the key of this data home.",
            why="The key was not restored with the database, or was replaced.",
            remedy="Restore secret.key, or have the security keeper reset the second factor.",
        ) from error
