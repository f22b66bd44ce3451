"""Users and their roles."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import RoleGrant, User
from anjuan.accounts.rules import tables
from anjuan.accounts.rules.roles import Period, officer_clash, reading_clash
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError, UsageError

#: From the moment of the grant until it is withdrawn.
ALWAYS = Period()


class OfficerClashError(RefusedError):
    """One person would hold two of the three officers' roles."""

    code = "ACC-001"


class WeakPasswordError(UsageError):
    """A password is too easy to guess."""

    code = "ACC-002"


class NameTakenError(UsageError):
    """A log-in name belongs to somebody already."""

    code = "ACC-003"


class UnknownRoleError(UsageError):
    """A role is named that the role table does not hold."""

    code = "ACC-004"


class SelfGrantError(RefusedError):
    """A person would give a role to themselves."""

    code = "ACC-005"


class OfficerReadsError(RefusedError):
    """One of the three officers would be able to read case files."""

    code = "ACC-033"


class PeriodError(UsageError):
    """A role would be held for a period that is over, or that ends before it begins."""

    code = "ACC-034"


@durable_transaction()
def user_create(
    *,
    deed: Deed,
    username: str,
    password: str,
    display_name: str = "",
    organisation_id: int | None = None,
) -> User:
    """Create a person who can log in, without any role yet.

    Raises:
        NameTakenError: The log-in name exists.
        WeakPasswordError: The password is too easy to guess.

    """
    if User.objects.filter(username=username).exists():
        raise NameTakenError(f"The log-in name {username!r} is taken.", remedy="Choose another one.")
    user = User(username=username, display_name=display_name, organisation_id=organisation_id, date_joined=deed.now)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPasswordError(
            "The password is too easy to guess: " + " ".join(error.messages), remedy="Choose a longer one."
        ) from error
    user.set_password(password)
    user.save()
    journal_write(deed=deed, action="user.create", subject=f"accounts.user:{user.pk}", label=username)
    return user


@durable_transaction()
def role_grant(
    *, deed: Deed, user: User, role: str, granted_by: User | None = None, period: Period = ALWAYS
) -> RoleGrant:
    """Give a person a role for a period. Giving it twice changes nothing; another period replaces the former.

    Raises:
        UnknownRoleError: There is no such role.
        SelfGrantError: The person would give it to themselves.
        OfficerClashError: The person would hold two of the three officers' roles.
        OfficerReadsError: An officer would be able to read case files.
        PeriodError: The period ends before it begins.

    """
    if deed.actor == user.username:
        raise SelfGrantError(
            f"{user.username} cannot give a role to themselves.",
            why="Whoever grants roles could otherwise do everything alone.",
            remedy="Have another security keeper grant it.",
        )
    # Two officers' roles granted at once must see each other.
    User.objects.select_for_update().get(pk=user.pk)
    standing = {grant.role: grant for grant in RoleGrant.objects.filter(user=user, withdrawn_at=None)}
    _check_grant(deed, user, role, period, standing)
    known = standing.get(role)
    if known is not None and Period(known.valid_from, known.valid_until) == period:
        return known
    if known is not None:
        RoleGrant.objects.filter(pk=known.pk).update(withdrawn_at=deed.now)
    grant = RoleGrant.objects.create(
        user=user, role=role, granted_by=granted_by, granted_at=deed.now, valid_from=period.first,
        valid_until=period.last,
    )  # fmt: skip
    days = {"from": period.first, "until": period.last}
    journal_write(
        deed=deed, action="role.grant", subject=f"accounts.user:{user.pk}", label=user.username,
        detail={"role": role} | {name: day.isoformat() for name, day in days.items() if day},
    )  # fmt: skip
    return grant


def _check_grant(deed: Deed, user: User, role: str, period: Period, standing: Mapping[str, RoleGrant]) -> None:
    today = deed.now.astimezone(CHINA).date()
    table = tables.roles().on(today)
    known = [item.key for item in table.roles]
    if role not in known:
        raise UnknownRoleError(f"There is no role {role!r}.", remedy=f"Known roles are: {', '.join(known)}.")
    if not period.meets(Period(today)):
        raise PeriodError(
            f"The period from {period.first} to {period.last} is over or ends before it begins.",
            remedy="Give a last day that is not past and not before the first.",
        )
    held = {name for name, grant in standing.items() if period.meets(Period(grant.valid_from, grant.valid_until))}
    clash = officer_clash(table, held | {role})
    if clash:
        raise OfficerClashError(
            f"{user.username} would hold {' and '.join(clash)}.",
            why="The three officers watch each other, so they must be three people.",
            remedy="Give the role to somebody else, or withdraw the other one first.",
        )
    reading = reading_clash(table, held | {role})
    if reading:
        raise OfficerReadsError(
            f"{user.username} would hold {' and '.join(reading)}.",
            why="Who administers, grants roles or audits the journal may not read case files.",
            remedy="Give the role to somebody else, or withdraw the other one first.",
        )


@durable_transaction()
def role_withdraw(*, deed: Deed, user: User, role: str) -> int:
    """Take a role from a person; return how many grants ended (0 or 1). The grant stays as history."""
    ended = RoleGrant.objects.filter(user=user, role=role, withdrawn_at=None).update(withdrawn_at=deed.now)
    if ended:
        journal_write(
            deed=deed, action="role.withdraw", subject=f"accounts.user:{user.pk}",
            label=user.username, detail={"role": role},
        )  # fmt: skip
    return ended


@transaction.atomic
def user_set_language(*, user: User, language: str) -> None:
    """Remember the language a person chose for the pages."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def user_set_theme(*, user: User, theme: str) -> None:
    """Remember the theme a person chose: ``light``, ``dark`` or empty for the system's."""
    User.objects.filter(pk=user.pk).update(theme=theme)
