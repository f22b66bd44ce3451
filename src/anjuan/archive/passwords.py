"""Passwords that opened an original, kept encrypted so that its pages can be drawn again."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from anjuan.archive.models import Original


def _box() -> Fernet:
    key = hashlib.sha256(b"anjuan.archive.passwords\n" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal_password(password: str) -> str:
    """Return a password in the form in which it is stored."""
    return _box().encrypt(password.encode()).decode("ascii")


def opened_password(original: Original) -> tuple[str, ...]:
    """Return the password that opened an original, or nothing when it needs none or the key was changed."""
    if not original.sealed_password:
        return ()
    try:
        return (_box().decrypt(original.sealed_password.encode()).decode(),)
    except InvalidToken:
        return ()
