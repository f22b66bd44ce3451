"""``anjuan certificates report``: the files for the national platform and for IAF CertSearch."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.certificates.documents.sheets import layout_of, report_workbook
from anjuan.certificates.issuer import issuer_here
from anjuan.certificates.rules.cellwords import cell_said
from anjuan.certificates.rules.reporting import month_due
from anjuan.certificates.selectors.reporting import Report, certsearch_report, national_report
from anjuan.certificates.services.reporting import report_note
from anjuan.cli.output import print_json
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import ExitCode


@click.command()
@click.option("--month", type=click.DateTime(["%Y-%m"]), help="The month whose events are reported.")
@click.option("--certsearch", is_flag=True, help="The sheet for IAF CertSearch instead, as of today.")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="The xlsx file; else only check.")
@click.option(
    "--template",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The platform's own template: its headers and their order are taken.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def report(
    *, month: dt.datetime | None, certsearch: bool, target: Path | None, template: Path | None, as_json: bool
) -> int:  # fmt: skip
    """Write the four sheets for the national platform, after checking every cell.

    With faults the file is written all the same, and the exit code tells that it is not ready to be sent.

    Example: anjuan certificates report --month 2026-10 --to report.xlsx
    """
    today = today_in_china(SystemClock())
    made = _made(month, today, certsearch=certsearch)
    layout = layout_of(template.read_bytes(), made) if template else None
    if target:
        target.write_bytes(report_workbook(made, layout))
        report_note(deed=Deed("system", SystemClock().now()), viewer=system_viewer(), report=made)
    counts = {sheet.name: len(made.rows.get(sheet.key, ())) for sheet in made.table.sheets}
    faults = [cell_said(fault, english=True) for fault in made.faults]
    warning = "" if layout else made.table.warning_en
    if as_json:
        print_json({
            "report": made.title, "rows": counts, "faults": faults, "warning": warning,
            "file": str(target or ""), "unknown_headers": layout.unknown if layout else (),
            "missing_headers": layout.missing if layout else (),
            "due": "" if certsearch else str(month_due(dt.date.fromisoformat(f"{made.title}-01"))),
        })  # fmt: skip
    else:
        for name, number in counts.items():
            click.echo(f"{name}: {number}")
        for told in faults:
            click.echo(told, err=True)
        if warning:
            click.secho(warning, err=True, fg="yellow")
    return ExitCode.INCOMPLETE if faults else ExitCode.OK


def _made(month: dt.datetime | None, today: dt.date, *, certsearch: bool) -> Report:
    if certsearch:
        return certsearch_report(system_viewer(), today=today)
    if month is None:
        raise click.UsageError("Give --month 2026-10, or --certsearch.")
    return national_report(system_viewer(), month.date(), issuer=issuer_here(), today=today)
