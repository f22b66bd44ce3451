"""One organisation with everything that its cases tell of it, as far as a person may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db.models import Q

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseField, Cycle, OrganisationChange, OrganisationPair
from anjuan.archive.rules.across_cases import CHANGING, OF_CERTIFICATE, STEADY, Said, clashes, courses
from anjuan.archive.rules.standing import standing_of
from anjuan.archive.selectors.organisation_shapes import (
    CaseMark,
    CertificateRow,
    ChangeRow,
    CycleRow,
    NameRow,
    OrganisationView,
    SiteRow,
)
from anjuan.archive.selectors.organisations import organisations_of
from anjuan.archive.selectors.sight import cases_of, whole_cases_of
from anjuan.kit.errors import NotFoundError
from anjuan.registry.models import Certificate, Organisation, Site
from anjuan.registry.rules.credit_codes import credit_code_faults

_CERTIFICATE = ("certificate_no", "issued_on", "expires_on", "body")
_SITE = ("sites", "registered_address", "operating_address")
_CONTACT = (
    "legal_representative", "management_representative", "contact", "phone", "email", "registered_address",
    "operating_address",
)  # fmt: skip
_READ = tuple(dict.fromkeys((*_CERTIFICATE, *CHANGING, *STEADY, *OF_CERTIFICATE, *_SITE, *_CONTACT)))
#: An organisation with more cases than this shows the newest.
MOST_CASES = 200
#: So many cases stand side by side in the table of values.
MOST_COLUMNS = 12


class OrganisationUnknownError(NotFoundError):
    """No such organisation, or not for this person; the two are told alike."""

    code = "REG-047"


def organisation_seen(viewer: Viewer, key: int) -> Organisation:
    """Return an organisation; one that was merged leads to that into which it was. One query, one more a merge.

    Raises:
        OrganisationUnknownError: There is none that this person may see.

    """
    found = Organisation.objects.filter(pk=key).first()
    while found and found.merged_into_id:
        found = Organisation.objects.filter(pk=found.merged_into_id).first()
    if found is None or not organisations_of(viewer).filter(pk=found.pk).exists():
        raise OrganisationUnknownError(
            f"There is no organisation {key} that you may see.",
            why="An organisation is seen through its cases.",
            remedy="Open it from the list, or ask an archivist to let you read one of its cases.",
        )
    return found


def organisation_get(viewer: Viewer, key: int, *, today: dt.date) -> OrganisationView:
    """Return an organisation as far as a person may see its cases. Twelve queries at most.

    Raises:
        OrganisationUnknownError: There is none that this person may see.

    """
    one = organisation_seen(viewer, key)
    cases = _cases(viewer, one)
    whole = {case.number for case in cases if case.is_whole}
    is_whole = viewer.sees_all or _reads_all(one, cases)
    stated = _stated(one, whole)
    columns = tuple(reversed([case for case in cases if case.is_whole][:MOST_COLUMNS]))
    order = [case.number for case in columns]
    return OrganisationView(
        one.pk, one.name, one.credit_code or "",
        credit_code_faults(one.credit_code) if one.credit_code else (),
        is_whole,
        _names(one, is_whole=is_whole),
        _contacts(cases, stated),
        _certificates(one, cases, stated, today, is_whole=is_whole),
        _cycles(one, cases, is_whole=is_whole),
        cases,
        columns,
        courses(order, stated),
        clashes(order, stated),
        _sites(one, cases, stated, is_whole=is_whole),
        _changes(viewer, one),
        _pairs(viewer, one),
    )  # fmt: skip


def _reads_all(one: Organisation, cases: Sequence[CaseMark]) -> bool:
    """Whether what a person may read whole is all that there is."""
    return all(case.is_whole for case in cases) and len(cases) == Case.objects.filter(organisation=one).count()


def _cases(viewer: Viewer, one: Organisation) -> tuple[CaseMark, ...]:
    """Return the cases, the newest first."""
    mine = cases_of(viewer).filter(organisation=one)
    open_wholly = None if viewer.sees_all else set(
        whole_cases_of(viewer).filter(organisation=one).values_list("pk", flat=True)
    )  # fmt: skip
    rows = [_mark(row, is_whole=open_wholly is None or row.pk in open_wholly) for row in mine.order_by("-id")]
    return tuple(sorted(rows, key=lambda row: row.on, reverse=True)[:MOST_CASES])


def _mark(row: Case, *, is_whole: bool) -> CaseMark:
    on = row.audited_on or row.decided_on or (str(row.year) if row.year else "")
    return CaseMark(
        row.number, row.title, row.state, row.field_code, row.audit_type, on, row.decided_on, row.completeness,
        row.misses, row.contradictions, row.problems, row.cycle_id, is_whole,
    )  # fmt: skip


def _stated(one: Organisation, whole: set[str]) -> dict[tuple[str, str], Said]:
    rows = CaseField.objects.filter(case__organisation=one, case__number__in=whole, name__in=_READ)
    columns = (
        "case__number", "name", "text", "document_id", "document__title", "page", "box", "confidence",
    )  # fmt: skip
    found = {}
    for number, name, text, document, title, page, box, confidence in rows.values_list(*columns):
        found[number, name] = Said(
            number, name, text, document, title or "", page, tuple(box) if box else None, confidence
        )
    return found


def _names(one: Organisation, *, is_whole: bool) -> tuple[NameRow, ...]:
    order = ("present", "former", "short", "english", "other")
    rows = sorted(one.names.all(), key=lambda row: (order.index(row.kind) if row.kind in order else 9, row.pk))
    return tuple(
        NameRow(row.pk, row.kind, row.name, _day(row.valid_from), _day(row.valid_to))
        for row in rows
        if is_whole or row.kind == "present"
    )


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _contacts(cases: Sequence[CaseMark], stated: Mapping[tuple[str, str], Said]) -> tuple[Said, ...]:
    found = []
    for name in _CONTACT:
        newest = next((stated[case.number, name] for case in cases if (case.number, name) in stated), None)
        if newest:
            found.append(newest)
    return tuple(found)


def _certificates(
    one: Organisation, cases: Sequence[CaseMark], stated: Mapping[tuple[str, str], Said], today: dt.date, *,
    is_whole: bool,
) -> tuple[CertificateRow, ...]:  # fmt: skip
    """Return certificates by number: what the registry knows, then what the newest case that prints it states."""
    found: dict[str, CertificateRow] = {}
    for row in Certificate.objects.filter(organisation=one) if is_whole else ():
        ends = _day(row.expires_on)
        found[row.number] = CertificateRow(
            row.pk, row.number, row.field_code, row.standard, _day(row.issued_on), ends, standing_of(ends, today),
            row.issued_by, None,
        )  # fmt: skip
    for case in cases:
        number = stated.get((case.number, "certificate_no"))
        if number and number.text not in found:
            found[number.text] = _printed(case, number, stated, today)
    return tuple(sorted(found.values(), key=lambda row: row.expires_on, reverse=True))


def _printed(
    case: CaseMark, number: Said, stated: Mapping[tuple[str, str], Said], today: dt.date
) -> CertificateRow:  # fmt: skip
    def text(name: str) -> str:
        one = stated.get((case.number, name))
        return one.text if one else ""

    ends = text("expires_on")
    return CertificateRow(
        None, number.text, case.field_code, text("standards"), text("issued_on"), ends, standing_of(ends, today),
        text("body"), number,
    )  # fmt: skip


def _cycles(one: Organisation, cases: Sequence[CaseMark], *, is_whole: bool) -> tuple[CycleRow, ...]:
    rows = Cycle.objects.filter(organisation=one).order_by("field_code", "-begins", "-ordinal")
    found = []
    for row in rows:
        mine = tuple(sorted((case for case in cases if case.cycle_id == row.pk), key=lambda case: case.on))
        if mine or is_whole:
            misses = tuple(row.misses) if is_whole else None
            found.append(CycleRow(row.pk, row.field_code, row.ordinal, row.begins, row.ends, mine, misses))
    return tuple(found)


def _sites(
    one: Organisation, cases: Sequence[CaseMark], stated: Mapping[tuple[str, str], Said], *, is_whole: bool
) -> tuple[SiteRow, ...]:  # fmt: skip
    rows = Site.objects.filter(organisation=one) if is_whole else ()
    found = {row.address: SiteRow(row.address, row.name, row.activities, row.persons, None) for row in rows}
    for case in cases:
        for name in _SITE:
            said = stated.get((case.number, name))
            for text in said.text.split("、") if said and name == "sites" else ((said.text,) if said else ()):
                found.setdefault(text, SiteRow(text, "", "", None, said))
    return tuple(found.values())


def _changes(viewer: Viewer, one: Organisation) -> tuple[ChangeRow, ...]:
    if not viewer.sees_all:
        return ()
    rows = OrganisationChange.objects.filter(Q(source=one) | Q(target=one)).defer("rows").order_by("-id")[:50]
    return tuple(
        ChangeRow(
            row.pk, row.kind, row.source_id, row.source_name, row.target_id, row.target_name, len(row.cases),
            row.reason, row.at.isoformat(timespec="seconds"), row.by, row.undone_at is not None,
        )
        for row in rows
    )  # fmt: skip


def _pairs(viewer: Viewer, one: Organisation) -> int:
    if not viewer.sees_all:
        return 0
    return OrganisationPair.objects.filter(Q(first=one) | Q(second=one), state="waiting").count()
