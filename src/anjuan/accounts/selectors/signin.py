"""How people log in: their second factors, recovery codes and devices."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection

from django.contrib.sessions.models import Session

from anjuan.accounts.models import LogIn, RecoveryCode, SecondFactor, User
from anjuan.accounts.passkeys import Passkey
from anjuan.accounts.selectors.people import standing_grants
from anjuan.kit.errors import NotFoundError, RefusedError


class MayNotSeeError(RefusedError):
    """A person asks for what none of their roles lets them see."""

    code = "ACC-023"


class NoPersonError(NotFoundError):
    """There is no such person."""

    code = "ACC-024"


@dataclasses.dataclass(frozen=True, slots=True)
class FactorRow:
    """A second factor as it is shown: never its secret."""

    id: int
    kind: str
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class LogInRow:
    """A device on which a person is logged in: never its key."""

    id: int
    how: str
    address: str
    agent: str
    opened_at: dt.datetime
    seen_at: dt.datetime
    is_this: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Security:
    """How a person's log-in is secured.

    Attributes:
        factors: Second factors, the oldest first.
        codes_left: Recovery codes not yet used.
        must_have_factor: Whether one of the roles held today asks for a second factor.

    """

    factors: tuple[FactorRow, ...]
    codes_left: int
    must_have_factor: bool

    @property
    def has_totp(self) -> bool:
        """Whether an authenticator app is set up."""
        return any(row.kind == SecondFactor.Kind.TOTP for row in self.factors)

    @property
    def has_passkey(self) -> bool:
        """Whether there is a passkey."""
        return any(row.kind == SecondFactor.Kind.PASSKEY for row in self.factors)


def passkeys_of(user: User) -> list[Passkey]:
    """Return a person's passkeys. One query."""
    rows = SecondFactor.objects.filter(user=user, kind=SecondFactor.Kind.PASSKEY)
    return [Passkey(row.credential or "", row.sealed, row.counter) for row in rows]


def security_of(user: User, today: dt.date, roles_that_must: Collection[str]) -> Security:
    """Return how a person's log-in is secured. Three queries."""
    factors = tuple(
        FactorRow(row.pk, row.kind, row.name, row.added_at, row.used_at)
        for row in SecondFactor.objects.filter(user=user)
    )
    left = RecoveryCode.objects.filter(user=user, used_at=None).count()
    return Security(factors, left, must_have_factor(user, today, roles_that_must))


def must_have_factor(user: User, today: dt.date, roles_that_must: Collection[str]) -> bool:
    """Say whether a role held today asks for a second factor; ``all`` asks everybody. One query at most."""
    if not roles_that_must:
        return False
    if "all" in roles_that_must:
        return True
    return standing_grants(today).filter(user=user, role__in=roles_that_must).exists()


def has_factor(user: User) -> bool:
    """Say whether a person has a second factor. One query."""
    return SecondFactor.objects.filter(user=user).exists()


def log_ins_of(user_id: int, now: dt.datetime, *, this_key: str = "") -> list[LogInRow]:
    """Return the devices on which a person is logged in now, the last seen first. Two queries."""
    rows = list(LogIn.objects.filter(user_id=user_id, ended_at=None)[:500])
    keys = [row.key for row in rows]
    alive = set(Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True))
    return [
        LogInRow(row.pk, row.how, row.address, row.agent, row.opened_at, row.seen_at, row.key == this_key)
        for row in rows
        if row.key in alive
    ]


def user_by_id(user_id: int) -> User:
    """Return a person who may still log in, by key. One query.

    Raises:
        NoPersonError: There is no such person, or they are locked.

    """
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NoPersonError(f"There is no person {user_id} who may log in.", remedy="Log in again.")
    return user
