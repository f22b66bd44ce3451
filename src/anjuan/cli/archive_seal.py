"""``anjuan archive seal``: freeze a case, or add to its seal what came later."""

from __future__ import annotations

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.sight import case_named
from anjuan.cli.output import print_json
from anjuan.custody.selectors.problems import seal_problems
from anjuan.custody.selectors.sealed import seal_verify
from anjuan.custody.services.sealing import case_seal, seal_extend
from anjuan.kit.clock import SystemClock


@click.command("seal")
@click.argument("case")
@click.option("--override", default="", help="Seal it although something stands against it, for this reason.")
@click.option("--extend", default="", help="Add to its seal what came or was corrected since, for this reason.")
@click.option("--dry-run", is_flag=True, help="Only say what stands against it, or what differs from its seal.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def seal(*, case: str, override: str, extend: str, dry_run: bool, as_json: bool) -> None:
    """Seal a case: give it and its papers their reference codes and freeze them.

    Example: anjuan archive seal AJ-2026-000001
    """
    viewer = system_viewer()
    found = case_named(viewer, case)
    deed = Deed(viewer.name, SystemClock().now())
    problems = seal_problems(found)
    if not dry_run and extend:
        seal_extend(deed=deed, viewer=viewer, case=found, reason=extend)
    elif not dry_run:
        fonds = settings.ANJUAN_OPTIONS.body.fonds_number
        case_seal(deed=deed, viewer=viewer, case=found, fonds=fonds, problems=problems, override=override)
    report = seal_verify(viewer, found.number)
    code = case_named(viewer, found.number).reference_code or ""
    if as_json:
        print_json({
            "case": found.number, "reference_code": code, "problems": problems, "seals": report.seals,
            "differences": report.differences, "addenda": report.addenda, "intact": report.is_intact,
        })  # fmt: skip
        return
    for problem in problems:
        click.secho(problem, fg="yellow")
    for row in report.seals:
        click.echo(f"Seal {row.number} of {row.at} by {row.by}: {row.items} papers, {row.pages} pages, {row.digest}.")
    for difference in report.differences:
        click.secho(f"{difference.kind}: {difference.what}", fg="red")
    named = " ".join(part for part in (found.number, code) if part)
    click.echo(f"{named} is {'sealed' if report.seals else 'not sealed'}.")
