"""Log-ins: opened, seen, ended, refused."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import LogIn, User
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write, journal_write_once
from anjuan.accounts.services.people import WeakPasswordError
from anjuan.kit.errors import NotFoundError

#: Who is written down for a log-in that failed: nobody has shown who they are.
NOBODY = "anonymous"
#: Failures under names that nobody has are written down once in so long for an address, lest the journal be flooded.
_QUIET = dt.timedelta(minutes=10)


class NoLogInError(NotFoundError):
    """There is no such log-in of this person, or it was ended."""

    code = "ACC-025"


def _subject(user_id: int) -> str:
    return f"accounts.user:{user_id}"


@durable_transaction()
def log_in_open(*, deed: Deed, user: User, key: str, how: str, address: str, agent: str) -> LogIn:
    """Write down that a person logged in on a device."""
    LogIn.objects.filter(key=key).delete()
    opened = LogIn.objects.create(
        user=user, key=key, how=how[:40], address=address[:45], agent=agent[:300], opened_at=deed.now, seen_at=deed.now
    )
    journal_write(
        deed=deed, action="login.open", subject=_subject(user.pk), label=user.username,
        detail={"how": opened.how, "address": opened.address, "agent": opened.agent},
    )  # fmt: skip
    return opened


@durable_transaction()
def log_in_failed(*, deed: Deed, username: str, address: str, why: str) -> None:
    """Write down that somebody could not log in under a name.

    A name that nobody has is not kept: people type passwords into the wrong field.
    """
    user = User.objects.filter(username=username).first()
    nobody = Deed(NOBODY, deed.now)
    if user is None:
        journal_write_once(
            deed=nobody, since=deed.now - _QUIET, action="login.refuse", subject=f"web.address:{address}"[:120],
            detail={"why": why},
        )  # fmt: skip
        return
    journal_write(
        deed=nobody, action="login.refuse", subject=_subject(user.pk), label=user.username,
        detail={"why": why, "address": address[:45]},
    )  # fmt: skip


def log_in_seen(*, now: dt.datetime, key: str, address: str) -> None:
    """Note that a device is still at work. Not a deed: the journal does not hear of it."""
    LogIn.objects.filter(key=key).update(seen_at=now, address=address[:45])


def log_in_rekey(*, old: str, new: str) -> None:
    """Follow a session that was given another key."""
    LogIn.objects.filter(key=old).update(key=new)


@durable_transaction()
def log_out(*, deed: Deed, user: User, key: str) -> None:
    """Write down that a person logged out."""
    if LogIn.objects.filter(user=user, key=key, ended_at=None).update(ended_at=deed.now):
        journal_write(deed=deed, action="login.close", subject=_subject(user.pk), label=user.username)


@durable_transaction()
def log_in_end(*, deed: Deed, user: User, log_in_id: int) -> None:
    """End a log-in on another device: its next request finds nobody logged in.

    Raises:
        NoLogInError: The person has no such log-in.

    """
    row = LogIn.objects.filter(user=user, pk=log_in_id, ended_at=None).first()
    if row is None:
        raise NoLogInError(f"{user.username} has no log-in {log_in_id}.", remedy="Reload the page.")
    _end(deed, user, [row])


@durable_transaction()
def log_ins_end(*, deed: Deed, user: User, but: str = "") -> int:
    """End every log-in of a person except the one with this key; return how many ended."""
    rows = list(LogIn.objects.filter(user=user, ended_at=None).exclude(key=but))
    _end(deed, user, rows)
    return len(rows)


def _end(deed: Deed, user: User, rows: list[LogIn]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in rows:
        store(row.key).delete()
    LogIn.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=deed.now)
    if rows:
        journal_write(
            deed=deed, action="login.end", subject=_subject(user.pk), label=user.username,
            detail={"devices": len(rows)},
        )  # fmt: skip


@durable_transaction()
def password_change(*, deed: Deed, user: User, password: str, but: str = "") -> None:
    """Give a person the password they chose, and end their log-ins on other devices.

    Raises:
        WeakPasswordError: The password is too easy to guess.

    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPasswordError(
            "The password is too easy to guess: " + " ".join(error.messages), remedy="Choose a longer one."
        ) from error
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    journal_write(deed=deed, action="password.change", subject=_subject(user.pk), label=user.username)
    log_ins_end(deed=deed, user=user, but=but)
