"""``anjuan custody``: what is due, held, lent and destroyed; rounds of fixity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.places import places
from anjuan.archive.selectors.sight import case_named
from anjuan.cli.custody_destruction import LISTS, REGISTER, appraise, destroy
from anjuan.cli.custody_loans import COLUMNS as LOANS
from anjuan.cli.custody_loans import command as loan_commands
from anjuan.cli.custody_retention import command as retention
from anjuan.cli.output import print_json, print_rows
from anjuan.custody.selectors.codes import case_gaps, series_gaps
from anjuan.custody.selectors.destruction import appraisal_list, register_list
from anjuan.custody.selectors.due import fixity_due, hold_list, retention_due, retention_unknown
from anjuan.custody.selectors.loans import loan_list
from anjuan.custody.services.retention import hold_lift, hold_place
from anjuan.custody.services.rounds import fixity_turn
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import ExitCode, UsageError

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_LIMIT = click.option("--limit", default=200, show_default=True, type=click.IntRange(1, 10_000))


@click.group("custody")
def command() -> None:
    """What is due, held, lent and destroyed; rounds of fixity."""


for _part in (appraise, destroy, loan_commands, retention):
    command.add_command(_part)


def _show(name: str, rows: Sequence[Any], columns: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        print_json({name: rows})
    else:
        print_rows(rows, columns)


@command.command()
@click.option("--unknown", is_flag=True, help="Instead, cases of which nobody knows how long they must be kept.")
@_LIMIT
@_JSON
def due(*, unknown: bool, limit: int, as_json: bool) -> None:
    """List cases whose retention is over and on which no legal hold stands.

    Example: anjuan custody due --json
    """
    look = retention_unknown if unknown else retention_due
    rows = look(system_viewer(), today=today_in_china(SystemClock()), limit=limit)
    columns = ("case", "title", "class_code", "keep_until", "at_least", "missing")
    _show("cases", rows, columns, as_json=as_json)


@command.command()
@click.option("--case", default="", help="Only of this case.")
@click.option("--lifted", is_flag=True, help="Those that were lifted too.")
@_LIMIT
@_JSON
def holds(*, case: str, lifted: bool, limit: int, as_json: bool) -> None:
    """List the legal holds that stand.

    Example: anjuan custody holds --lifted
    """
    rows = hold_list(system_viewer(), case=case, lifted=lifted, limit=limit)
    _show("holds", rows, ("id", "case", "reason_code", "reason", "begins", "placed_by", "lifted_at"), as_json=as_json)


@command.command()
@click.argument("case", default="")
@click.option("--place", "code", default="", help="Place one on CASE: complaint, appeal, dispute, supervision, …")
@click.option("--lift", type=int, help="Lift the one of this number.")
@click.option("--reason", required=True, help="Why.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@_JSON
def hold(*, case: str, code: str, lift: int | None, reason: str, dry_run: bool, as_json: bool) -> None:
    """Place a legal hold on a case, or lift one.

    Example: anjuan custody hold AJ-2026-000001 --place complaint --reason 客户投诉
    """
    if bool(code and case) == (lift is not None):
        raise UsageError("Say what to do.", remedy="Name a case and --place, or give --lift with a number.")
    viewer = system_viewer()
    deed = Deed(viewer.name, SystemClock().now())
    if lift is None:
        found = case_named(viewer, case)
        done = None if dry_run else hold_place(deed=deed, viewer=viewer, case=found, reason_code=code, reason=reason)
    else:
        done = None if dry_run else hold_lift(deed=deed, viewer=viewer, hold_id=lift, reason=reason)
    if as_json:
        print_json({"hold": done.pk if done else lift, "case": done.case.number if done else case, "done": not dry_run})
    else:
        click.echo(f"{'Would be done' if dry_run else 'Done'}: {'lift' if lift else 'place'} {reason}")


@command.command()
@click.option("--overdue", is_flag=True, help="Only those not given back in time.")
@_LIMIT
@_JSON
def loans(*, overdue: bool, limit: int, as_json: bool) -> None:
    """List loans, the newest first.

    Example: anjuan custody loans --overdue
    """
    rows = loan_list(system_viewer(), today=today_in_china(SystemClock()), overdue=overdue, limit=limit)
    _show("loans", rows, LOANS, as_json=as_json)


@command.command()
@click.option("--register", is_flag=True, help="Instead, the register of destroyed cases.")
@_LIMIT
@_JSON
def destruction(*, register: bool, limit: int, as_json: bool) -> None:
    """List appraisal lists, or the register of destroyed cases.

    Example: anjuan custody destruction --register --json
    """
    if register:
        entries = register_list(system_viewer(), limit=limit)
        _show("register", entries, REGISTER, as_json=as_json)
    else:
        _show("lists", appraisal_list(system_viewer(), limit=limit), LISTS, as_json=as_json)


@command.command()
@click.argument("case", default="")
@_JSON
def gaps(*, case: str, as_json: bool) -> None:
    """List numbers of reference codes that name nothing on the shelf: of all volumes, or of the papers of a case.

    Example: anjuan custody gaps AJ-2026-000001
    """
    if case:
        _show("gaps", case_gaps(system_viewer(), case), ("number", "reason"), as_json=as_json)
    else:
        _show("series", series_gaps(system_viewer()), ("prefix", "last_number", "gaps"), as_json=as_json)


@command.command("round")
@click.option("--most-mb", default=1024, show_default=True, type=click.IntRange(1), help="Budget of the turn, in MiB.")
@click.option("--dry-run", is_flag=True, help="Only say how far the rounds are.")
@_JSON
def fixity_round(*, most_mb: int, dry_run: bool, as_json: bool) -> int:
    """Read the originals that wait longest again, within a budget. Workers do this by themselves.

    Example: anjuan custody round --dry-run
    """
    state = fixity_due(now=SystemClock().now())
    if dry_run:
        found, checked = [], 0
    else:
        report = fixity_turn(
            deed=lambda: Deed("system", SystemClock().now()), blobs=places().blobs, most_bytes=most_mb << 20
        )
        found, checked = list(report.faults), report.checked
    if as_json:
        print_json({"rounds": state, "checked": checked, "faults": found})
    else:
        click.echo(f"{state.originals} originals, {state.due} due, {state.damaged} damaged; {checked} read now")
        for fault in found:
            click.secho(f"{fault.kind}: {fault.what}", fg="red")
    return ExitCode.DAMAGED if found else ExitCode.OK
