"""Certificates as the staff of the body sees them: lists, counts, and one with all that belongs to it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.certificates.faults import CertificateUnknownError
from anjuan.certificates.models import IssuedCertificate, Printing, StatusChange
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.status import blocked_until, state_shown
from anjuan.certificates.rules.writing import written_number
from anjuan.certificates.selectors.rights import READ, need_right

#: What the list sorts by, and what stands for it in the tables.
ORDERS: Mapping[str, str] = {
    "number": "written", "holder": "certificate__organisation__name", "issued_on": "issued_on",
    "expires_on": "expires_on", "status_on": "status_on",
}  # fmt: skip
STATES = ("01", "02", "03", "04", "05")
_SOON_DAYS = 90


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateFilter:
    """What a list of certificates is narrowed to; empty and None narrow nothing.

    Attributes:
        words: Part of number, holder's name or credit code.
        status: Code of the state.
        field_code: What the certification field begins with.
        due: ``renewal`` for those that end within 90 days, ``suspension`` for suspensions that end within 30 days or
            are over.
        issued_on: First and last day of issue, inclusive.
        expires_on: First and last day of the last valid days, inclusive.

    """

    words: str = ""
    status: str = ""
    field_code: str = ""
    due: str = ""
    issued_on: tuple[dt.date | None, dt.date | None] | None = None
    expires_on: tuple[dt.date | None, dt.date | None] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate in a list."""

    number: str
    holder: str
    credit_code: str
    field_code: str
    standard: str
    status: str
    status_on: dt.date
    issued_on: dt.date
    expires_on: dt.date
    suspension_ends_on: dt.date | None
    renewals: int
    is_sub: bool
    is_confidential: bool
    organisation_id: int


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateSlice:
    """Some certificates of a list, how many it has, and how many in each state under the other filters."""

    rows: list[CertificateRow]
    total: int
    states: Mapping[str, int]


def _narrowed(asked: CertificateFilter, today: dt.date) -> QuerySet[IssuedCertificate]:
    rows = IssuedCertificate.objects.all()
    if asked.words:
        rows = rows.filter(
            Q(written__contains=written_number(asked.words))
            | Q(certificate__organisation__name__icontains=asked.words)
            | Q(certificate__organisation__credit_code__iexact=asked.words)
        )
    if asked.field_code:
        rows = rows.filter(certificate__field_code__startswith=asked.field_code)
    if asked.due == "renewal":
        soon = today + dt.timedelta(days=_SOON_DAYS)
        rows = rows.filter(status__in=("01", "02"), expires_on__gte=today, expires_on__lte=soon)
    if asked.due == "suspension":
        rows = rows.filter(status="02", suspension_ends_on__lte=today + dt.timedelta(days=30))
    for name in ("issued_on", "expires_on"):
        first, last = getattr(asked, name) or (None, None)
        if first:
            rows = rows.filter(**{f"{name}__gte": first})
        if last:
            rows = rows.filter(**{f"{name}__lte": last})
    return rows


def _in_state(rows: QuerySet[IssuedCertificate], status: str, today: dt.date) -> QuerySet[IssuedCertificate]:
    """Narrow to a state as it is on a day: what the nightly round has not come to yet counts as expired."""
    over = Q(status__in=("01", "02"), expires_on__lt=today)
    if status == "05":
        return rows.filter(Q(status="05") | over)
    return rows.filter(status=status).exclude(over) if status else rows


def certificate_list(
    viewer: Viewer, asked: CertificateFilter, *, today: dt.date, order: str = "-issued_on", offset: int = 0,
    limit: int = 20,
) -> CertificateSlice:  # fmt: skip
    """Return some certificates. Four queries."""
    need_right(viewer, READ)
    rows = _narrowed(asked, today)
    counted = dict.fromkeys(STATES, 0) | dict(
        rows.exclude(status__in=("01", "02"), expires_on__lt=today)
        .order_by().values_list("status").annotate(n=Count("pk"))
    )  # fmt: skip
    counted["05"] += rows.filter(status__in=("01", "02"), expires_on__lt=today).count()
    states = {**counted, "": sum(counted.values())}
    found = _shown(_in_state(rows, asked.status, today), order, today)
    return CertificateSlice(list(found[offset : offset + limit]), states.get(asked.status, 0), states)


