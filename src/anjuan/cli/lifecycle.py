"""``anjuan lifecycle``: the certification process and its rules."""

from __future__ import annotations

import click

from anjuan.cli.lifecycle_rules import COMMANDS


@click.group("lifecycle")
def command() -> None:
    """Audit time, sampling, dates, what is due, who can do an audit."""


for _part in COMMANDS:
    command.add_command(_part)
