"""``anjuan archive list``, ``show`` and ``pages``."""

from __future__ import annotations

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.case_filters import ORDERS, CaseFilter
from anjuan.archive.selectors.cases import CaseView, case_get, case_list, document_get
from anjuan.archive.selectors.findings import AuditFinding, FieldRow, audit_findings, case_fields
from anjuan.archive.selectors.pages import page_list
from anjuan.archive.services.reading_notes import reading_note
from anjuan.cli.output import print_json, print_table
from anjuan.kit.clock import SystemClock


@click.command("list")
@click.argument("words", nargs=-1)
@click.option("--year", type=int, help="Only cases of this year.")
@click.option("--field", "field_code", default="", help="Only cases of this certification field.")
@click.option("--order", default="-number", show_default=True, help=f"One of {', '.join(ORDERS)}; '-' turns it round.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 500))
@click.option("--offset", default=0, type=click.IntRange(0, 10_000_000))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_cases(
    *, words: tuple[str, ...], year: int | None, field_code: str, order: str, limit: int, offset: int, as_json: bool
) -> None:
    """List cases, the newest first.

    Example: anjuan archive list 轴承 --year 2024
    """
    wanted = CaseFilter(words=" ".join(words), year=year, field_code=field_code)
    found = case_list(system_viewer(), wanted, order=order, offset=offset, limit=limit)
    if as_json:
        print_json({"total": found.total, "cases": found.rows})
        return
    print_table(
        ("number", "title", "organisation", "documents", "pages"),
        [(row.number, row.title, row.organisation_name, row.documents_count, row.pages_count) for row in found.rows],
    )
    click.echo(f"{found.total} cases")


@click.command("show")
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(*, case: str, as_json: bool) -> None:
    """Show a case with its documents.

    Example: anjuan archive show AJ-2026-000001 --json
    """
    viewer = system_viewer()
    view = case_get(viewer, case)
    fields = case_fields(viewer, view.row.number)
    reading_note(deed=Deed(viewer.name, SystemClock().now()), viewer=viewer, case=view.row.number)
    if as_json:
        print_json(_as_dict(view, fields, audit_findings(viewer, view.row.number)))
        return
    click.secho(f"{view.row.number}  {view.row.title}", bold=True)
    print_table(
        ("id", "no.", "title", "kind", "pages", "read by"),
        [(d.id, d.sequence, d.title, f"{d.kind} {d.kind_name}", d.pages_count, d.reader) for d in view.documents],
    )
    print_table(
        ("field", "value", "from", "page"),
        [(one.name, one.text, one.document_title or one.source, one.page) for one in fields],
    )
    for trouble in view.troubles:
        click.secho(f"{trouble.state}: {trouble.path} {trouble.reason}", fg="red")


def _as_dict(view: CaseView, fields: list[FieldRow], findings: list[AuditFinding]) -> dict[str, object]:
    row = view.row
    return {
        "case": row.number,
        "title": row.title,
        "state": row.state,
        "year": row.year,
        "fields": {one.name: _field(one) for one in fields if not one.name.startswith("condition.")},
        "documents": view.documents,
        "findings": [{"document": one.document, "page": one.page, **one.parts} for one in findings],
        "troubles": view.troubles,
        "pages": row.pages_count,
        "doubtful_lines": row.doubtful_lines,
    }


def _field(one: FieldRow) -> dict[str, object]:
    return {
        "value": one.value, "printed": one.printed, "document": one.document_id, "page": one.page, "box": one.box,
        "confidence": one.confidence, "source": one.source,
    }  # fmt: skip


@click.command("pages")
@click.argument("document", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def pages(*, document: int, as_json: bool) -> None:
    """List the pages of a document.

    Example: anjuan archive pages 12
    """
    viewer = system_viewer()
    row = document_get(viewer, document)
    found = page_list(viewer, document)
    reading_note(deed=Deed(viewer.name, SystemClock().now()), viewer=viewer, document_id=document)
    if as_json:
        print_json({"document": row, "pages": found})
    else:
        print_table(
            ("page", "source", "label", "doubtful lines", "seals"),
            [(p.number, p.source, p.label, p.doubtful_lines, p.seals) for p in found],
        )
