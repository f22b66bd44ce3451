"""Log-in through an outer provider: OpenID Connect, authorization code with PKCE.

The signature and the times of the provider's word are checked by PyJWT. Nothing here touches the tables.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import jwt
import requests
from django.core.cache import cache

from anjuan.kit.errors import AnjuanError, RefusedError

#: Signatures with a public key only: one made with the shared secret could be made by whoever holds that.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_SECONDS = 10
_KEPT_SECONDS = 600
#: Seconds by which the clocks of the provider and of this machine may differ.
_LEEWAY = 60
_MOST_BYTES = 1 << 20


class ProviderError(AnjuanError):
    """The log-in provider cannot be reached or does not answer as it should."""

    code = "ACC-030"
    http_status = 502


class ProviderWordError(RefusedError):
    """What the provider says of a person does not hold."""

    code = "ACC-031"


@dataclasses.dataclass(frozen=True, slots=True)
class Provider:
    """The body's provider, as the options name it.

    Attributes:
        issuer: Its address, exactly as its documents state it.
        client_id: The name under which it knows us.
        client_secret: What shows that we are that.

    """

    issuer: str
    client_id: str
    client_secret: str


@dataclasses.dataclass(frozen=True, slots=True)
class Journey:
    """A log-in under way: where the browser goes, and what must be remembered until it comes back."""

    address: str
    state: dict[str, str]


def journey_begin(provider: Provider, back: str) -> Journey:
    """Return where to send a browser to log in.

    Args:
        provider: The provider.
        back: Our address to which it sends the browser back.

    Raises:
        ProviderError: The provider cannot be reached.

    """
    found = _discovered(provider)
    verifier = secrets.token_urlsafe(48)
    state = {"state": secrets.token_urlsafe(24), "nonce": secrets.token_urlsafe(24), "verifier": verifier}
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back, "scope": "openid profile email",
        "state": state["state"], "nonce": state["nonce"], "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip
    joint = "&" if "?" in found["authorization_endpoint"] else "?"
    return Journey(f"{found['authorization_endpoint']}{joint}{urlencode(query)}", state)


def journey_end(provider: Provider, back: str, state: Mapping[str, str], answer: Mapping[str, str]) -> dict[str, Any]:
    """Return what the provider says of the person whose browser came back.

    Args:
        provider: The provider.
        back: The address that the browser came back to.
        state: What was remembered at the beginning.
        answer: The query that the browser brought.

    Raises:
        ProviderError: The provider cannot be reached.
        ProviderWordError: The answer was not asked for, or its signature, time or addressee is wrong.

    """
    if not state or not secrets.compare_digest(answer.get("state", ""), state.get("state", "")):
        raise ProviderWordError("The answer of the provider was not asked for.", remedy="Begin the log-in anew.")
    if "code" not in answer:
        raise ProviderWordError(
            f"The provider did not log the person in: {answer.get('error', 'no reason given')[:80]}.",
            remedy="Begin the log-in anew, or log in with name and password.",
        )
    found = _discovered(provider)
    sent = {
        "grant_type": "authorization_code", "code": answer["code"], "redirect_uri": back,
        "client_id": provider.client_id, "client_secret": provider.client_secret, "code_verifier": state["verifier"],
    }  # fmt: skip
    given = _json(found["token_endpoint"], sent)
    claims = _claims(provider, found, str(given.get("id_token", "")))
    if not secrets.compare_digest(str(claims.get("nonce", "")), state["nonce"]):
        raise ProviderWordError("The word of the provider belongs to another log-in.", remedy="Begin anew.")
    return claims


def _claims(provider: Provider, found: Mapping[str, Any], token: str) -> dict[str, Any]:
    try:
        head = jwt.get_unverified_header(token)
        keys = [key for key in _keys(found["jwks_uri"]) if head.get("kid") in (None, key.key_id)]
        if not keys:  # the provider may have changed its keys since we asked
            cache.delete(_kept(found["jwks_uri"]))
            keys = [key for key in _keys(found["jwks_uri"]) if head.get("kid") in (None, key.key_id)]
        claims: dict[str, Any] = jwt.decode(
            token, keys[0], algorithms=list(ALGORITHMS), audience=provider.client_id, issuer=provider.issuer,
            leeway=_LEEWAY, options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )  # fmt: skip
    except (jwt.PyJWTError, IndexError) as error:
        raise ProviderWordError(
            f"The word of the provider does not hold: {error}.",
            why="Somebody could otherwise log in as anybody.",
            remedy="Begin the log-in anew; if it stays, compare clocks and the options under [oidc].",
        ) from error
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise ProviderWordError("The word of the provider is meant for another program.", remedy="Begin anew.")
    return claims


def _keys(address: str) -> list[jwt.PyJWK]:
    told = cache.get(_kept(address))
    if told is None:
        told = _json(address)
        cache.set(_kept(address), told, _KEPT_SECONDS)
    return [key for key in jwt.PyJWKSet.from_dict(told).keys if key.public_key_use in (None, "sig")]


def _discovered(provider: Provider) -> dict[str, Any]:
    key = _kept(provider.issuer)
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        found = _json(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
        missing = {"authorization_endpoint", "token_endpoint", "jwks_uri"} - set(found)
        if missing or found.get("issuer") != provider.issuer:
            raise ProviderError(
                f"{provider.issuer} states the issuer {found.get('issuer')!r} and lacks {sorted(missing)}.",
                remedy="Set oidc.issuer to the address that the provider's own document states.",
            )
        cache.set(key, found, _KEPT_SECONDS)
    return found


def _kept(address: str) -> str:
    return "oidc:" + hashlib.sha256(address.encode()).hexdigest()


def _json(address: str, sent: Mapping[str, str] | None = None) -> dict[str, Any]:
    try:
        method = "GET" if sent is None else "POST"
        with requests.request(
            method, address, data=sent, timeout=_SECONDS, allow_redirects=False, stream=True,
            headers={"Accept": "application/json"},
        ) as answer:  # fmt: skip
            answer.raise_for_status()
            told = json.loads(answer.raw.read(_MOST_BYTES, decode_content=True))
    except (requests.RequestException, ValueError, OSError) as error:
        raise ProviderError(
            f"The log-in provider did not answer at {address.partition('?')[0]}: {type(error).__name__}.",
            remedy="Log in with name and password, and try again later.",
        ) from error
    if not isinstance(told, dict):
        raise ProviderError(f"The log-in provider answered no object at {address}.", remedy="Check [oidc].")
    return told
