"""What the officers do with people: each deed checked against what the officer's own role allows."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import RecoveryCode, RoleGrant, SecondFactor, User
from anjuan.accounts.rules import onetime
from anjuan.accounts.rules.roles import Period
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.selectors.signin import NoPersonError
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.accounts.services.people import role_grant, role_withdraw, user_create
from anjuan.accounts.services.signin import log_in_end, log_ins_end
from anjuan.kit.errors import RefusedError, UsageError

_PASSWORD_LETTERS = 12


class MayNotManageError(RefusedError):
    """None of the person's roles allows this deed."""

    code = "ACC-026"


class OwnAccountError(RefusedError):
    """A person would lock or reset themselves."""

    code = "ACC-027"


class BadNameError(UsageError):
    """A log-in name holds what names may not hold."""

    code = "ACC-028"


def _need(by: Viewer, capability: str) -> None:
    if not by.may(capability):
        raise MayNotManageError(
            f"{by.name} may not do this: it needs {capability}.",
            remedy="Ask the officer whose role allows it.",
        )


def _other(by: Viewer, user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NoPersonError(f"There is no person {user_id}.", remedy="Reload the list.")
    if user.pk == by.user_id:
        raise OwnAccountError(
            f"{user.username} cannot do this to themselves.",
            why="A mistake could not be mended by the same person.",
            remedy="Have another officer do it, or use the page of your own account.",
        )
    return user


def _one_time_password() -> str:
    return onetime.recovery_shown("".join(secrets.choice(onetime.LETTERS) for _ in range(_PASSWORD_LETTERS)))


@durable_transaction()
def person_add(*, deed: Deed, by: Viewer, username: str, display_name: str, email: str = "") -> tuple[int, str]:
    """Create a person without a role; return key and the password for the first log-in, which is shown once.

    Raises:
        MayNotManageError: The role does not allow it.
        BadNameError: The log-in name is empty or holds blanks.
        NameTakenError: The log-in name exists.

    """
    _need(by, "person.manage")
    try:
        User.username_validator(username)
    except ValidationError as error:
        raise BadNameError(
            f"The log-in name {username!r} cannot be used.", remedy="Use letters, digits and @ . + - _ only."
        ) from error
    password = _one_time_password()
    user = user_create(deed=deed, username=username, password=password, display_name=display_name[:80])
    User.objects.filter(pk=user.pk).update(email=email[:254], must_change_password=True)
    return user.pk, password


@durable_transaction()
def person_edit(*, deed: Deed, by: Viewer, user_id: int, display_name: str, email: str) -> None:
    """Change the shown name and the e-mail address of a person."""
    _need(by, "person.manage")
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NoPersonError(f"There is no person {user_id}.", remedy="Reload the list.")
    new = {"display_name": display_name.strip()[:80], "email": email.strip()[:254]}
    changed = {name: [getattr(user, name), value] for name, value in new.items() if getattr(user, name) != value}
    if not changed:
        return
    User.objects.filter(pk=user.pk).update(**new)
    journal_write(deed=deed, action="user.edit", subject=_subject(user), label=user.username, detail=changed)


def _subject(user: User) -> str:
    return f"accounts.user:{user.pk}"


@durable_transaction()
def person_lock(*, deed: Deed, by: Viewer, user_id: int, reason: str) -> None:
    """Keep a person from logging in, and end their log-ins at once. Roles and history stay."""
    _need(by, "person.manage")
    user = _other(by, user_id)
    if not user.is_active:
        return
    User.objects.filter(pk=user.pk).update(is_active=False)
    log_ins_end(deed=deed, user=user)
    journal_write(
        deed=deed, action="user.lock", subject=_subject(user), label=user.username, detail={"reason": reason[:300]}
    )


@durable_transaction()
def person_unlock(*, deed: Deed, by: Viewer, user_id: int) -> None:
    """Let a person log in again."""
    _need(by, "person.manage")
    user = _other(by, user_id)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        journal_write(deed=deed, action="user.unlock", subject=_subject(user), label=user.username)


@durable_transaction()
def password_reset(*, deed: Deed, by: Viewer, user_id: int) -> str:
    """Return a password for one log-in, after which the person must choose their own. It is shown once.

    The second factor stays: only the security keeper takes that away, so that nobody enters an account alone.
    """
    _need(by, "person.manage")
    user = _other(by, user_id)
    password = _one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    log_ins_end(deed=deed, user=user)
    journal_write(deed=deed, action="password.reset", subject=_subject(user), label=user.username)
    return password


@durable_transaction()
def role_assign(*, deed: Deed, by: Viewer, user_id: int, role: str, period: Period) -> RoleGrant:
    """Give a person a role for a period, as :func:`role_grant` does, if the officer may."""
    _need(by, "role.grant")
    user = _grantee(user_id)
    granter = User.objects.filter(pk=by.user_id).first() if by.user_id else None
    return role_grant(deed=deed, user=user, role=role, granted_by=granter, period=period)


@durable_transaction()
def role_end(*, deed: Deed, by: Viewer, user_id: int, role: str) -> int:
    """Take a role from a person, if the officer may; return how many grants ended (0 or 1)."""
    _need(by, "role.grant")
    return role_withdraw(deed=deed, user=_grantee(user_id), role=role)


def _grantee(user_id: int) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NoPersonError(f"There is no person {user_id}.", remedy="Reload the list.")
    return user


@durable_transaction()
def factors_reset(*, deed: Deed, by: Viewer, user_id: int) -> int:
    """Take all second factors and recovery codes from a person who lost them; return how many factors went."""
    _need(by, "login.manage")
    user = _other(by, user_id)
    number, _ = SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    if number:
        log_ins_end(deed=deed, user=user)
        journal_write(
            deed=deed, action="factor.reset", subject=_subject(user), label=user.username, detail={"factors": number}
        )
    return number


@durable_transaction()
def person_log_in_end(*, deed: Deed, by: Viewer, user_id: int, log_in_id: int) -> None:
    """End a log-in of another person; 0 ends all of them."""
    _need(by, "login.manage")
    user = _other(by, user_id)
    if log_in_id:
        log_in_end(deed=deed, user=user, log_in_id=log_in_id)
    else:
        log_ins_end(deed=deed, user=user)
