"""The settings of a data home in a backup: readable without secrets, and sealed with them."""

from __future__ import annotations

import base64
import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from anjuan.preservation.faults import PassphraseError

#: The files of a data home that say how it runs; the second is secret as a whole.
_SETTINGS, _KEY = "anjuan.toml", "secret.key"
#: The option that holds secrets, up to the end of its list of strings.
_SECRET_OPTION = re.compile(
    r"""^([ \t]*(?:reading[ \t]*\.[ \t]*)?passwords[ \t]*=[ \t]*)"""
    r"""\[(?:\s|,|\#[^\n]*\n|"(?:\\.|[^"\\\n])*"|'[^'\n]*')*\]""",
    re.MULTILINE,
)
#: Options that are secret wherever they stand: of the log-in provider, of mailboxes, of services asked for something.
_SECRET_NAMES = frozenset({"client_secret", "password", "passwords", "api_key", "key", "secret", "token"})
_SECRET_LINE = re.compile(
    r"""^([ \t]*(?:[\w-]+[ \t]*\.[ \t]*)*(?:client_secret|password|api_key|key|secret|token)[ \t]*=[ \t]*)"""
    r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*')""",
    re.MULTILINE,
)
_SALT_BYTES = 16
# Source of the costs: RFC 7914 and OWASP's storage sheet (2^15, 8, 1 for interactive use).
_COST, _BLOCK, _LANES = 2**15, 8, 1


def settings_shown(home: Path) -> bytes | None:
    """Return the settings file without the secrets in it, or None when there is none.

    A file whose secrets are written in a way that cannot be taken out safely is left out as a whole.
    """
    path = home / _SETTINGS
    if not path.exists():
        return None
    shown = _SECRET_OPTION.sub(r"\1[]", path.read_text(encoding="utf-8"))
    shown = _SECRET_LINE.sub(r'\1""', shown)
    try:
        held = tomllib.loads(shown)
    except tomllib.TOMLDecodeError:
        return None
    return None if _holds_secret(held) else shown.encode()


def _holds_secret(held: dict[str, Any]) -> bool:
    """Return whether any table of the settings still names a secret."""
    return any(
        _holds_secret(value) if isinstance(value, dict) else name in _SECRET_NAMES and bool(value)
        for name, value in held.items()
    )


def secrets_seal(home: Path, passphrase: str) -> bytes:
    """Return the settings as they are and the installation's key, encrypted with a passphrase."""
    held = {name: (home / name).read_text(encoding="utf-8") for name in (_SETTINGS, _KEY) if (home / name).exists()}
    salt = os.urandom(_SALT_BYTES)
    return salt + _box(passphrase, salt).encrypt(json.dumps(held).encode())


def secrets_open(sealed: bytes, passphrase: str) -> dict[str, str]:
    """Return the sealed files by name.

    Raises:
        PassphraseError: The passphrase is wrong or the bytes were altered.

    """
    try:
        opened = _box(passphrase, sealed[:_SALT_BYTES]).decrypt(sealed[_SALT_BYTES:])
    except InvalidToken as error:
        raise PassphraseError(
            "The sealed settings of the backup do not open with this passphrase.",
            remedy="Give the passphrase of that backup, or --without-secrets to restore without them.",
        ) from error
    held = json.loads(opened)
    return {name: str(held[name]) for name in (_SETTINGS, _KEY) if name in held}


def _box(passphrase: str, salt: bytes) -> Fernet:
    key = Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(passphrase.encode())
    return Fernet(base64.urlsafe_b64encode(key))
