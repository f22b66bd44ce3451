"""``anjuan people``: rescue for people who cannot log in, by whoever owns the machine."""

from __future__ import annotations

import click
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer, user_id_of
from anjuan.accounts.services.administration import factors_reset
from anjuan.cli.output import print_json
from anjuan.cli.token import UserUnknownError
from anjuan.kit.clock import SystemClock


@click.group("people")
def command() -> None:
    """Rescue people who cannot log in."""


@command.command("reset-factors")
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Say what would go and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def reset_factors(*, name: str, dry_run: bool, as_json: bool) -> None:
    """Take the second factors and recovery codes of a person away who lost them; the password stays.

    All log-ins of the person end. The journal says that it was done at the machine. Where the role asks for a second
    factor, the person adds a new one at the next log-in.

    Example: anjuan people reset-factors li
    """
    user_id = user_id_of(name)
    if user_id is None:
        raise UserUnknownError(f"Nobody has the log-in name {name!r}.", remedy="Check the spelling.")
    viewer = system_viewer()
    with transaction.atomic():
        number = factors_reset(deed=Deed(viewer.name, SystemClock().now()), by=viewer, user_id=user_id)
        transaction.set_rollback(dry_run)
    if as_json:
        print_json({"user": name, "factors": number, "done": not dry_run})
    elif not number:
        click.echo(f"{name} has no second factor.")
    else:
        click.echo(f"{'Would be done: ' if dry_run else ''}{number} second factors of {name} are gone.")
