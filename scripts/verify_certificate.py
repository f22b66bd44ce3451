#!/usr/bin/env python3
"""Verify the statement in a certificate's QR code, offline, with nothing but Python.

Needs the public keys of the certification body (its page publishes them as keys.json) and the text of the QR code:

    python verify_certificate.py keys.json 'eyJhbGciOi…'
    python verify_certificate.py keys.json - < text-of-the-code

Prints what the statement says. Exit code 0: the signature holds. 1: it does not, or the key is unknown, revoked, or was
retired before the statement was signed. 2: the words given make no sense. 3: it holds, but the last valid day is over.
What was suspended or withdrawn after printing stands only in the body's register: ask its page for the present state.

The format is a compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8032, RFC 8037); the verification below follows
RFC 8032, section 5.1.7, with the strict check of S and of the encoding of points.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
BASE_Y = 4 * pow(5, P - 2, P) % P
PARTS = 3
KEY_BYTES, SIGNATURE_BYTES = 32, 64
WORDS = 2
NAMES = {
    "n": "number", "h": "holder", "hh": "holder hash", "s": "standard", "f": "valid from", "t": "valid until",
    "b": "issued by", "i": "signed on", "e": "printing",
}  # fmt: skip


class NotGenuineError(Exception):
    """The statement does not hold; the message says why."""


def recover(y: int, sign: int) -> int | None:
    """Return the x of a point of the curve by its y, or None when there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


BASE_X = recover(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def add(one: tuple, other: tuple) -> tuple:
    """Return the sum of two points in extended coordinates."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: tuple) -> tuple:
    """Return a point added to itself so many times."""
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point = add(point, point)
        number >>= 1
    return found


def point_of(raw: bytes) -> tuple | None:
    """Return the point that 32 bytes stand for, or None when they stand for none."""
    number = int.from_bytes(raw, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def same(one: tuple, other: tuple) -> bool:
    """Say whether two points are one."""
    return not ((one[0] * other[2] - other[0] * one[2]) % P or (one[1] * other[2] - other[1] * one[2]) % P)


def ed25519_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a signature of a message was made with the key of a public key."""
    if len(public) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    key, r, s = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return same(times(s, BASE), add(r, times(challenge, key)))


def read(text: str) -> bytes:
    """Return the bytes of base64url; refuse any other writing of the same bytes."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise NotGenuineError("the text is no statement of a certificate") from error
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii") != text:
        raise NotGenuineError("the text is written otherwise than it was signed")
    return raw


def once(pairs: list) -> dict:
    """Return the members of an object; refuse one that stands twice."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise NotGenuineError("a name stands twice")
    return dict(pairs)


def parse(raw: bytes) -> dict:
    """Return a JSON object."""
    try:
        found = json.loads(raw, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise NotGenuineError("the text is no statement of a certificate") from error
    if not isinstance(found, dict):
        raise NotGenuineError("the text is no statement of a certificate")
    return found


def verify(text: str, keys: dict) -> dict:
    """Return what a statement says, when its signature holds.

    Raises:
        NotGenuineError: It does not hold; the message says why.

    """
    parts = text.strip().rpartition("/")[2].split(".")
    if len(parts) != PARTS or not all(parts):
        raise NotGenuineError("the text is no statement of a certificate")
    head, signature = parse(read(parts[0])), read(parts[2])
    if set(head) != {"alg", "kid"} or head["alg"] != "EdDSA":
        raise NotGenuineError("the header is not that of a certificate")
    key = next((one for one in keys.get("keys", ()) if one.get("kid") == head["kid"]), None)
    if key is None:
        raise NotGenuineError(f"the key {head['kid']} is not among the published ones")
    if key.get("revoked"):
        raise NotGenuineError(f"the key {head['kid']} was revoked")
    if not ed25519_holds(read(key["x"]), signature, f"{parts[0]}.{parts[1]}".encode("ascii")):
        raise NotGenuineError("the signature does not belong to the content")
    said = parse(read(parts[1]))
    if said.get("v") != 1:
        raise NotGenuineError("the statement is of a version that this script does not know")
    if key.get("retired_on") and said["i"] > key["retired_on"]:
        raise NotGenuineError("the statement was signed after its key was retired")
    return said


def main(words: list[str]) -> int:
    """Verify what is given on the command line; return the exit code."""
    if len(words) != WORDS:
        print(__doc__)
        return 2
    with open(words[0], encoding="utf-8") as stream:  # noqa: PTH123  one import less for whoever reads this
        keys = json.load(stream)
    text = sys.stdin.read() if words[1] == "-" else words[1]
    try:
        said = verify(text, keys)
    except NotGenuineError as error:
        print(f"NOT GENUINE: {error}")
        return 1
    print("GENUINE: the signature holds.")
    for name, label in NAMES.items():
        if name in said:
            print(f"  {label}: {said[name]}")
    if dt.date.today() > dt.date.fromisoformat(said["t"]):  # noqa: DTZ011  the day where the reader is
        print("  The last valid day is over.")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
