"""``anjuan journal``: read and verify the journal."""

from __future__ import annotations

import click

from anjuan.accounts.selectors.journal import journal_recent, journal_verify
from anjuan.cli.output import print_json, print_table
from anjuan.kit.errors import ExitCode


@click.group("journal")
def command() -> None:
    """Read and verify the journal."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(*, as_json: bool) -> int:
    """Check that no entry was changed, removed, put in or moved.

    Example: anjuan journal verify --json
    """
    report = journal_verify()
    if as_json:
        breaks = [{"number": item.number, "what": item.what} for item in report.breaks]
        print_json({"entries": report.entries, "head": report.head, "valid": not breaks, "breaks": breaks})
    else:
        click.echo(f"{report.entries} entries, head {report.head}")
        for item in report.breaks:
            click.secho(f"entry {item.number} {item.what}", fg="red")
        click.echo("The chain holds." if not report.breaks else "The chain is broken.")
    return ExitCode.DAMAGED if report.breaks else ExitCode.OK


@command.command("list")
@click.option("--subject", default="", help="Only entries about this subject, such as archive.case:12.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_entries(*, subject: str, limit: int, as_json: bool) -> None:
    """Show the newest entries first.

    Example: anjuan journal list --subject archive.case:1
    """
    entries = journal_recent(subject=subject, limit=limit)
    fields = ("number", "at", "actor", "action", "subject", "label")
    rows = [{name: getattr(entry, name) for name in fields} for entry in entries]
    if as_json:
        print_json({"entries": rows})
    else:
        print_table(fields, [list(row.values()) for row in rows])
