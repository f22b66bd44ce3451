"""The key of the language model, kept sealed in the data home."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FILE_NAME = "language.key"


def _box(secret: str) -> Fernet:
    derived = HKDF(SHA256(), 32, None, b"anjuan language model").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def key_seal(home: Path, secret: str, key: str) -> None:
    """Keep the key in the data home, readable only with the secret of that home; an empty key forgets it."""
    path = home / FILE_NAME
    if not key.strip():
        path.unlink(missing_ok=True)
        return
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(_box(secret).encrypt(key.strip().encode()))
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(path)


def key_opened(home: Path, secret: str) -> str:
    """Return the key; empty when none is kept, or when it was sealed by another home."""
    path = home / FILE_NAME
    if not path.exists():
        return ""
    try:
        return _box(secret).decrypt(path.read_bytes()).decode()
    except InvalidToken:
        return ""
