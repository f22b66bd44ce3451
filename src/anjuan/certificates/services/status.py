"""Changing the state of a certificate, and printing it anew."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.certificates.faults import CertificateUnknownError, StatusRefusedError
from anjuan.certificates.issuer import Issuer, issuer_here
from anjuan.certificates.models import IssuedCertificate, Printing, StatusChange
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.facts import IssueFacts, facts_faults
from anjuan.certificates.rules.marks import holder_mark
from anjuan.certificates.rules.status import SUSPENDED, VALID, Asked, StatusTable, obstacles
from anjuan.certificates.rules.writing import written_number
from anjuan.certificates.selectors.rights import CHANGE, ISSUE, need_right
from anjuan.certificates.services.issuing import facts_of, printing_add, refuse_faults
from anjuan.certificates.services.sentences import obstacle_said
from anjuan.kit.clock import CHINA
from anjuan.registry.models import Certificate


@dataclasses.dataclass(frozen=True, slots=True)
class StatusWish:
    """What is to be done to a certificate.

    Attributes:
        deed: ``suspend``, ``restore``, ``withdraw`` or ``cancel``.
        on: The day from which it holds; None for today.
        reason: Code of the reason.
        ends_on: Last day of a suspension.
        is_resolved: Whether it is recorded that the cause of a suspension is resolved.
        note: What else is to be said.

    """

    deed: str
    reason: str = ""
    on: dt.date | None = None
    ends_on: dt.date | None = None
    is_resolved: bool = False
    note: str = ""


def status_change(*, deed: Deed, viewer: Viewer, number: str, wish: StatusWish) -> IssuedCertificate:
    """Suspend, restore, withdraw or cancel a certificate.

    A withdrawal, cancellation or suspension of a main certificate also meets its sub-certificates.

    Raises:
        MayNotCertifyError: The person may not.
        CertificateUnknownError: No such certificate was issued here.
        StatusRefusedError: Something stands against it; rule, edition and the way out are named.

    """
    need_right(viewer, CHANGE)
    if wish.deed not in ("suspend", "restore", "withdraw", "cancel"):
        raise StatusRefusedError(
            f"There is no change of state {wish.deed}.", remedy="Suspend, restore, withdraw or cancel."
        )
    with durable_transaction():
        row = certificate_locked(number)
        _change(deed, row, wish)
        for sub in row.subs.select_for_update().filter(status__in=(VALID, SUSPENDED)):
            if not refusals(sub, wish, deed):
                _change(deed, sub, wish)
    return row


def refusals(row: IssuedCertificate, wish: StatusWish, deed: Deed) -> tuple[str, ...]:
    """Return what stands against a change, in sentences with rule and edition; empty when it may be done."""
    table, asked = _asked(row, wish, deed)
    return tuple(obstacle_said(one, table.edition) for one in obstacles(table, asked))


def _asked(row: IssuedCertificate, wish: StatusWish, deed: Deed, change: str = "") -> tuple[StatusTable, Asked]:
    today = _today(deed)
    table = tables.status().on(wish.on or today)
    ends = wish.ends_on if wish.deed == "suspend" else row.suspension_ends_on
    return table, Asked(
        wish.deed, row.status, today, wish.on or today, row.expires_on, wish.reason, ends, wish.is_resolved, change
    )


def _refuse(row: IssuedCertificate, found: tuple[str, ...]) -> None:
    if found:
        raise StatusRefusedError(
            f"The certificate {row.certificate.number} stays as it is: {' '.join(found)}",
            why="A change of state is told to the holder, the public and the national platform.",
            remedy="Meet what the rule named asks for, or choose another change.",
        )


def _change(deed: Deed, row: IssuedCertificate, wish: StatusWish) -> None:
    table, asked = _asked(row, wish, deed)
    found = [obstacle_said(one, table.edition) for one in obstacles(table, asked)]
    if asked.on > asked.today:
        found.append(f"1.6/future ({table.edition}): the change would begin on {asked.on}, which is yet to come.")
    if asked.on < row.status_on:
        found.append(f"1.6/order ({table.edition}): the present state began on {row.status_on}, after {asked.on}.")
    _refuse(row, tuple(found))
    _state_write(deed, row, table, asked, wish.note)


def _state_write(deed: Deed, row: IssuedCertificate, table: StatusTable, asked: Asked, note: str) -> None:
    before, after = row.status, table.move(asked.deed).after
    row.status, row.status_on = after, asked.on
    row.suspended_on = asked.on if after == SUSPENDED else row.suspended_on
    row.suspension_ends_on = asked.ends_on if after == SUSPENDED else None
    if after == VALID:
        row.suspended_on = None
    row.save(update_fields=["status", "status_on", "suspended_on", "suspension_ends_on"])
    StatusChange.objects.create(
        certificate=row, deed=asked.deed, before=before, after=after, on=asked.on,
        ends_on=asked.ends_on if after == SUSPENDED else None, reason=asked.reason, note=note[:500],
        rules=table.edition, at=deed.now, actor=deed.actor,
    )  # fmt: skip
    journal_write(
        deed=deed, action="certificate.status", subject=f"certificates.certificate:{row.pk}",
        label=row.certificate.number,
        detail={"before": table.state(before).zh, "after": table.state(after).zh, "reason_code": asked.reason,
                "since": str(asked.on)},
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class ReissueWish:
    """A new printing of a certificate.

    Attributes:
        reason: Code of the re-issue.
        change: Code of the change.
        facts: What it says now; None when only the paper is made anew.
        note: What else is to be said.

    """

    reason: str
    change: str
    facts: IssueFacts | None = None
    note: str = ""


def certificate_reissue(
    *, deed: Deed, viewer: Viewer, number: str, wish: ReissueWish, issuer: Issuer | None = None
) -> Printing:
    """Print a certificate anew under its number: the earlier printing is kept, its QR code tells that it is old.

    Issue day, last day, cycle and persons stay: whoever wants others issues another certificate.

    Raises:
        MayNotCertifyError: The person may not.
        CertificateUnknownError: No such certificate was issued here.
        StatusRefusedError: Something stands against it.
        CertificateFactsError: What it would say is incomplete or contradicts itself.

    """
    need_right(viewer, ISSUE, CHANGE)
    with durable_transaction():
        row = certificate_locked(number)
        table, asked = _asked(row, StatusWish("reissue", wish.reason), deed, wish.change)
        _refuse(row, tuple(obstacle_said(one, table.edition) for one in obstacles(table, asked)))
        known = facts_of(row)
        facts = dataclasses.replace(
            wish.facts or known, issued_on=row.issued_on, expires_on=row.expires_on, persons=row.persons,
            renewals=row.renewals, field_code=known.field_code, decided_on=row.decided_on,
            first_issued_on=row.first_issued_on, confidential=row.confidentiality_reason, main_number="", replaces="",
        )  # fmt: skip
        refuse_faults(facts_faults(table, facts, today=_today(deed)))
        printing = printing_add(
            deed=deed, row=row, facts=facts, issuer=issuer or issuer_here(), told=(wish.reason, wish.change, wish.note)
        )
        _holder_write(row, facts)
        journal_write(
            deed=deed, action="certificate.reissue", subject=f"certificates.certificate:{row.pk}",
            label=row.certificate.number,
            detail={"reason_code": wish.reason, "change": wish.change, "number": str(printing.number)},
        )  # fmt: skip
    return printing


def _holder_write(row: IssuedCertificate, facts: IssueFacts) -> None:
    IssuedCertificate.objects.filter(pk=row.pk).update(
        holder_mark=holder_mark(facts.holder.name), holder_mark_en=holder_mark(facts.holder.name_en)
    )
    Certificate.objects.filter(pk=row.certificate_id).update(scope=facts.scope, standard=facts.standard)


def certificates_expire(*, deed: Deed) -> int:
    """Set every certificate whose last day is over to expired; return how many. Safe to be done again."""
    today, count = _today(deed), 0
    table = tables.status().on(today)
    for pk in _over(today):
        with durable_transaction():
            row = IssuedCertificate.objects.select_for_update().select_related("certificate").get(pk=pk)
            asked = Asked("expire", row.status, today, row.expires_on + dt.timedelta(days=1), row.expires_on)
            if obstacles(table, asked):
                continue
            _state_write(deed, row, table, asked, "")
            count += 1
    return count


def _over(today: dt.date) -> Iterator[int]:
    over = IssuedCertificate.objects.filter(status__in=(VALID, SUSPENDED), expires_on__lt=today)
    yield from list(over.order_by("expires_on", "pk").values_list("pk", flat=True))


def certificate_locked(number: str) -> IssuedCertificate:
    """Return a certificate for a change within a transaction.

    Raises:
        CertificateUnknownError: No such certificate was issued here.

    """
    found = (
        IssuedCertificate.objects.select_for_update(of=("self",))
        .select_related("certificate")
        .filter(written=written_number(number))
        .first()
    )
    if found is None:
        raise CertificateUnknownError(
            f"This body has issued no certificate {number[:60]}.", remedy="Choose it from the list of certificates."
        )
    return found


def _today(deed: Deed) -> dt.date:
    return deed.now.astimezone(CHINA).date()
