"""The first people of an installation: the three officers and an archivist, made once while nobody is there."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets

from django.core.exceptions import ValidationError

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import User
from anjuan.accounts.rules.onetime import LETTERS, recovery_shown
from anjuan.accounts.services.administration import BadNameError
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.kit.errors import RefusedError, UsageError

#: The roles that are given at the founding, the first one to who does it.
ROLES = ("system_administrator", "security_keeper", "security_auditor", "archivist")
_PASSWORD_LETTERS = 12
#: Where the program that serves leaves the digest of the code that it printed, for the processes it starts.
SETUP_VARIABLE = "ANJUAN_SETUP_SHA256"
_CODE_LETTERS = 12
#: Who does the founding: nobody has a name yet.
FOUNDER = "system"


class FoundedError(RefusedError):
    """There are people already, so the installation is not founded again."""

    code = "WEB-060"


class SamePersonError(UsageError):
    """Two of the first people would have one log-in name."""

    code = "WEB-061"


@dataclasses.dataclass(frozen=True, slots=True)
class Founder:
    """One of the first people: log-in name and shown name."""

    username: str
    display_name: str


@dataclasses.dataclass(frozen=True, slots=True)
class Founded:
    """One of the first people as made.

    Attributes:
        password: The password for the first log-in; empty for the administrator, who chose one.

    """

    user_id: int
    role: str
    username: str
    display_name: str
    password: str


def setup_code() -> tuple[str, str]:
    """Return a new code that lets who reads the terminal found the installation, and the digest to be kept of it."""
    code = recovery_shown("".join(secrets.choice(LETTERS) for _ in range(_CODE_LETTERS)))
    return code, _digest(code)


def setup_code_holds(typed: str, kept: str) -> bool:
    """Say whether a typed code is the one that was printed; hyphens, blanks and case do not count."""
    return bool(kept) and hmac.compare_digest(_digest(typed), kept)


def _digest(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def is_founded() -> bool:
    """Say whether there are people. One query."""
    return User.objects.exists()


@durable_transaction()
def people_found(*, deed: Deed, people: tuple[Founder, ...], password: str) -> tuple[Founded, ...]:
    """Make the first people in the order of :data:`ROLES` and return them with their one-time passwords.

    Args:
        deed: Who and when; nobody has a name yet.
        people: One for each role.
        password: What the administrator chose.

    Raises:
        FoundedError: There are people already.
        SamePersonError: Two have one log-in name: the three officers are three people.
        BadNameError: A log-in name holds what names may not hold.
        WeakPasswordError: The password is too easy to guess.

    """
    if is_founded():
        raise FoundedError("There are people already.", remedy="Log in, or have the administrator add you.")
    if len({person.username.casefold() for person in people}) < len(ROLES):
        raise SamePersonError(
            "Two of the first people have one log-in name.",
            why="The three officers must be three people, and none of them reads case files.",
            remedy="Give each of them a name of their own.",
        )
    made = [_made(deed, role, one, password) for role, one in zip(ROLES, people, strict=True)]
    journal_write(deed=deed, action="body.found", detail={"people": [one.username for one in made]})
    return tuple(made)


def _made(deed: Deed, role: str, one: Founder, password: str) -> Founded:
    try:
        User.username_validator(one.username)
    except ValidationError as error:
        raise BadNameError(
            f"The log-in name {one.username!r} cannot be used.", remedy="Use letters, digits and @ . + - _ only."
        ) from error
    chosen = role == ROLES[0]
    first = password if chosen else recovery_shown("".join(secrets.choice(LETTERS) for _ in range(_PASSWORD_LETTERS)))
    user = user_create(deed=deed, username=one.username, password=first, display_name=one.display_name[:80])
    if not chosen:
        User.objects.filter(pk=user.pk).update(must_change_password=True)
    role_grant(deed=deed, user=user, role=role)
    return Founded(user.pk, role, one.username, one.display_name, "" if chosen else first)
