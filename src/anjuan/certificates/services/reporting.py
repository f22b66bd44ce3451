"""Taking in what other rooms tell of audits, and noting that a report was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.certificates.faults import ReportNoteError
from anjuan.certificates.models import AuditNote
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.notes import SHEETS, VERSION, note_cells
from anjuan.certificates.selectors.reporting import Report
from anjuan.certificates.selectors.rights import REPORT, need_right


@durable_transaction()
def audit_note(*, deed: Deed, kind: str, key: str, on: dt.date, cells: Mapping[str, object]) -> AuditNote:
    """Keep a row that the report of a month will hold; a second note of the same thing replaces the first.

    Args:
        deed: Who and when.
        kind: ``plan``, ``result``, ``energy``, or ``audit`` for what the row of a certificate needs of its audit.
        key: The plan's number; for ``energy`` and ``audit`` the number of the certificate.
        on: The day that decides in which month it is reported.
        cells: Values by the keys of the sheet's columns.

    Raises:
        ReportNoteError: The kind is unknown, or the sheet has no such column.

    """
    if kind not in SHEETS:
        raise ReportNoteError(f"There is no sheet for {kind}.", remedy=f"Tell one of {', '.join(SHEETS)}.")
    kept, unknown = note_cells(tables.national_report().on(on), kind, cells)
    if unknown:
        raise ReportNoteError(
            f"The sheet for {kind} has no column {', '.join(unknown)}.",
            why="What has no column would be lost.",
            remedy="Use the keys of the table national-report.",
        )
    row, _ = AuditNote.objects.update_or_create(
        kind=kind, key=key[:80], on=on,
        defaults={"version": VERSION, "cells": kept, "noted_at": deed.now, "noted_by": deed.actor},
    )  # fmt: skip
    return row


@durable_transaction()
def report_note(*, deed: Deed, viewer: Viewer, report: Report) -> None:
    """Note in the journal that the file of a report was taken out."""
    need_right(viewer, REPORT)
    journal_write(
        deed=deed, action="certificate.report", subject="certificates.report", label=report.title,
        detail={"rows": sum(len(rows) for rows in report.rows.values()), "faults": len(report.faults)},
    )  # fmt: skip
