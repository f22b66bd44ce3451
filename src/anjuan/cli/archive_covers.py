"""``anjuan archive covers``: cover sheets to lay between the papers of a case before scanning."""

from __future__ import annotations

from pathlib import Path

import click

from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.cases import case_get
from anjuan.archive.tasks import scholar
from anjuan.cli.output import print_json
from anjuan.kit.errors import UsageError
from anjuan.papers.covers.codes import CoverCode
from anjuan.papers.covers.printing import cover_sheets


@click.command("covers")
@click.argument("case")
@click.option("--kind", "kinds", multiple=True, help="A kind of paper; give it once for each sheet. None: a plain one.")
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def covers(*, case: str, kinds: tuple[str, ...], target: Path, as_json: bool) -> None:
    """Write cover sheets as PDF: one laid before each paper cuts the scan there and tells its kind.

    Example: anjuan archive covers AJ-2026-000001 --kind A01 --kind B05 --to covers.pdf
    """
    names = scholar().kind_names()
    unknown = [kind for kind in kinds if kind not in names]
    if unknown:
        raise UsageError(f"There is no kind of paper {unknown[0]!r}.", remedy="Kinds are listed in the reference.")
    number = case_get(system_viewer(), case).row.number
    codes = [CoverCode(number, kind) for kind in kinds] or [CoverCode(number, "")]
    target.write_bytes(cover_sheets(codes, [names.get(code.kind, "") for code in codes]))
    if as_json:
        print_json({"case": number, "sheets": len(codes), "file": str(target)})
    else:
        click.echo(f"{len(codes)} sheets written to {target}")
