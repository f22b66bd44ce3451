"""The signed statement in the QR code of a certificate: a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037)."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from anjuan.kit.text.folding import squeeze

#: Members of the payload, in the order in which they are written.
_MEMBERS = ("v", "n", "h", "hh", "s", "f", "t", "b", "i", "e")
_VERSION = 1
_HEADER = {"alg", "kid"}
_HASH_BYTES = 18
_LONGEST = 4096
_PARTS = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """What is signed.

    Attributes:
        number: Number of the certificate.
        holder: Name of the holder as printed; empty where only its hash may be told.
        holder_hash: Hash of number and name, where the holder is confidential.
        standard: The standard as printed.
        issued_on: The first valid day.
        expires_on: The last valid day.
        body: The certification body.
        signed_on: The day it was signed; a retired key counts up to the day it was retired.
        printing: Which printing of the certificate it stands on, from 1.

    """

    number: str
    holder: str
    holder_hash: str
    standard: str
    issued_on: dt.date
    expires_on: dt.date
    body: str
    signed_on: dt.date
    printing: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class PublicKey:
    """A published key.

    Attributes:
        kid: Its name: the first characters of the hash of the key itself.
        raw: 32 bytes.
        retired_on: Last day on which a statement may have been signed with it; None while in use.
        is_revoked: Whether nothing that it signed counts any more.

    """

    kid: str
    raw: bytes
    retired_on: dt.date | None = None
    is_revoked: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking a statement.

    Attributes:
        fault: ``""`` when it holds; else ``shape``, ``key_unknown``, ``key_revoked``, ``after_retirement`` or
            ``signature``.
        statement: What it says; None unless it holds.
        kid: The key it names; empty when it could not be read.

    """

    fault: str
    statement: Statement | None = None
    kid: str = ""


def holder_hash(number: str, holder: str) -> str:
    """Return the hash under which a confidential holder stands: whoever knows the name can compare it."""
    digest = hashlib.sha256(f"{number}\n{squeeze(holder)}".encode()).digest()
    return _written(digest[:_HASH_BYTES])


def key_name(raw: bytes) -> str:
    """Return the name of a public key, made from the key itself."""
    return hashlib.sha256(raw).hexdigest()[:12]


def statement_sign(statement: Statement, key: Ed25519PrivateKey) -> str:
    """Return a statement as it stands in the QR code: header, payload and signature, parted by points."""
    kid = key_name(key.public_key().public_bytes_raw())
    head = _written(_compact({"alg": "EdDSA", "kid": kid}))
    signed = f"{head}.{_written(_compact(_payload(statement)))}"
    return f"{signed}.{_written(key.sign(signed.encode('ascii')))}"


def statement_check(text: str, keys: Mapping[str, PublicKey]) -> Checked:  # noqa: PLR0911  one way out for each fault
    """Return what a statement says when its signature holds, or why it does not.

    Args:
        text: The statement, or the address of a QR code that ends with it.
        keys: The published keys by name.

    """
    text = text.strip().rpartition("/")[2]
    parts = text.split(".")
    try:
        if len(text) > _LONGEST or len(parts) != _PARTS:
            return Checked("shape")
        head = json.loads(_read(parts[0]), object_pairs_hook=_once)
        signature = _read(parts[2])
        if not isinstance(head, dict) or set(head) != _HEADER or head["alg"] != "EdDSA":
            return Checked("shape")
        kid = str(head["kid"])
        key = keys.get(kid)
        if key is None or key.is_revoked:
            return Checked("key_unknown" if key is None else "key_revoked", kid=kid)
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, f"{parts[0]}.{parts[1]}".encode("ascii"))
        said = _stated(json.loads(_read(parts[1]), object_pairs_hook=_once))
    except InvalidSignature:
        return Checked("signature", kid=kid)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return Checked("shape")
    if key.retired_on is not None and said.signed_on > key.retired_on:
        return Checked("after_retirement", kid=kid)
    return Checked("", said, kid)


def keys_published(keys: Mapping[str, PublicKey]) -> dict[str, Any]:
    """Return the keys as a JSON Web Key Set (RFC 7517), as the public page and the stand-alone script read them."""
    listed = []
    for key in keys.values():
        member: dict[str, Any] = {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": key.kid}
        member["x"] = _written(key.raw)
        if key.retired_on:
            member["retired_on"] = key.retired_on.isoformat()
        if key.is_revoked:
            member["revoked"] = True
        listed.append(member)
    return {"keys": listed}


def _payload(said: Statement) -> dict[str, Any]:
    values = {
        "v": _VERSION, "n": said.number, "h": said.holder, "hh": said.holder_hash, "s": said.standard,
        "f": said.issued_on.isoformat(), "t": said.expires_on.isoformat(), "b": said.body,
        "i": said.signed_on.isoformat(), "e": said.printing,
    }  # fmt: skip
    return {name: values[name] for name in _MEMBERS if values[name] != ""}


def _stated(told: dict[str, Any]) -> Statement:
    if told["v"] != _VERSION or not set(told) <= set(_MEMBERS):
        message = "another version"
        raise ValueError(message)
    day = dt.date.fromisoformat
    return Statement(
        str(told["n"]), str(told.get("h", "")), str(told.get("hh", "")), str(told.get("s", "")), day(told["f"]),
        day(told["t"]), str(told.get("b", "")), day(told["i"]), int(told.get("e", 1)),
    )  # fmt: skip


def _compact(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a name stands twice"
        raise ValueError(message)
    return found


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _read(text: str) -> bytes:
    """Return the bytes of a part; refuse any other writing of the same bytes, so that one statement has one text."""
    raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _written(raw) != text:
        message = "not written as it is signed"
        raise ValueError(message)
    return raw
