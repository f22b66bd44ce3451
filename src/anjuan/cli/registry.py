"""``anjuan registry``: code lists and organisations."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import click

from anjuan.accounts.deeds import Deed
from anjuan.cli.output import print_json, print_table
from anjuan.cli.registry_verify import verify
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import ExitCode
from anjuan.registry.selectors.codelists import code_list, edition_list
from anjuan.registry.selectors.standards import standard_book
from anjuan.registry.services.codelists import Imported, code_lists_load, professional_codes_import
from anjuan.registry.services.standards import standards_import


@click.group("registry")
def command() -> None:
    """Code lists and organisations."""


command.add_command(verify)


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def load(*, as_json: bool) -> None:
    """Bring the code lists of the rule files into the tables.

    Example: anjuan registry load
    """
    new = code_lists_load(deed=_deed())
    rows = [
        {"list": e.list_id, "edition": e.edition, "from": e.valid_from, "to": e.valid_to, "origin": e.origin}
        for e in edition_list()
    ]
    if as_json:
        print_json({"new": new, "editions": rows})
    else:
        print_table(("list", "edition", "from", "to", "origin"), [list(row.values()) for row in rows])


@command.command()
@click.argument("list_id", metavar="LIST")
@click.argument("words", nargs=-1)
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day whose edition is meant; today if left out."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def codes(*, list_id: str, words: tuple[str, ...], day: dt.datetime | None, as_json: bool) -> None:
    """Look up codes of a list: fields, regions, industries, iaf_sectors, professional_codes.

    Example: anjuan registry codes industries 轴承
    """
    on = day.date() if day else today_in_china(SystemClock())
    found = code_list(list_id, on, words=" ".join(words))
    if as_json:
        names = ("code", "name", "name_en", "parent_code", "level", "note")
        print_json({"codes": [{name: getattr(entry, name) for name in names} for entry in found]})
    else:
        print_table(("code", "name", "level", "under"), [(e.code, e.name, e.level, e.parent_code) for e in found])


@command.command("import-codes")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--edition", required=True, help="Name of the new edition.")
@click.option("--from", "first_day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day in force.")
@click.option("--dry-run", is_flag=True, help="Check the workbook and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_codes(*, file: Path, edition: str, first_day: dt.datetime, dry_run: bool, as_json: bool) -> int:
    """Take in the body's professional codes from a workbook as a new edition.

    Example: anjuan registry import-codes codes.xlsx --edition 2018 --from 2018-01-01 --dry-run
    """
    done = professional_codes_import(deed=_deed(), path=file, edition=edition, valid_from=first_day.date(), dry=dry_run)
    return _told(done, "codes", as_json=as_json)


@command.command("import-standards")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--edition", required=True, help="Name of the new edition.")
@click.option("--from", "first_day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day in force.")
@click.option("--dry-run", is_flag=True, help="Check the workbook and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_standards(*, file: Path, edition: str, first_day: dt.datetime, dry_run: bool, as_json: bool) -> int:
    """Take in the body's standards (number, title, replaced by, from when) from a workbook as a new edition.

    Example: anjuan registry import-standards standards.xlsx --edition 2026 --from 2026-01-01 --dry-run
    """
    done = standards_import(deed=_deed(), path=file, edition=edition, valid_from=first_day.date(), dry=dry_run)
    return _told(done, "standards", as_json=as_json)


@command.command("standards")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day by which they are judged; today if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_standards(*, day: dt.datetime | None, as_json: bool) -> None:
    """List the standards known and whether each was current on a day.

    Example: anjuan registry standards --on 2017-06-30
    """
    on = day.date() if day else today_in_china(SystemClock())
    book = standard_book(on)
    rows = [book.state(row.number, on) for _, row in book.rows()]
    if as_json:
        print_json({"standards": [dataclasses.asdict(row) for row in rows]})
    else:
        print_table(
            ("number", "title", "standing", "replaced by", "from", "origin"),
            [(r.number, r.title, r.standing, r.superseded_by, r.superseded_on, r.origin) for r in rows],
        )


def _told(done: Imported, noun: str, *, as_json: bool) -> int:
    if as_json:
        print_json(done)
    else:
        print_table(("row", "value", "fault"), [(f.row, f.value, f.what) for f in done.faults])
        click.echo(f"{done.codes} {noun} {'would be' if done.dry else 'were'} taken in, {len(done.faults)} faults.")
    return ExitCode.USAGE if done.faults else ExitCode.OK
