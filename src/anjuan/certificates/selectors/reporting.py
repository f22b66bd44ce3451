"""The rows of the reports: what happened to certificates in a month, and what other rooms noted of audits."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Prefetch, Q

from anjuan.accounts.selectors.people import Viewer
from anjuan.certificates.issuer import Issuer
from anjuan.certificates.models import AuditNote, IssuedCertificate, Printing, StatusChange
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.reporting import CellFault, ReportTable, Row, clean_cell, report_faults
from anjuan.certificates.rules.status import state_shown
from anjuan.certificates.selectors.rights import REPORT, need_right
from anjuan.registry.models import OrganisationName

_CHINA = "156"
_ENGLISH_STATES = {"01": "ACTIVE", "02": "SUSPENDED", "03": "WITHDRAWN", "04": "WITHDRAWN", "05": "EXPIRED"}


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """A report with all of its rows and what is wrong with them.

    Attributes:
        title: What it is of, such as ``2026-10``.
        table: Sheets, headers, code lists.
        rows: The rows by key of the sheet.
        faults: Cells that the platform would refuse.

    """

    title: str
    table: ReportTable
    rows: Mapping[str, list[Row]]
    faults: list[CellFault]


def national_report(viewer: Viewer, month: dt.date, *, issuer: Issuer, today: dt.date) -> Report:
    """Return the four sheets for the events of a month, each cell checked."""
    need_right(viewer, REPORT)
    first = month.replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    table = tables.national_report().on(first)
    rows: dict[str, list[Row]] = {sheet.key: [] for sheet in table.sheets}
    notes: dict[str, Mapping[str, str]] = {}
    for note in AuditNote.objects.filter(on__gte=first, on__lte=last):
        if note.kind == "audit":
            notes[note.key] = note.cells
        else:
            rows[note.kind].append(note.cells)
    rows["certificate"] = list(_certificate_rows(first, last, issuer, notes))
    return Report(f"{first:%Y-%m}", table, rows, report_faults(table, rows, reported=today))


def certsearch_report(viewer: Viewer, *, today: dt.date) -> Report:
    """Return the sheet for IAF CertSearch: accredited certificates that are open to the public, as they stand today."""
    need_right(viewer, REPORT)
    table = tables.certsearch().on(today)
    found = _with_all(Q(is_confidential=False))
    rows: dict[str, list[Row]] = {
        "certsearch": [_search_row(one, today) for one in found if one.printings.all()[0].mark]
    }
    return Report(f"{today:%Y-%m-%d}", table, rows, report_faults(table, rows, reported=today))


def _with_all(wanted: Q) -> Iterable[IssuedCertificate]:
    return (
        IssuedCertificate.objects.filter(wanted)
        .select_related("certificate__organisation", "main__certificate", "replaces__certificate")
        .prefetch_related(
            Prefetch("printings", Printing.objects.order_by("-number").prefetch_related("sites")),
            Prefetch("changes", StatusChange.objects.order_by("pk")),
            Prefetch("certificate__organisation__names", OrganisationName.objects.filter(kind="former")),
        )
        .order_by("written")
    )


def _certificate_rows(
    first: dt.date, last: dt.date, issuer: Issuer, notes: Mapping[str, Mapping[str, str]]
) -> Iterable[Row]:
    """Yield a row for each event of the month: issue 01, re-issue 02, surveillance 03, change of state 05."""
    happened = Q(issued_on__range=(first, last)) | Q(printings__printed_on__range=(first, last))
    happened |= Q(changes__on__range=(first, last)) | Q(written__in=list(notes))
    marks = IssuedCertificate.objects.filter(happened).values("pk")
    for one in _with_all(Q(pk__in=marks)):
        note = notes.get(one.written, notes.get(one.certificate.number, {}))
        base = _base_row(one, issuer, first, last)
        if first <= one.issued_on <= last:
            yield {**base, "report_type": "01", "is_reissue": "0", **note}
        for printing in one.printings.all():
            if printing.number > 1 and first <= printing.printed_on <= last:
                yield {**base, **_reissue_cells(printing), **note, "report_type": "02"}
        for change in one.changes.all():
            if change.before and first <= change.on <= last:
                yield {**base, **_change_cells(change), "report_type": "05", "activity": "05", "change_code": "97"}
        is_told = first <= one.issued_on <= last or any(first <= p.printed_on <= last for p in one.printings.all())
        if note and not is_told:
            yield {**base, **note, "report_type": "03"}


def _base_row(one: IssuedCertificate, issuer: Issuer, month: dt.date, last: dt.date) -> dict[str, str]:
    known, organisation, printed = one.certificate, one.certificate.organisation, one.printings.all()[0]
    sites = list(printed.sites.all())
    cells: dict[str, object] = {
        "body_number": issuer.approval_number, "period": f"{month:%Y-%m}", "organisation": printed.holder,
        "organisation_en": printed.holder_en, "credit_code": organisation.credit_code or printed.credit_code,
        "former_names": "；".join(name.name for name in organisation.names.all()), "country": _CHINA,
        "region": organisation.region_code, "address": printed.address, "address_en": printed.address_en,
        "staff_in_system": one.persons, "first_issued_on": one.first_issued_on, "number": known.number,
        "item": known.field_code, "standard": printed.standard, "multi_site": "1" if sites else "0",
        "sites": "；".join(f"{site.name} {site.address}".strip() for site in sites), "scope": printed.scope,
        "scope_en": printed.scope_en, "renewals": one.renewals, "decided_on": one.decided_on,
        "issued_on": one.issued_on, "expires_on": one.expires_on, "status": "01",
        "is_sub": "1" if one.main else "0", "main_number": one.main.certificate.number if one.main else "",
        "former_number": one.replaces.certificate.number if one.replaces else "", "mark": printed.mark,
        "mark_number": printed.mark_number.replace(" ", ""),
    }  # fmt: skip
    latest = [change for change in one.changes.all() if change.before and change.on <= last][-1:]
    for change in latest:  # the state as it was at the end of the month, whatever came later
        cells |= {key: value for key, value in _change_cells(change).items() if key != "changed_on"}
    return {key: clean_cell(str(value)) for key, value in cells.items() if value not in (None, "")}


def _change_cells(change: StatusChange) -> dict[str, str]:
    cells = {"status": change.after, "changed_on": str(change.on)}
    if change.after == "02":
        cells |= {
            "suspension_reason": change.reason, "suspension_start": str(change.on),
            "suspension_end": str(change.ends_on or ""),
        }  # fmt: skip
    if change.after == "03":
        cells |= {"withdrawal_reason": change.reason, "withdrawn_on": str(change.on)}
    return cells


def _reissue_cells(printing: Printing) -> dict[str, str]:
    return {
        "is_reissue": "1", "reissued_on": str(printing.printed_on), "reissue_reason": printing.reason,
        "change_code": printing.change, "changed_on": str(printing.printed_on),
    }  # fmt: skip


def _search_row(one: IssuedCertificate, today: dt.date) -> Row:
    printed, organisation = one.printings.all()[0], one.certificate.organisation
    marks = {mark.code: mark.en for mark in tables.status().on(one.issued_on).marks}
    cells: dict[str, object] = {
        "number": one.certificate.number, "status": _ENGLISH_STATES[state_shown(one.status, one.expires_on, today)],
        "standard": printed.standard_en or printed.standard, "accreditation_body": marks.get(printed.mark, ""),
        "original_issue": one.first_issued_on, "issued_on": one.issued_on, "expires_on": one.expires_on,
        "scope": printed.scope_en or printed.scope, "entity_name": printed.holder,
        "entity_name_en": printed.holder_en, "entity_id": organisation.credit_code or printed.credit_code,
        "address": printed.address, "address_en": printed.address_en, "country": "CN",
        "sites": "; ".join(site.address_en or site.address for site in printed.sites.all()),
    }  # fmt: skip
    return {key: clean_cell(str(value)) for key, value in cells.items() if value not in (None, "")}
