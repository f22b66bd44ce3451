"""``anjuan token``: keys with which programs act as a person."""

from __future__ import annotations

import dataclasses

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import user_id_of
from anjuan.accounts.selectors.tokens import token_list
from anjuan.accounts.services.tokens import TokenOrder, token_issue, token_revoke
from anjuan.cli.output import print_json, print_table
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import NotFoundError

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


class UserUnknownError(NotFoundError):
    """Nobody has this log-in name."""

    code = "ACC-009"


@click.group("token")
def command() -> None:
    """Keys with which programs act as a person."""


def _user(name: str) -> int:
    user_id = user_id_of(name)
    if user_id is None:
        raise UserUnknownError(f"Nobody has the log-in name {name!r}.", remedy="Check the spelling.")
    return user_id


@command.command()
@click.option("--user", "username", required=True, help="Log-in name of the person the program acts as.")
@click.option("--name", required=True, help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it opens, such as cases:read; repeatable.")
@click.option("--days", default=90, show_default=True, type=int, help="For how many days it opens.")
@_JSON
def issue(*, username: str, name: str, scopes: tuple[str, ...], days: int, as_json: bool) -> None:
    """Issue a token. It is printed once and kept nowhere.

    A token never opens more than its person may do.

    Example: anjuan token issue --user li --name "nightly report" --scope cases:read --days 30
    """
    order = TokenOrder(name, scopes, days, settings.ANJUAN_OPTIONS.api.token_days)
    issued = token_issue(deed=Deed("system", SystemClock().now()), user_id=_user(username), order=order)
    if as_json:
        print_json({"id": issued.token_id, "token": issued.written, "expires_at": issued.expires_at.isoformat()})
        return
    click.echo(issued.written)
    click.echo(f"It opens until {issued.expires_at:%Y-%m-%d} and is shown only now.", err=True)


@command.command("list")
@click.option("--user", "username", default="", help="Only of this person.")
@_JSON
def list_tokens(*, username: str, as_json: bool) -> None:
    """List tokens, the newest first; secrets are not kept and not shown.

    Example: anjuan token list --user li
    """
    rows = token_list(user_id=_user(username) if username else None, now=SystemClock().now())
    if as_json:
        print_json({"tokens": rows})
        return
    columns = ("id", "owner", "name", "prefix", "scopes", "expires_at", "last_used_at", "state")
    print_table(columns, [[_cell(dataclasses.asdict(row)[column]) for column in columns] for row in rows])


def _cell(value: object) -> object:
    return " ".join(value) if isinstance(value, tuple) else value


@command.command()
@click.argument("token_id", type=int)
@_JSON
def revoke(*, token_id: int, as_json: bool) -> None:
    """Let a token open nothing any more.

    Example: anjuan token revoke 3
    """
    done = token_revoke(deed=Deed("system", SystemClock().now()), token_id=token_id)
    if as_json:
        print_json({"revoked": done})
        return
    click.echo("The token opens nothing any more." if done else "The token was revoked before.")
