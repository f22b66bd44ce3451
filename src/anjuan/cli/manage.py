"""``anjuan manage``: Django's own commands."""

from __future__ import annotations

import click
from django.core.management import execute_from_command_line


@click.command("manage", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def command(words: tuple[str, ...]) -> None:
    """Run one of Django's own commands.

    Example: anjuan manage showmigrations
    """
    execute_from_command_line(["anjuan manage", *words])
