"""One-time codes: those of an authenticator app, and the recovery codes of last resort."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import constant_time
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

#: RFC 6238 with what every authenticator app takes: six digits, thirty seconds, SHA-1.
STEP_SECONDS, DIGITS = 30, 6
#: Steps that a clock may be wrong by, either way (RFC 6238, 5.2).
TOLERANCE = 1
#: 160 bits, as RFC 4226 recommends for the shared secret.
SECRET_BYTES = 20
#: Letters of recovery codes: no 0, 1, i, l, o, which are read for one another.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
RECOVERY_LENGTH, RECOVERY_GROUP, RECOVERY_CODES = 16, 4, 10


def totp_of(secret: bytes) -> TOTP:
    """Return the generator of an authenticator app's codes."""
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  HMAC, and the only one all apps know


def matching_step(secret: bytes, code: str, *, seconds: float, after: int) -> int | None:
    """Return the time step that a code belongs to; None when it belongs to none that may still be used.

    Args:
        secret: The shared secret.
        code: What the person typed, digits only.
        seconds: The moment, seconds since 1970.
        after: The last step used: that one and older ones are refused, so that no code is used twice.

    """
    if len(code) != DIGITS or not code.isascii() or not code.isdigit():
        return None
    now, generator = int(seconds) // STEP_SECONDS, totp_of(secret)
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        right = generator.generate(step * STEP_SECONDS)
        if constant_time.bytes_eq(right, code.encode()) and step > after:
            return step
    return None


def plain_code(typed: str) -> str:
    """Return what a person typed without blanks and hyphens, in small letters."""
    return "".join(letter for letter in typed.lower() if not letter.isspace() and letter not in "-–—")


def recovery_shown(code: str) -> str:
    """Return a recovery code as it is shown, in groups."""
    return "-".join(code[at : at + RECOVERY_GROUP] for at in range(0, len(code), RECOVERY_GROUP))


def recovery_digest(user_id: int, code: str) -> str:
    """Return what is kept of a recovery code. It is random and long, so a plain digest holds."""
    return hashlib.sha256(f"recovery\n{user_id}\n{plain_code(code)}".encode()).hexdigest()
