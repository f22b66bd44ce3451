"""Passkeys (WebAuthn) as a second factor: what the browser is asked, and whether its answer holds.

The verification itself is done by python-fido2; nothing here touches the tables.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_BROKEN = (ValueError, TypeError, KeyError, AssertionError, UnsupportedAlgorithm, AttributeError)


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """What a browser is asked, and what the server must remember until it answers."""

    options: dict[str, Any]
    state: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as the tables keep it.

    Attributes:
        credential: Its id, base64url.
        public: Its public key with what belongs to it, base64.
        counter: How often it was used by its own count; 0 for those that do not count.

    """

    credential: str
    public: str
    counter: int

    @property
    def data(self) -> AttestedCredentialData:
        """The public key as python-fido2 wants it."""
        return AttestedCredentialData(base64.b64decode(self.public))


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="案卷 Anjuan"))


def registration_question(host: str, handle: bytes, name: str, known: Sequence[Passkey]) -> Question:
    """Return what makes a browser offer a new passkey.

    Args:
        host: Name of the site without its port; passkeys belong to it.
        handle: The person's opaque handle, which tells nothing about them.
        name: What the authenticator shows.
        known: Passkeys the person has; an authenticator that holds one is not taken again.

    """
    options, state = _server(host).register_begin(
        PublicKeyCredentialUserEntity(id=handle, name=name, display_name=name),
        credentials=[key.data for key in known],
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Question(dict(options)["publicKey"], dict(state))


def registration_answer(host: str, state: Mapping[str, Any], answer: str) -> Passkey | None:
    """Return the new passkey when the browser's answer holds, else None."""
    try:
        made = _server(host).register_complete(state, json.loads(answer))
    except _BROKEN:
        return None
    data = made.credential_data
    if data is None:
        return None
    public = base64.b64encode(bytes(data)).decode("ascii")
    return Passkey(websafe_encode(data.credential_id), public, made.counter)


def log_in_question(host: str, known: Sequence[Passkey]) -> Question:
    """Return what makes a browser ask for one of the known passkeys."""
    options, state = _server(host).authenticate_begin(
        [key.data for key in known], user_verification=UserVerificationRequirement.PREFERRED
    )
    return Question(dict(options)["publicKey"], dict(state))


def log_in_answer(host: str, state: Mapping[str, Any], known: Sequence[Passkey], answer: str) -> Passkey | None:
    """Return the passkey that answered, with its new count; None when the answer does not hold.

    A count that does not rise means that two devices hold the same key, one of them a copy: that is refused.
    """
    try:
        told = AuthenticationResponse.from_dict(json.loads(answer))
        found = _server(host).authenticate_complete(state, [key.data for key in known], told)
    except _BROKEN:
        return None
    key = next(item for item in known if item.credential == websafe_encode(found.credential_id))
    counter = told.response.authenticator_data.counter
    if (counter or key.counter) and counter <= key.counter:
        return None
    return dataclasses.replace(key, counter=counter)
