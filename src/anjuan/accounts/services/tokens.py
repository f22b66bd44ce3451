"""Issuing and revoking access tokens, and noting that they are used."""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets
from collections.abc import Callable

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import AccessToken, KeptAnswer, User
from anjuan.accounts.rules import tables
from anjuan.accounts.selectors.tokens import MARK, Answer, TokenHolder, answer_kept, secret_hash
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import AnjuanError, NotFoundError, UsageError

MOST_TOKENS = 50
LONGEST_NAME = 80
#: How long a token's use need not be noted again.
_NOTE_EVERY = dt.timedelta(minutes=1)
#: How long an answer is kept for a program that did not hear it.
ANSWER_KEPT = dt.timedelta(hours=24)


class TokenRequestError(UsageError):
    """A token is asked for with a name, scopes or days that it cannot have."""

    code = "ACC-006"


class TokenUnknownError(NotFoundError):
    """There is no such token, or it belongs to somebody else."""

    code = "ACC-007"


class KeyReusedError(AnjuanError):
    """A key that makes a request safe to repeat comes with another request than before."""

    code = "ACC-008"
    http_status = 409


@dataclasses.dataclass(frozen=True, slots=True)
class TokenOrder:
    """A token to be issued.

    Attributes:
        name: What it is for, in the owner's words.
        scopes: Keys of the table of scopes.
        days: For how many days it opens.
        most_days: The most that this installation allows.

    """

    name: str
    scopes: tuple[str, ...]
    days: int
    most_days: int


@dataclasses.dataclass(frozen=True, slots=True)
class Issued:
    """A token just issued; ``written`` is the only place where the secret ever stands."""

    token_id: int
    written: str
    expires_at: dt.datetime


@durable_transaction()
def token_issue(*, deed: Deed, user_id: int, order: TokenOrder) -> Issued:
    """Issue a token to a person; the secret is returned once and never kept.

    Raises:
        TokenRequestError: Name, scopes or days cannot be, or the person has too many tokens.

    """
    name, scopes = order.name.strip(), tuple(dict.fromkeys(order.scopes))
    known = tables.scopes().on(deed.now.date()).keys
    unknown = [scope for scope in scopes if scope not in known]
    if not 0 < len(name) <= LONGEST_NAME:
        raise TokenRequestError(
            f"A token needs a name of 1 to {LONGEST_NAME} characters.", remedy="Say what the token is for."
        )
    if unknown or not scopes:
        told = f"There is no scope {unknown[0]!r}." if unknown else "A token needs a scope."
        raise TokenRequestError(told, remedy=f"Choose some of: {', '.join(known)}.")
    if not 0 < order.days <= order.most_days:
        raise TokenRequestError(
            f"A token cannot open for {order.days} days.", remedy=f"Choose 1 to {order.most_days} days."
        )
    user = User.objects.select_for_update().get(pk=user_id)
    if AccessToken.objects.filter(user=user, revoked_at=None, expires_at__gt=deed.now).count() >= MOST_TOKENS:
        raise TokenRequestError(
            f"{user.username} has {MOST_TOKENS} tokens that open.", remedy="Revoke one that is not needed any more."
        )
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        user=user, name=name, prefix=prefix, secret_sha256=secret_hash(secret), scopes=list(scopes),
        created_at=deed.now, expires_at=deed.now + dt.timedelta(days=order.days),
    )  # fmt: skip
    journal_write(
        deed=deed, action="token.issue", subject=f"accounts.user:{user.pk}", label=user.username,
        detail={"token": prefix, "name": name, "scopes": list(scopes), "days": order.days},
    )  # fmt: skip
    return Issued(token.pk, f"{MARK}_{prefix}_{secret}", token.expires_at)


@durable_transaction()
def token_revoke(*, deed: Deed, token_id: int, user_id: int | None = None) -> bool:
    """Let a token open nothing any more; say whether it opened anything until now.

    Args:
        deed: Who and when.
        token_id: The token.
        user_id: The person whose token it must be; None for whoever owns the machine.

    Raises:
        TokenUnknownError: There is no such token, or not of this person.

    """
    tokens = AccessToken.objects.select_for_update(of=("self",)).select_related("user").filter(pk=token_id)
    token = (tokens if user_id is None else tokens.filter(user_id=user_id)).first()
    if token is None:
        raise TokenUnknownError(f"There is no token {token_id}.", remedy="Choose one from the list of tokens.")
    if token.revoked_at is not None:
        return False
    AccessToken.objects.filter(pk=token.pk).update(revoked_at=deed.now)
    journal_write(
        deed=deed, action="token.revoke", subject=f"accounts.user:{token.user_id}", label=token.user.username,
        detail={"token": token.prefix, "name": token.name},
    )  # fmt: skip
    return True


def token_note_use(*, now: dt.datetime, holder: TokenHolder) -> None:
    """Note that a token was used; at most one write a minute, and one journal entry a clock hour."""
    last = holder.last_used_at
    if last is not None and now - last < _NOTE_EVERY:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    with durable_transaction():
        AccessToken.objects.filter(pk=holder.token_id).update(last_used_at=now)
        if last is None or last < hour:
            journal_write(
                deed=Deed(holder.user.username, now), action="token.use",
                subject=f"accounts.user:{holder.user.pk}", label=holder.user.username,
                detail={"token": AccessToken.objects.values_list("prefix", flat=True).get(pk=holder.token_id)},
            )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class OnceKey:
    """What makes a request safe to repeat: the token, the key that its program chose, and what was asked."""

    token_id: int
    key: str
    request_sha256: str


def answer_once(*, now: dt.datetime, once: OnceKey, work: Callable[[], Answer]) -> Answer:
    """Do a request's work, or return what was answered when the same request came before.

    Work and answer are kept in one transaction: a request that failed left nothing and may be repeated.

    Raises:
        KeyReusedError: The key came with another request before.

    """
    since = now - ANSWER_KEPT
    with durable_transaction():
        # Two alike at once must see each other; whoever has the token's row works.
        AccessToken.objects.select_for_update().get(pk=once.token_id)
        kept = answer_kept(once.token_id, once.key, since=since)
        if kept:
            if kept.request_sha256 != once.request_sha256:
                raise KeyReusedError(
                    f"The key {once.key!r} came with another request before.",
                    why="It is unclear which of the two is meant.",
                    remedy="Choose a new Idempotency-Key for every new request.",
                )
            return kept
        KeptAnswer.objects.filter(token_id=once.token_id, at__lt=since).delete()
        answer = work()
        KeptAnswer.objects.create(
            token_id=once.token_id, key=once.key, request_sha256=once.request_sha256, status=answer.status,
            body=answer.body, at=now,
        )  # fmt: skip
        return answer
