"""``anjuan figures``: tables of counted figures, printed statistics, bulletins."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.cli.output import print_json, print_table
from anjuan.figures.exporting.files import form_checked, table_file
from anjuan.figures.importing import rows_of, table_read
from anjuan.figures.rendering.files import FORMS, bulletin_file
from anjuan.figures.rules.cells import Missing, shown
from anjuan.figures.rules.definitions import TableDefinition
from anjuan.figures.rules.tabling import Cell, Column, ColumnKind, FigureTable
from anjuan.figures.selectors.bulletins import bulletin_get
from anjuan.figures.selectors.printed import Reconciled, reconcile
from anjuan.figures.selectors.snapshots import (
    Asked,
    cells_of,
    definitions_on,
    figure_defined,
    snapshot_get,
    snapshot_list,
    table_defined,
    table_of,
)
from anjuan.figures.selectors.trees import known_divisions
from anjuan.figures.services.bulletins import bulletin_write
from anjuan.figures.services.printed import Sent, printed_take_in
from anjuan.figures.services.snapshots import snapshot_take
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import ExitCode, UsageError

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_DAY = click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day; the last one counted if left out.")
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_TARGET = click.Path(path_type=Path, dir_okay=False)


@click.group("figures")
def command() -> None:
    """Count, show and export figures; check printed statistics; write bulletins."""


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


@command.command("list")
@_JSON
def list_(*, as_json: bool) -> None:
    """List the figures, the tables of them, and the days counted.

    Example: anjuan figures list
    """
    known = definitions_on(today_in_china(SystemClock()))
    days = [{"day": one.day, "revision": one.revision, "made_at": one.made_at} for one in snapshot_list()]
    if as_json:
        figures = [one.model_dump(exclude={"meaning_en"}) for one in known.figures]
        tables = [one.model_dump() for one in known.tables]
        print_json({"edition": known.edition, "figures": figures, "tables": tables, "snapshots": days})
        return
    print_table(
        ("figure", "name", "unit", "by", "adds up over"),
        [(one.id, one.name, one.unit, one.dimensions, one.additive) for one in known.figures],
    )
    click.echo("")
    print_table(("table", "name", "by", "figures"), [(one.id, one.name, one.by, one.figures) for one in known.tables])
    click.echo("")
    print_table(("day", "revision", "counted at"), [(one["day"], one["revision"], one["made_at"]) for one in days])


@command.command()
@click.argument("name")
@click.option("--by", type=click.Choice(["field", "region", "province", "year"]), help="Rows, when NAME is a figure.")
@click.option("--field", "field_code", default="", help="Only this field or group, in tables by area.")
@_DAY
@click.option("--to", "target", type=_TARGET, help="A .xlsx, .csv, .parquet or .dta file.")
@_JSON
def show(
    *, name: str, by: str | None, field_code: str, day: dt.datetime | None, target: Path | None, as_json: bool
) -> None:
    """Show a table of figures, or one figure by field, region, province or year, as last counted.

    Example: anjuan figures show certificates --by province --to provinces.dta
    """
    if target is not None:
        form_checked(target.suffix)
    snapshot = snapshot_get(day.date() if day else None)
    one = _wanted(name, by, snapshot.day)
    table = table_of(system_viewer(), one, snapshot, cells_of(snapshot), Asked(field_code))
    if target is not None:
        target.write_bytes(table_file(table, target.suffix, made=SystemClock().now()))
        click.echo(f"{target}: {len(table.rows)} rows, {len(table.columns)} columns, counted on {snapshot.day}.")
    elif as_json:
        print_json(_plain(table))
    else:
        _print(table)


def _wanted(name: str, by: str | None, day: dt.date) -> TableDefinition:
    if by is None:
        return table_defined(name, day)
    return figure_defined(name, by, day)


def _plain(table: FigureTable) -> dict[str, Any]:
    names = [column.name for column in table.columns]
    return {
        "table": table.id,
        "title": table.title,
        "day": table.day,
        "source": table.source,
        "columns": [
            {"name": one.name, "title": one.title, "unit": one.unit, "kind": one.kind} for one in table.columns
        ],
        "rows": [dict(zip(names, (_value(cell) for cell in row.cells), strict=True)) for row in table.rows],
        "notes": table.notes,
    }


def _value(cell: Cell) -> object:
    return None if isinstance(cell, Missing) else cell


def _print(table: FigureTable) -> None:
    places = [place for place, column in enumerate(table.columns) if column.name != "row_type"]
    titles = [table.columns[place].title for place in places]
    print_table(titles, [[_text(row.cells[place], table.columns[place]) for place in places] for row in table.rows])
    for note in (*table.notes, table.source):
        click.echo(note)


def _text(cell: Cell, column: Column) -> str:
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return shown(cell, places=column.places if column.kind is ColumnKind.DECIMAL else None)


@command.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--keep", is_flag=True, help="Take the printed statistics in, so that pages show them.")
@click.option("--source", default="", help="Where they were printed, with --keep.")
@_JSON
def check(*, files: tuple[Path, ...], keep: bool, source: str, as_json: bool) -> int:
    """Check printed statistics: sums, shares and ranks computed anew, and how the shares came about.

    Example: anjuan figures check fields.csv regions.csv
    """
    found = {}
    for file in files:
        content = file.read_bytes()
        found[file.name] = reconcile(table_read(rows_of(content, file.name), known_divisions(), file.name))
        if keep:
            printed_take_in(deed=_deed(), sent=Sent(file.name, content, source=source))
    if as_json:
        print_json({"files": [{"file": name, **_reconciled(one)} for name, one in found.items()]})
    else:
        for name, one in found.items():
            _print_reconciled(name, one)
    return ExitCode.INCOMPLETE if any(one.misses for one in found.values()) else ExitCode.OK


def _reconciled(one: Reconciled) -> dict[str, Any]:
    compared = [
        {"row": got.row, "measure": got.measure, "what": got.what, "expected": got.expected,
         "printed": got.printed.text, "agrees": got.agrees}
        for got in (*one.shares, *one.ranks)
    ]  # fmt: skip
    checks = [
        {**{name: getattr(got, name) for name in ("rule", "measure", "row", "expected", "actual", "difference")},
         "holds": got.holds, "said": got.said}
        for got in one.checks
    ]  # fmt: skip
    conventions = [
        {"measure": got.measure, "rows": got.rows,
         "fits": [{**dataclasses.asdict(fit), "misses": len(fit.misses)} for fit in got.fits]}
        for got in one.conventions
    ]  # fmt: skip
    return {"misses": one.misses, "compared": compared, "checks": checks, "conventions": conventions}


def _print_reconciled(name: str, one: Reconciled) -> None:
    click.secho(name, bold=True)
    rows = [("✓" if got.holds else "–" if got.holds is None else "✗", got.said) for got in one.checks]
    wrong = [got for got in (*one.shares, *one.ranks) if not got.agrees]
    rows += [("✗", f"{got.row} {got.measure} {got.what}: {got.printed.text} ≠ {got.expected}") for got in wrong]
    print_table(("", "check"), rows)
    if one.shares:
        shares, ranks = (sum(got.agrees for got in found) for found in (one.shares, one.ranks))
        click.echo(f"{shares} of {len(one.shares)} shares and {ranks} of {len(one.ranks)} ranks as printed.")
    for got in one.conventions:
        best = got.fits[0]
        click.echo(
            f"{got.rows}, {got.measure}: base {best.base}, {best.rounding}, {best.aggregation}"
            f" ({len(best.misses)} of {best.number} differ)."
        )


@command.command()
@_DAY
@_JSON
def snapshot(*, day: dt.datetime | None, as_json: bool) -> None:
    """Count all figures and keep them; a day counted before gets a revision only when something differs.

    Example: anjuan figures snapshot
    """
    made = snapshot_take(deed=_deed(), day=day.date() if day else None)
    told = {"day": made.day, "revision": made.revision, "edition": made.edition, "counted_ms": made.counted_ms}
    if as_json:
        print_json(told)
    else:
        click.echo("{day} r{revision}, counted in {counted_ms} ms.".format(**told))


@command.command()
@click.option("--month", default="", help="Such as 2026-03, of a bulletin that there is; otherwise one is written.")
@click.option("--to", "target", type=_TARGET, help="A .docx or .pdf file.")
@click.option("--link", default="http://127.0.0.1:8000/figures/query", show_default=True, help="Where numbers lead.")
@_JSON
def bulletin(*, month: str, target: Path | None, link: str, as_json: bool) -> None:
    """Write the bulletin of the last count, or take one of a month as a file.

    Example: anjuan figures bulletin --to bulletin.pdf
    """
    if target is not None and target.suffix.lower() not in FORMS:
        raise UsageError(f"No bulletin can be written as {target.suffix!r}.", remedy=f"Use one of {', '.join(FORMS)}.")
    made = bulletin_get(month) if month else bulletin_write(deed=_deed())
    if target is not None:
        body = settings.ANJUAN_OPTIONS.body.name
        content = bulletin_file(
            system_viewer(), made, target.suffix.lower(), link=link, body=body, now=SystemClock().now()
        )
        target.write_bytes(content)
    told = {"month": made.month, "revision": made.revision, "day": made.snapshot.day, "file": target}
    if as_json:
        print_json(told)
    else:
        click.echo("{month} r{revision}, of the count of {day}.".format(**told))
