"""``anjuan archive tables``: the body's own checklist and forms."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.rules.body_editions import CHECKLIST, FORMS
from anjuan.archive.selectors.body_tables import BodyTableRow, body_table, body_tables
from anjuan.archive.services.body_tables import (
    LoadReport,
    Workbook,
    body_table_withdraw,
    checklist_load,
    checklist_try,
    forms_load,
    forms_try,
    template,
)
from anjuan.cli.output import print_json, print_table
from anjuan.judging.completeness.checklist import ChecklistMode
from anjuan.judging.completeness.checklist_sheet import ChecklistFaultyError
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode, UsageError
from anjuan.papers.own.sheet import FormsFaultyError
from anjuan.papers.workbooks import CellFault

_SORTS = click.Choice([CHECKLIST, FORMS])
_DAY = click.DateTime(formats=["%Y-%m-%d"])
_MOST_SHOWN = 40


@click.group("tables")
def command() -> None:
    """The body's own checklist and forms: write a template, load it, see what is in force."""


@command.command("template")
@click.argument("sort", type=_SORTS)
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False, writable=True))
@click.option("--on", "day", type=_DAY, help="The day whose requirements are written; otherwise the latest.")
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would be written.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def write_template(*, sort: str, target: Path, day: dt.datetime | None, dry_run: bool, as_json: bool) -> None:
    """Write a workbook with what holds now, to be edited and loaded.

    Example: anjuan archive tables template checklist checklist.xlsx
    """
    content = template(sort, day.date() if day else None)
    if target.exists():
        raise UsageError(f"{target} exists already.", why="It may hold your edits.", remedy="Name another file.")
    if not dry_run:
        target.write_bytes(content)
    _say({"sort": sort, "path": str(target), "bytes": len(content), "written": not dry_run}, as_json=as_json)


@command.command("load")
@click.argument("sort", type=_SORTS)
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--from", "valid_from", type=_DAY, required=True, help="The first day it is in force.")
@click.option("--alone", is_flag=True, help="A checklist that stands alone: what it does not list is not asked for.")
@click.option("--dry-run", is_flag=True, help="Write nothing; only check it and say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def load(*, sort: str, source: Path, valid_from: dt.datetime, alone: bool, dry_run: bool, as_json: bool) -> int:
    """Load a workbook as a new edition. A wrong cell is named, and nothing of a workbook with a fault is taken.

    Example: anjuan archive tables load checklist checklist.xlsx --from 2026-01-01 --dry-run
    """
    if alone and sort == FORMS:
        raise UsageError("Forms never stand alone.", remedy="Leave --alone out: your forms are added to the tables.")
    workbook, day = Workbook(source.read_bytes(), source.name), valid_from.date()
    mode = ChecklistMode.REPLACE if alone else ChecklistMode.EXTEND
    try:
        report = (_try if dry_run else _load)(sort, workbook, day, mode)
    except (ChecklistFaultyError, FormsFaultyError) as fault:
        if not as_json:
            _print_faults(fault.faults)
        raise
    if as_json:
        print_json({**_plain(report), "written": not dry_run})
    else:
        _print_report(report)
    return ExitCode.OK


def _try(sort: str, workbook: Workbook, day: dt.date, mode: ChecklistMode) -> LoadReport:
    if sort == FORMS:
        return forms_try(viewer=system_viewer(), workbook=workbook, valid_from=day)
    return checklist_try(viewer=system_viewer(), workbook=workbook, valid_from=day, mode=mode)


def _load(sort: str, workbook: Workbook, day: dt.date, mode: ChecklistMode) -> LoadReport:
    if sort == FORMS:
        return forms_load(deed=_deed(), viewer=system_viewer(), workbook=workbook, valid_from=day)
    return checklist_load(deed=_deed(), viewer=system_viewer(), workbook=workbook, valid_from=day, mode=mode)


@command.command("list")
@click.option("--sort", type=_SORTS, help="Only checklists, or only forms.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_tables(*, sort: str | None, as_json: bool) -> None:
    """List the editions, the latest first.

    Example: anjuan archive tables list --json
    """
    rows = body_tables(system_viewer(), sort or "")
    if as_json:
        print_json({"editions": rows})
        return
    print_table(
        ("edition", "sort", "state", "from", "to", "file", "loaded", "by"),
        [
            (r.edition, r.sort, r.state, r.valid_from, r.valid_to, r.filename, r.loaded_at.date(), r.loaded_by)
            for r in rows
        ],
    )  # fmt: skip


@command.command("show")
@click.argument("edition")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False, writable=True), help="Write its workbook here.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(*, edition: str, out: Path | None, as_json: bool) -> None:
    """Show what an edition says, or write the workbook that it was loaded from.

    Example: anjuan archive tables show C1 --out checklist-C1.xlsx
    """
    view = body_table(system_viewer(), edition)
    if out is not None:
        _write_source(out, view.source, view.row)
    if as_json:
        print_json({"edition": view.row, "content": view.content})
        return
    click.secho(f"{view.row.edition} {view.row.sort}, {view.row.state}, from {view.row.valid_from}", bold=True)
    for row in view.content.get("rows", ()):
        click.echo(json.dumps({name: value for name, value in row.items() if value}, ensure_ascii=False))
    for label in view.content.get("labels", ()):
        click.echo(json.dumps(label, ensure_ascii=False))


def _write_source(out: Path, source: bytes, row: BodyTableRow) -> None:
    if not source:
        raise UsageError(f"The edition {row.edition} is a {row.state} and has no workbook.", remedy="Choose another.")
    if out.exists():
        raise UsageError(f"{out} exists already.", remedy="Name another file.")
    out.write_bytes(source)


@command.command("withdraw")
@click.argument("edition")
@click.option("--dry-run", is_flag=True, help="Write nothing; only say which edition it is.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def withdraw(*, edition: str, dry_run: bool, as_json: bool) -> None:
    """Withdraw an edition, so that the one before it is in force again. It stays in the list.

    Example: anjuan archive tables withdraw C2
    """
    viewer = system_viewer()
    row = body_table(viewer, edition).row
    if dry_run:
        _say({"edition": row.edition, "state": row.state, "written": False}, as_json=as_json)
        return
    report = body_table_withdraw(deed=_deed(), viewer=viewer, edition=edition)
    if as_json:
        print_json({**_plain(report), "withdrawn": row.edition, "written": True})
    else:
        _print_report(report)


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


def _plain(report: LoadReport) -> dict[str, Any]:
    return {
        "sort": report.sort, "edition": report.edition, "valid_from": report.valid_from, "rows": report.rows,
        "differences": list(report.differences), "cases": report.cases, "files": report.files,
    }  # fmt: skip


def _say(result: dict[str, Any], *, as_json: bool) -> None:
    print_json(result) if as_json else click.echo(", ".join(f"{name}: {value}" for name, value in result.items()))


def _print_report(report: LoadReport) -> None:
    click.secho(f"{report.edition or 'Dry run'}: {report.sort} from {report.valid_from}, {report.rows} rows", bold=True)
    for sentence in report.differences[:_MOST_SHOWN]:
        click.echo(f"  {sentence}")
    if len(report.differences) > _MOST_SHOWN:
        click.echo(f"  … and {len(report.differences) - _MOST_SHOWN} more (--json shows all)")
    click.echo(f"{report.cases} cases to be judged again, {report.files} files to be studied again by the workers.")


def _print_faults(faults: tuple[CellFault, ...]) -> None:
    print_table(
        ("sheet", "cell", "value", "what", "what to do"),
        [(one.sheet, one.cell, one.value, one.what, one.remedy) for one in faults],
    )
