"""Who acts in a command that takes a person: two people answer for loans and destruction, and the machine is none."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Callable
from typing import Any

import click
from django.contrib.auth import authenticate
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.journal import journal_number
from anjuan.accounts.selectors.people import Viewer, user_id_of, viewer_of
from anjuan.accounts.services.signin import NOBODY, log_in_failed
from anjuan.cli.output import print_json
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import RefusedError

PASSWORD = "ANJUAN_PASSWORD"  # noqa: S105  the name of the variable


#: Where a log-in at a command comes from, as the journal tells it.
_HERE = "command line"
#: So many wrong passwords for one name in a minute, then the name rests: as on the pages.
_FAILURES, _PAUSE = 5, dt.timedelta(seconds=60)


class PausedError(RefusedError):
    """Too many wrong passwords were given for a name."""

    code = "CLI-071"
    http_status = 429


class NotThisPersonError(RefusedError):
    """A name and a password do not belong together, or the person may not log in."""

    code = "CLI-002"


@dataclasses.dataclass(frozen=True, slots=True)
class Acting:
    """A person at a command.

    Attributes:
        viewer: Who it is and what they may do.
        dry_run: Whether what is done is undone at once.
        as_json: Whether JSON is printed.

    """

    viewer: Viewer
    dry_run: bool
    as_json: bool

    @property
    def hand(self) -> dict[str, Any]:
        """What services want to know of who acts."""
        return {"deed": Deed(self.viewer.name, SystemClock().now()), "viewer": self.viewer}

    def do(self, deed: Callable[[], dict[str, Any]], sentence: str) -> None:
        """Do a deed and print what came of it; a dry run does it with all its checks, then undoes it.

        Args:
            deed: Does it and returns what is printed as JSON.
            sentence: What was done, for people, with the names of that JSON in braces.

        """
        with transaction.atomic():
            done = deed()
            transaction.set_rollback(self.dry_run)
        if self.as_json:
            print_json({**done, "done": not self.dry_run})
        else:
            click.echo(f"{'Would be done: ' if self.dry_run else ''}{sentence.format(**done)}")


def acting(name: str, *, dry_run: bool, as_json: bool) -> Acting:
    """Return the person of a log-in name, whose password is in ``ANJUAN_PASSWORD`` or is asked for.

    A wrong one stands in the journal, and after five in a minute the name rests, as on the pages. Who acts is said on
    the error stream.

    Raises:
        NotThisPersonError: The password is another, or there is no such person.
        PausedError: Too many wrong passwords were given.

    """
    now = SystemClock().now()
    _need_rested(name, now)
    password = os.environ.get(PASSWORD) or click.prompt(f"Password of {name}", hide_input=True, err=True)
    user = authenticate(username=name, password=password)
    if user is None:
        log_in_failed(deed=Deed(NOBODY, now), username=name, address=_HERE, why="password")
        raise NotThisPersonError(
            f"{name!r} and the password given do not belong together.",
            why="The deed is written down in a person's name.",
            remedy=f"Check the name and the password; scripts give it in {PASSWORD}.",
        )
    viewer = viewer_of(user, today_in_china(SystemClock()))
    click.echo(f"Acting as {viewer.name} ({', '.join(sorted(viewer.roles)) or 'no role'}).", err=True)
    return Acting(viewer, dry_run, as_json)


def _need_rested(name: str, now: dt.datetime) -> None:
    user_id = user_id_of(name)
    subject = f"accounts.user:{user_id}"
    failed = journal_number(action="login.refuse", subject=subject, address=_HERE, since=now - _PAUSE)
    if user_id is not None and failed >= _FAILURES:
        raise PausedError(
            f"{failed} wrong passwords were given for {name!r} within a minute.",
            why="Whoever guesses must not guess quickly.",
            remedy="Wait a minute and try again.",
        )


def person_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a deed that takes a person."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print JSON."),
        click.option("--dry-run", is_flag=True, help="Check all of it and change nothing."),
        click.option("--as", "name", required=True, help=f"Your log-in name; password asked for, or in {PASSWORD}."),
    ):
        command = option(command)
    return command
