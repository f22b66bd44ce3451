"""The one sentence about passwords, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan.reading.errors import PasswordNeededError


def password_needed(name: str, tried: Iterable[str]) -> PasswordNeededError:
    """Return the error for a protected file that none of the given passwords opens."""
    count = len(tuple(tried))
    state = f"none of the {count} passwords given opens it" if count else "no password was given"
    return PasswordNeededError(
        f"{name!r} is protected by a password, and {state}.",
        why="Its content is encrypted; it can be kept, but not read or searched.",
        remedy="Give the password with the file and read it again.",
    )


def as_bytes(password: str) -> tuple[bytes, ...]:
    """Return the forms in which packers turn a password into bytes, each once."""
    forms = []
    for encoding in ("utf-8", "gb18030", "cp437"):
        try:
            forms.append(password.encode(encoding))
        except UnicodeEncodeError:
            continue
    return tuple(dict.fromkeys(forms))
