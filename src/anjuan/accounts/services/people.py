"""Users and their roles."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import RoleGrant, User
from anjuan.accounts.rules import tables
from anjuan.accounts.rules.roles import officer_clash
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import RefusedError, UsageError


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
def role_grant(*, deed: Deed, user: User, role: str, granted_by: User | None = None) -> RoleGrant:
    """Give a person a role. Giving it twice changes nothing.

    Raises:
        UnknownRoleError: There is no such role.
        SelfGrantError: The person would give it to themselves.
        OfficerClashError: The person would hold two of the three officers' roles.

    """
    if deed.actor == user.username:
        raise SelfGrantError(
            f"{user.username} cannot give a role to themselves.",
            why="Whoever grants roles could otherwise do everything alone.",
            remedy="Have another security keeper grant it.",
        )
    table = tables.roles().on(deed.now.date())
    known = [item.key for item in table.roles]
    if role not in known:
        raise UnknownRoleError(f"There is no role {role!r}.", remedy=f"Known roles are: {', '.join(known)}.")
    # Two officers' roles granted at once must see each other.
    User.objects.select_for_update().get(pk=user.pk)
    held = set(RoleGrant.objects.filter(user=user, withdrawn_at=None).values_list("role", flat=True))
    clash = officer_clash(table, held | {role})
    if clash:
        raise OfficerClashError(
            f"{user.username} would hold {' and '.join(clash)}.",
            why="The three officers watch each other, so they must be three people.",
            remedy="Give the role to somebody else, or withdraw the other one first.",
        )
    grant, made = RoleGrant.objects.get_or_create(
        user=user, role=role, withdrawn_at=None, defaults={"granted_by": granted_by, "granted_at": deed.now}
    )
    if made:
        journal_write(
            deed=deed, action="role.grant", subject=f"accounts.user:{user.pk}",
            label=user.username, detail={"role": role},
        )  # fmt: skip
    return grant


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
