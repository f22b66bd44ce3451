"""What a mail is known by, whom it is from, and which case its subject names."""

from __future__ import annotations

import email.utils
import hashlib
import re
from collections.abc import Collection

#: The numbers that cases get here, as people type them into a subject.
_NUMBER = re.compile(r"(?<![A-Z0-9])AJ-\d{4}-\d{6}(?!\d)", re.IGNORECASE)
_KEY_LETTERS = 24


def mail_key(message_id: str, content: bytes) -> str:
    """Return what a mail is known by: its Message-ID with the digest of its body.

    A mail that comes again over another way has other headers, but the same body; two mails that one program gave the
    same Message-ID have different ones.
    """
    body = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[-1].replace(b"\r\n", b"\n").rstrip()
    digest = hashlib.sha256(body).hexdigest()
    return hashlib.sha256(f"{message_id.strip()}\n{digest}".encode()).hexdigest()[:_KEY_LETTERS]


def is_welcome(sender: str, senders: Collection[str]) -> bool:
    """Say whether mail of a sender is taken in: from a listed address or domain, or from anybody when none is listed.

    Args:
        sender: The ``From`` header.
        senders: Addresses, and domains as ``@example.org``.

    """
    if not senders:
        return True
    found = email.utils.getaddresses([sender])
    if len(found) != 1:
        return False  # several senders, or none that can be told
    address = found[0][1].casefold()
    _, at, domain = address.rpartition("@")
    listed = {one.strip().casefold() for one in senders}
    return bool(at) and (address in listed or f"@{domain}" in listed)


def numbers_in(subject: str) -> tuple[str, ...]:
    """Return the numbers of cases that a subject names, each once, in its order."""
    return tuple(dict.fromkeys(found.upper() for found in _NUMBER.findall(subject)))
