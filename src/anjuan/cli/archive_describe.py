"""``anjuan archive describe``: describe what was filed before, or with other tables."""

from __future__ import annotations

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.findings import case_key
from anjuan.archive.services.describing import DescribeOrder, files_describe, files_to_describe
from anjuan.archive.tasks import scholar
from anjuan.cli.output import print_json
from anjuan.cli.watching import Display
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode, UsageError


@click.command("describe")
@click.argument("case", required=False)
@click.option("--all", "whole", is_flag=True, help="All cases.")
@click.option("--again", is_flag=True, help="Also what was described with today's tables and model already.")
@click.option("--dry-run", is_flag=True, help="Only say how many files wait to be described.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def describe(*, case: str | None, whole: bool, again: bool, dry_run: bool, as_json: bool) -> int:
    """Cut and describe the papers that lack a description or have one made with other tables.

    Safe to be stopped at any moment: run the same command again and it goes on with what is left. What stands under
    a seal is left alone.

    Example: anjuan archive describe --all
    """
    if bool(case) == whole:
        raise UsageError("Neither one case nor --all was named.", remedy="Name a case by its number, or --all.")
    order = DescribeOrder(case_key(system_viewer(), case) if case else None, again=again)
    desk = scholar()
    if dry_run:
        waiting = files_to_describe(order, desk.made_with)
        print_json({"waiting": waiting}) if as_json else click.echo(f"{waiting} files wait to be described.")
        return ExitCode.OK
    with Display(quiet=as_json) as display:
        report = files_describe(
            deed=lambda: Deed("system", SystemClock().now()), order=order, scholar=desk, progress=display
        )
    if as_json:
        print_json({"files": report.files, "papers": report.papers, "failed": report.failed})
    else:
        for sentence in report.failed:
            click.secho(sentence, fg="red")
        click.echo(f"{report.files} files are {report.papers} papers; {len(report.failed)} could not be described.")
    return ExitCode.INCOMPLETE if report.failed else ExitCode.OK
