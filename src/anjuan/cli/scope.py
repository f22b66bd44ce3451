"""``anjuan scope``: check what a certificate may cover."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.scope_fields import case_application
from anjuan.archive.services.reading_notes import reading_note
from anjuan.cli.evaluation import content_of
from anjuan.cli.output import print_json, print_table
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import ExitCode
from anjuan.papers.workbooks import Sheet, sheets_of, written
from anjuan.scope.rules.application import Application, application_of
from anjuan.scope.rules.application_sheet import HEAD, SHEETS, content_of_sheets
from anjuan.scope.rules.check import check_dict, scope_check
from anjuan.scope.selectors import books_on

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_EXAMPLE = """# An application of a scope. Everything but the scope may be left out.
organisation: 示例电机有限公司
standards: [GB/T 19001-2016]
audit_type: recertification
scope: 直流电机、交流电机的设计、生产和销售
business_scope: 电机制造；电机销售
decided_on: 2026-03-02
cycle_begins: 2023-03-01
cycle_ends: 2026-02-28
lines:
  - {name: 直流电机, evidence: [{kind: contract, on: 2025-05-06}]}
  - {name: 交流电机, evidence: []}
licences: []
clauses: []
outsourced: []
branches: []
temporary_sites: []
codes: []
days: 4
"""


@click.group("scope")
def command() -> None:
    """What a certificate may cover: clauses, licences, activities, evidence, codes."""


@command.command("check")
@click.argument("file", type=_FILE, required=False)
@click.option("--case", "case", help="The number of a case; its described fields are checked instead of a file.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day of the check; otherwise today.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(*, file: Path | None, case: str | None, day: Any, language: str, as_json: bool) -> None:  # noqa: ANN401  click's
    """Check an application of a scope (.yaml, .json or .xlsx), or the fields of a case.

    Ends with 0 when nothing blocks, and with 4 when something does.

    Example: anjuan scope check application.yaml --json
    """
    if bool(file) == bool(case):
        raise click.UsageError("Give either a file or --case NUMBER.")
    today = day.date() if day else today_in_china(SystemClock())
    asked = application_in(file) if file else _of_case(case or "")
    found = scope_check(asked, today=today, books=books_on(today))
    if as_json:
        print_json({"case": case or "", "organisation": asked.organisation, **check_dict(found)})
    else:
        rows = [[one.severity, one.rule, one.said(language), one.way(language)] for one in found.findings]
        print_table(("severity", "rule", "finding", "way out"), rows)
        click.echo(f"Scope: {found.text or '-'}")
        for one in found.suggestions:
            reasons = one.reasons_en if language == "en" else one.reasons
            click.echo(f"  {one.code} {one.name}: {'; '.join(reasons)}")
    if not found.is_clear:
        click.get_current_context().exit(ExitCode.REFUSED)


def _of_case(number: str) -> Application:
    viewer = system_viewer()
    asked = application_of(case_application(viewer, number))
    reading_note(deed=Deed(viewer.name, SystemClock().now()), viewer=viewer, case=number)
    return asked


def application_in(file: Path) -> Application:
    """Return the application of a file.

    Raises:
        ApplicationFileError: A value is missing or wrong; the place is named.

    """
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        return application_of(content_of_sheets({one.name: one.cells for one in sheets_of(file.read_bytes())}))
    return application_of(content_of(file))


@command.command("codes")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def codes(*, text: str, as_json: bool) -> None:
    """Suggest professional codes from the words of a scope, with reasons.

    Example: anjuan scope codes 深沟球轴承的设计和制造
    """
    today = today_in_china(SystemClock())
    found = scope_check(Application(scope=text), today=today, books=books_on(today)).suggestions
    if as_json:
        print_json({"text": text, "suggested_codes": [dataclasses.asdict(one) for one in found]})
        return
    print_table(("code", "name", "weight", "reasons"), [[one.code, one.name, one.weight, one.reasons] for one in found])


@command.command("template")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), help="A .yaml or .xlsx; YAML otherwise to stdout."
)
def template(*, to: Path | None) -> None:
    """Write an application to fill in.

    Example: anjuan scope template --to application.xlsx
    """
    if to is None:
        click.echo(_EXAMPLE)
        return
    if to.suffix.lower() == ".xlsx":
        sheets = [Sheet("基本情况", tuple((name, "") for name in HEAD))]
        sheets += [Sheet(title, (tuple(columns),)) for title, (_, columns) in SHEETS.items()]
        to.write_bytes(written(sheets))
    else:
        to.write_text(_EXAMPLE, encoding="utf-8")
    click.echo(f"Written: {to}", err=True)
