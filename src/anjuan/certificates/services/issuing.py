"""Issuing certificates: number, registry, what is printed, and the signed statement, in one transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.certificates.faults import CertificateFactsError
from anjuan.certificates.issuer import Issuer, issuer_here
from anjuan.certificates.models import AnnexSite, IssuedCertificate, Printing, StatusChange
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.facts import HolderFacts, IssueFacts, SiteRow, facts_faults
from anjuan.certificates.rules.marks import holder_mark
from anjuan.certificates.rules.numbers import NumberParts, NumberRule, sub_number
from anjuan.certificates.rules.statement import Statement, holder_hash, statement_sign
from anjuan.certificates.rules.status import VALID
from anjuan.certificates.rules.writing import last_day, written_number
from anjuan.certificates.selectors.numbering import number_rule
from anjuan.certificates.services.keys import key_current
from anjuan.certificates.services.numbering import number_give
from anjuan.kit.clock import CHINA
from anjuan.registry.models import Organisation
from anjuan.registry.services.organisations import CertificateFacts, certificate_record


def certificate_issue(
    *, deed: Deed, organisation: Organisation, facts: IssueFacts, issuer: Issuer | None = None
) -> IssuedCertificate:
    """Issue a certificate after a decision; all of it happens, or nothing and no serial is lost.

    Whoever calls has made sure of the decision; here is judged what the certificate itself must satisfy.

    Args:
        deed: Who and when.
        organisation: The holder.
        facts: What the certificate says.
        issuer: The body; that of this installation when left out.

    Raises:
        CertificateFactsError: Something is missing or contradicts itself; all of it is named.
        NumberRuleError: The rule gives no number.
        SigningKeyError: The statement cannot be signed.

    """
    issuer = issuer or issuer_here()
    today = deed.now.astimezone(CHINA).date()
    table = tables.status().on(facts.issued_on)
    expires = facts.expires_on or last_day(facts.issued_on, table.cycle_months)
    facts = dataclasses.replace(facts, expires_on=expires, first_issued_on=facts.first_issued_on or facts.issued_on)
    with durable_transaction():
        main = _main_of(facts)
        refuse_faults(facts_faults(table, facts, today=today, main_expires=main.expires_on if main else None))
        number, rule = _number(deed, facts, main, issuer)
        row = _row(deed, organisation, facts, number, rule)
        IssuedCertificate.objects.filter(pk=row.pk).update(main=main)
        row.main = main
        printing_add(deed=deed, row=row, facts=facts, issuer=issuer)
        StatusChange.objects.create(
            certificate=row, deed="issue", before="", after=VALID, on=facts.issued_on, rules=table.edition,
            at=deed.now, actor=deed.actor,
        )  # fmt: skip
        journal_write(
            deed=deed, action="certificate.issue", subject=f"certificates.certificate:{row.pk}", label=number,
            detail={"organisation": facts.holder.name, "until": str(expires), "edition": rule.edition},
        )  # fmt: skip
    return row


def refuse_faults(faults: Sequence[tuple[str, str]]) -> None:
    """Refuse facts in which something is wrong, naming all of it.

    Raises:
        CertificateFactsError: Something is.

    """
    if faults:
        raise CertificateFactsError(
            f"The certificate cannot say this: {'; '.join(f'{rule} {what}' for rule, what in faults)}.",
            why="What is printed and signed must be complete and without contradiction.",
            remedy="Correct what is named and issue it again.",
        )


def _main_of(facts: IssueFacts) -> IssuedCertificate | None:
    if not facts.main_number:
        return None
    main = IssuedCertificate.objects.select_for_update().filter(written=written_number(facts.main_number)).first()
    if main is None or main.status != VALID or main.main_id is not None:
        raise CertificateFactsError(
            f"The certificate {facts.main_number} cannot have a sub-certificate: it is not a valid main certificate.",
            why="A sub-certificate holds only with its main one.",
            remedy="Give the number of a valid main certificate.",
        )
    return main


def _number(deed: Deed, facts: IssueFacts, main: IssuedCertificate | None, issuer: Issuer) -> tuple[str, NumberRule]:
    if main:
        rule = number_rule(facts.issued_on, facts.field_code)
        if rule is not None and rule.scheme.sub_suffix:
            return sub_number(rule, main.certificate.number, main.subs.count() + 1), rule
    parts = NumberParts(
        issuer.approval_number, facts.issued_on.year, facts.field_code, 1, facts.renewals, facts.persons,
        facts.product_class,
    )  # fmt: skip
    return number_give(deed=deed, day=facts.issued_on, parts=parts)


def _row(deed: Deed, organisation: Organisation, facts: IssueFacts, number: str, rule: NumberRule) -> IssuedCertificate:
    known = certificate_record(
        deed=deed, organisation=organisation,
        facts=CertificateFacts(
            number, facts.field_code, facts.standard, facts.scope, facts.issued_on, facts.expires_on, issuer_here().name
        ),
    )  # fmt: skip
    replaced = IssuedCertificate.objects.filter(written=written_number(facts.replaces)).first()
    if facts.replaces and replaced is None:
        raise CertificateFactsError(
            f"The certificate {facts.replaces} that is to be replaced was not issued here.",
            remedy="Give the number of a certificate of this body, or leave it out.",
        )
    return IssuedCertificate.objects.create(
        certificate=known, written=written_number(number), holder_mark=holder_mark(facts.holder.name),
        holder_mark_en=holder_mark(facts.holder.name_en), category=facts.field_code[:1], status=VALID,
        status_on=facts.issued_on, is_confidential=bool(facts.confidential), confidentiality_reason=facts.confidential,
        first_issued_on=facts.first_issued_on or facts.issued_on, decided_on=facts.decided_on,
        issued_on=facts.issued_on, expires_on=facts.expires_on or facts.issued_on, renewals=facts.renewals,
        persons=facts.persons, replaces=replaced, number_edition=rule.edition, case_number=facts.case_number,
        made_at=deed.now, made_by=deed.actor,
    )  # fmt: skip


def printing_add(
    *, deed: Deed, row: IssuedCertificate, facts: IssueFacts, issuer: Issuer, told: tuple[str, str, str] = ("", "", "")
) -> Printing:
    """Add a printing to a certificate and sign it; call it in the transaction of the deed.

    Args:
        deed: Who and when.
        row: The certificate.
        facts: What is printed.
        issuer: The body.
        told: Reason, change and note of a re-issue; all empty for the first printing.

    """
    today = deed.now.astimezone(CHINA).date()
    number = row.printings.count() + 1
    key, private = key_current(deed=deed)
    written, holder = row.certificate.number, facts.holder
    said = Statement(
        written, "" if row.is_confidential else holder.name,
        holder_hash(written, holder.name) if row.is_confidential else "", facts.standard, row.issued_on,
        row.expires_on, issuer.name, today, number,
    )  # fmt: skip
    printing = Printing.objects.create(
        certificate=row, number=number, printed_on=today if number > 1 else facts.issued_on, reason=told[0],
        change=told[1], note=told[2][:500], holder=holder.name, holder_en=holder.name_en,
        credit_code=holder.credit_code, address=holder.address, address_en=holder.address_en, scope=facts.scope,
        scope_en=facts.scope_en, standard=facts.standard, standard_en=facts.standard_en, mark=facts.mark,
        mark_number=facts.mark_number, grade=facts.grade, issued_on=row.issued_on, expires_on=row.expires_on,
        key=key, statement=statement_sign(said, private), printed_at=deed.now, printed_by=deed.actor,
    )  # fmt: skip
    AnnexSite.objects.bulk_create(
        AnnexSite(printing=printing, place=place, **dataclasses.asdict(site))
        for place, site in enumerate(facts.sites, start=1)
    )
    return printing


def facts_of(row: IssuedCertificate) -> IssueFacts:
    """Return what the last printing of a certificate says, as a new one is made from it."""
    last = row.printings.order_by("-number").prefetch_related("sites")[0]
    sites = tuple(
        SiteRow(one.name, one.address, one.activities, one.name_en, one.address_en, one.activities_en)
        for one in last.sites.all()
    )
    holder = HolderFacts(last.holder, last.address, last.holder_en, last.address_en, last.credit_code)
    return IssueFacts(
        holder=holder, field_code=row.certificate.field_code, standard=last.standard, standard_en=last.standard_en,
        scope=last.scope, scope_en=last.scope_en, persons=row.persons, issued_on=row.issued_on,
        expires_on=row.expires_on, decided_on=row.decided_on, first_issued_on=row.first_issued_on,
        renewals=row.renewals, sites=sites, mark=last.mark, mark_number=last.mark_number, grade=last.grade,
        confidential=row.confidentiality_reason, case_number=row.case_number,
    )  # fmt: skip