def certificate_total(viewer: Viewer, asked: CertificateFilter, *, today: dt.date) -> int:
    """Return how many certificates a list has. One query."""
    need_right(viewer, READ)
    return _in_state(_narrowed(asked, today), asked.status, today).count()


def certificate_walk(
    viewer: Viewer, asked: CertificateFilter, *, today: dt.date, order: str, among: Collection[str] = ()
) -> Iterator[CertificateRow]:
    """Yield all certificates of a list, or those of some numbers."""
    need_right(viewer, READ)
    rows = _in_state(_narrowed(asked, today), asked.status, today)
    if among:
        rows = rows.filter(written__in=[written_number(one) for one in among])
    yield from _shown(rows, order, today)


def _shown(rows: QuerySet[IssuedCertificate], order: str, today: dt.date) -> Any:  # noqa: ANN401  sliced or walked
    sign, name = ("-", order[1:]) if order.startswith("-") else ("", order)
    rows = rows.select_related("certificate__organisation").order_by(f"{sign}{ORDERS[name]}", f"{sign}pk")

    class _Rows:
        def __iter__(self) -> Iterator[CertificateRow]:
            return (_row(one, today) for one in rows.iterator(chunk_size=500))

        def __getitem__(self, part: slice) -> list[CertificateRow]:
            return [_row(one, today) for one in rows[part]]

    return _Rows()


def _row(one: IssuedCertificate, today: dt.date) -> CertificateRow:
    known, organisation = one.certificate, one.certificate.organisation
    return CertificateRow(
        known.number, organisation.name, organisation.credit_code or "", known.field_code, known.standard,
        state_shown(one.status, one.expires_on, today), one.status_on, one.issued_on, one.expires_on,
        one.suspension_ends_on, one.renewals, one.main_id is not None, one.is_confidential, organisation.pk,
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateView:
    """One certificate with all that belongs to it.

    Attributes:
        row: As in the list.
        issued: The certificate.
        printing: What was printed last, with its annex.
        printings: All printings, the last first.
        changes: Changes of state, the first first.
        subs: Numbers of its sub-certificates.
        main: Number of its main certificate; empty for none.
        replaces: Number of the one before it.
        replaced_by: Number of the one after it.
        blocked_until: Last day on which a new application has to wait; None when nothing bars it.

    """

    row: CertificateRow
    issued: IssuedCertificate
    printing: Printing
    printings: list[Printing]
    changes: list[StatusChange]
    subs: list[str]
    main: str
    replaces: str
    replaced_by: str
    blocked_until: dt.date | None


def certificate_get(viewer: Viewer, number: str, *, today: dt.date) -> CertificateView:
    """Return a certificate by its number.

    Raises:
        CertificateUnknownError: No such certificate was issued here.

    """
    need_right(viewer, READ)
    one = (
        IssuedCertificate.objects.select_related("certificate__organisation", "main", "replaces")
        .filter(written=written_number(number))
        .first()
    )
    if one is None:
        raise CertificateUnknownError(
            f"This body has issued no certificate {number[:60]}.", remedy="Choose it from the list of certificates."
        )
    printings = list(one.printings.select_related("key").prefetch_related("sites").order_by("-number"))
    row = _row(one, today)
    table = tables.status().on(today)
    after = IssuedCertificate.objects.filter(replaces=one).select_related("certificate").first()
    changes = list(one.changes.all())
    suspended = next((change.on for change in reversed(changes) if change.after == "02"), None)
    since_suspended = suspended if one.status == "03" and changes and changes[-1].before == "02" else None
    return CertificateView(
        row, one, printings[0], printings, changes, list(one.subs.values_list("certificate__number", flat=True)),
        one.main.certificate.number if one.main else "", one.replaces.certificate.number if one.replaces else "",
        after.certificate.number if after else "",
        blocked_until(table, row.status, one.status_on, since_suspended),
    )  # fmt: skip


def certificates_of(organisation_id: int, *, today: dt.date) -> list[CertificateRow]:
    """Return the certificates that this body issued to an organisation, the newest first."""
    rows = IssuedCertificate.objects.filter(certificate__organisation_id=organisation_id)
    return [_row(one, today) for one in rows.select_related("certificate__organisation")]
