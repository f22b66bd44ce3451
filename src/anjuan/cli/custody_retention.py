"""``anjuan custody retention``: how long a case is kept, and stating what its papers do not say."""

from __future__ import annotations

import dataclasses

import click
from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.sight import case_named
from anjuan.cli.output import print_json
from anjuan.custody.selectors.due import RetentionRow, retention_get
from anjuan.custody.services.retention import retention_compute, retention_state
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import UsageError


@click.command("retention")
@click.argument("case")
@click.option("--date", "dates", multiple=True, metavar="NAME=DAY", help="cycle_end, valid_until or withdrawn_on.")
@click.option("--class", "class_code", default="", help="Another class: Y, D30 or D10.")
@click.option("--reason", default="", help="Why; needed with --date and --class.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    *, case: str, dates: tuple[str, ...], class_code: str, reason: str, dry_run: bool, as_json: bool
) -> None:  # fmt: skip
    """Show how long a case is kept and why; with --date or --class, state it and compute again.

    Example: anjuan custody retention AJ-2026-000001 --date valid_until=2027-06-30 --reason 证书原件
    """
    viewer, clock = system_viewer(), SystemClock()
    found = case_named(viewer, case)
    stated = dict(_split(text) for text in dates)
    with transaction.atomic():
        deed = Deed(viewer.name, clock.now())
        if stated or class_code:
            retention_state(deed=deed, viewer=viewer, case=found, dates=stated, why=reason, class_code=class_code)
        elif retention_get(viewer, found.number, today=today_in_china(clock)) is None:
            retention_compute(deed=deed, case=found)
        row = retention_get(viewer, found.number, today=today_in_china(clock))
        transaction.set_rollback(dry_run)
    if row is None:
        raise UsageError(f"The papers of {found.number} were destroyed.", remedy="Look at the register.")
    if as_json:
        print_json({**dataclasses.asdict(row), "done": not dry_run})
    else:
        _print(row)


def _split(text: str) -> tuple[str, str]:
    name, sign, day = text.partition("=")
    if not sign:
        raise UsageError(f"{text!r} is no NAME=DAY.", remedy="Write it like valid_until=2027-06-30.")
    return name.strip(), day.strip()


def _print(row: RetentionRow) -> None:
    ends = {"until": f"until {row.keep_until}", "permanent": "for ever"}
    click.echo(f"{row.case} {row.title} is kept {ends.get(row.outcome, 'for a time that is not known')}.")
    for one in row.reasons:
        click.echo(f"  {one['start']} to {one['until']}: {one['why']} ({one['rule']}).")
    for sentence in row.missing:
        click.secho(f"  {sentence[:1].upper()}{sentence[1:]}.", fg="yellow")
    if row.holds:
        click.secho(f"  {row.holds} legal {'hold stands' if row.holds == 1 else 'holds stand'} on it.", fg="yellow")
