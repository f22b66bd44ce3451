"""Who a program with an access token is, and which tokens there are."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import hmac

from anjuan.accounts.models import AccessToken, KeptAnswer, User
from anjuan.accounts.rules import tables
from anjuan.accounts.rules.scopes import let_through
from anjuan.accounts.selectors.people import Viewer

#: What every token begins with, so that scanners for leaked secrets can know it.
MARK = "anjuan"
#: Longer than any token ever issued.
LONGEST = 200
_MOST_ROWS = 500


@dataclasses.dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as lists show it; the secret is nowhere.

    Attributes:
        state: ``valid``, ``expired`` or ``revoked``.

    """

    id: int
    owner: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    revoked_at: dt.datetime | None
    state: str


@dataclasses.dataclass(frozen=True, slots=True)
class TokenHolder:
    """The person behind a token that opens, with the token's own facts."""

    token_id: int
    user: User
    name: str
    scopes: frozenset[str]
    expires_at: dt.datetime
    last_used_at: dt.datetime | None


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret. It is long and random, so one round of SHA-256 cannot be turned back."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def token_holder(written: str, *, now: dt.datetime) -> TokenHolder | None:
    """Return who is behind a token as it was sent, or None when it opens nothing. One query.

    A token opens nothing when it is unknown, wrong, expired or revoked, or when its owner may not log in; whoever
    asks cannot tell which, nor learn anything from the time the answer takes.
    """
    mark, _, rest = written[:LONGEST].partition("_")
    prefix, _, secret = rest.partition("_")
    found = AccessToken.objects.filter(prefix=prefix).select_related("user").first() if mark == MARK else None
    kept = found.secret_sha256 if found else "0" * 64
    is_right = hmac.compare_digest(kept, secret_hash(secret))
    if found is None or not is_right or _state(found, now) != "valid" or not found.user.is_active:
        return None
    return TokenHolder(
        found.pk, found.user, found.name, frozenset(found.scopes), found.expires_at, found.last_used_at
    )  # fmt: skip


def viewer_narrowed(viewer: Viewer, scopes: frozenset[str], today: dt.date) -> Viewer:
    """Return a person with only those capabilities that the scopes of a token let through."""
    through = let_through(tables.scopes().on(today), scopes)
    return dataclasses.replace(viewer, capabilities=viewer.capabilities & through)


def _state(token: AccessToken, now: dt.datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "valid" if token.expires_at > now else "expired"


def token_list(*, user_id: int | None = None, now: dt.datetime) -> list[TokenRow]:
    """Return the tokens of one person, or of all when none is named, the newest first. One query."""
    tokens = AccessToken.objects.select_related("user")
    if user_id is not None:
        tokens = tokens.filter(user_id=user_id)
    return [
        TokenRow(
            token.pk, token.user.username, token.name, token.prefix, tuple(token.scopes), token.created_at,
            token.expires_at, token.last_used_at, token.revoked_at, _state(token, now),
        )
        for token in tokens[:_MOST_ROWS]
    ]  # fmt: skip


def scopes_useful(viewer: Viewer, today: dt.date) -> list[tuple[str, str, str]]:
    """Return the scopes that let through anything that the person may do."""
    table = tables.scopes().on(today)
    return [
        (scope.key, scope.zh, scope.en) for scope in table.scopes if viewer.capabilities & set(scope.capabilities)
    ]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a request: status and JSON text."""

    status: int
    body: str
    request_sha256: str = ""


def answer_kept(token_id: int, key: str, *, since: dt.datetime) -> Answer | None:
    """Return what a token's request with this key was answered since a moment, or None. One query."""
    found = KeptAnswer.objects.filter(token_id=token_id, key=key, at__gte=since).first()
    return Answer(found.status, found.body, found.request_sha256) if found else None
