"""``anjuan archive properties`` and ``copy``: the four-property test, and PDF/A copies."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.places import places
from anjuan.archive.selectors.sight import case_named
from anjuan.cli.output import print_json, print_table
from anjuan.cli.watching import Display
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import ExitCode, UsageError
from anjuan.preservation.rules.properties import Moment, Outcome
from anjuan.preservation.selectors.property_tests import property_test_view
from anjuan.preservation.services.copies import pdfa_copy
from anjuan.preservation.services.property_reports import property_report
from anjuan.preservation.services.property_tests import properties_test
from anjuan.preservation.services.scheduling import properties_test_due

_MOST_CASES = 1_000_000


@click.command("properties")
@click.argument("case", default="")
@click.option("--all", "everything", is_flag=True, help="Every case that was not tested for a week.")
@click.option("--moment", default="filing", show_default=True, type=click.Choice([str(one) for one in Moment]))
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write the report here as well.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def properties(*, case: str, everything: bool, moment: str, pdf: Path | None, as_json: bool) -> int:
    """Test authenticity, integrity, usability and security of a case (DA/T 70) and keep the outcome.

    Example: anjuan archive properties AJ-2026-000001 --pdf report.pdf
    """
    if bool(case) == everything:
        raise UsageError("Say what to test.", remedy="Name one case, or give --all.")
    if everything:
        return _all(as_json=as_json)
    viewer = system_viewer()
    deed = Deed(viewer.name, SystemClock().now())
    view = property_test_view(properties_test(deed=deed, case=case_named(viewer, case), moment=Moment(moment)))
    if pdf:
        pdf.write_bytes(property_report(view))
    if as_json:
        print_json({"case": view.case, "moment": view.moment, "result": view.result, "at": view.at.isoformat(),
                    "tool": view.tool, "edition": view.edition, "properties": view.items})  # fmt: skip
    else:
        print_table(("", "group", "item", "result", "evidence"),
                    [(i["id"], i["group"], i["item"], i["result"], i["evidence"]) for i in view.items])  # fmt: skip
        click.echo(f"{view.case}: {view.result}")
    return ExitCode.OK if view.result == Outcome.PASS else ExitCode.INCOMPLETE


def _all(*, as_json: bool) -> int:
    with Display(quiet=as_json) as display:
        failed = properties_test_due(
            deed=lambda: Deed("system", SystemClock().now()), older_than=dt.timedelta(days=7), most=_MOST_CASES,
            progress=display,
        )  # fmt: skip
    if as_json:
        print_json({"failed": failed})
    else:
        click.echo(f"{failed} cases failed.")
    return ExitCode.INCOMPLETE if failed else ExitCode.OK


@click.command("copy")
@click.argument("document", type=int)
@click.option("--to", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def copy(*, document: int, target: Path, as_json: bool) -> None:
    """Write a PDF/A-2b copy of a document, searchable in Chinese.

    Example: anjuan archive copy 12 --to report.pdf
    """
    viewer, here = system_viewer(), places()
    made = pdfa_copy(
        deed=Deed(viewer.name, SystemClock().now()), viewer=viewer, document_id=document, target=target,
        blobs=here.blobs, work=here.work,
    )  # fmt: skip
    if as_json:
        print_json(made)
    else:
        click.echo(f"{made.path}: {made.pages} pages, made from {made.way}.")
