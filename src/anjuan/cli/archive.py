"""``anjuan archive``: take in, list, show and verify case files."""

from __future__ import annotations

import click

from anjuan.cli.archive_intake import intake, intakes, retry
from anjuan.cli.archive_show import list_cases, pages, show
from anjuan.cli.archive_verify import verify


@click.group("archive")
def command() -> None:
    """Take in, list, show and verify case files."""


for _part in (intake, intakes, retry, list_cases, show, pages, verify):
    command.add_command(_part)
