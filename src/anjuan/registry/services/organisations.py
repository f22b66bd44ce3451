"""Organisations, their names, sites and certificates."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import UsageError
from anjuan.kit.text.folding import squeeze
from anjuan.registry.models import Certificate, Organisation, OrganisationName, Site
from anjuan.registry.rules.credit_codes import clean_credit_code, credit_code_faults


class CreditCodeError(UsageError):
    """A credit code cannot be right, or belongs to another organisation."""

    code = "REG-010"


@transaction.atomic
def organisation_register(*, deed: Deed, name: str, credit_code: str = "", region_code: str = "") -> Organisation:
    """Register an organisation, or return the one that has the credit code.

    Without a credit code nothing is matched: two firms may have one name.

    Raises:
        CreditCodeError: The code has the wrong shape or check digits.

    """
    code = _checked(credit_code) if credit_code else None
    if code:
        known = Organisation.objects.filter(credit_code=code).first()
        if known:
            return known
    organisation = Organisation.objects.create(
        name=name, credit_code=code, region_code=region_code, created_at=deed.now, updated_at=deed.now
    )
    _name_add(organisation, name, "present")
    journal_write(
        deed=deed, action="organisation.register", subject=f"registry.organisation:{organisation.pk}", label=name
    )
    return organisation


def _checked(text: str) -> str:
    code = clean_credit_code(text)
    faults = credit_code_faults(code)
    if faults:
        what = {
            "shape": "it is not 18 digits and capitals without I, O, S, V and Z",
            "check_sign": "its last sign does not fit the others",
            "inner_check_sign": "its 17th sign does not fit the eight before it",
        }
        raise CreditCodeError(
            f"The credit code {text!r} cannot be right: {what[faults[0]]}.",
            why="Organisations are told apart by it.",
            remedy="Read it once more from the business licence.",
        )
    return code


def _name_add(organisation: Organisation, name: str, kind: str, **period: dt.date | None) -> OrganisationName:
    row, _ = OrganisationName.objects.get_or_create(
        organisation=organisation, squeezed=squeeze(name), kind=kind, defaults={"name": name, **period}
    )
    return row


@transaction.atomic
def organisation_rename(*, deed: Deed, organisation: Organisation, name: str, since: dt.date | None = None) -> None:
    """Give an organisation a new name; the old one is kept as a former name until ``since`` (exclusive)."""
    if name == organisation.name:
        return
    present = OrganisationName.objects.filter(organisation=organisation, kind="present")
    began = present.values_list("valid_from", flat=True).first()
    present.delete()
    _name_add(organisation, organisation.name, "former", valid_from=began, valid_to=since)
    _name_add(organisation, name, "present", valid_from=since)
    journal_write(
        deed=deed, action="organisation.rename", subject=f"registry.organisation:{organisation.pk}",
        label=name, detail={"from": organisation.name, "since": str(since or "")},
    )  # fmt: skip
    Organisation.objects.filter(pk=organisation.pk).update(name=name, updated_at=deed.now)
    organisation.name = name


@transaction.atomic
def organisation_learn(
    *, deed: Deed, organisation: Organisation, former_names: Sequence[str] = (), registered_address: str = ""
) -> None:
    """Add to an organisation what papers say of it and was not known; what is known is not replaced."""
    known = set(organisation.names.values_list("squeezed", flat=True))
    new = [name for name in former_names if squeeze(name) and squeeze(name) not in known]
    for name in new:
        _name_add(organisation, name, "former")
    address = registered_address[:300] if registered_address and not organisation.registered_address else ""
    if address:
        organisation.registered_address = address
    if new or address:
        Organisation.objects.filter(pk=organisation.pk).update(
            registered_address=organisation.registered_address, updated_at=deed.now
        )
        journal_write(
            deed=deed, action="organisation.learn", subject=f"registry.organisation:{organisation.pk}",
            label=organisation.name, detail={"former_names": new, "registered_address": address},
        )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is said of a site; empty or None where nothing is said."""

    address: str
    name: str = ""
    region_code: str = ""
    kind: str = "fixed"
    activities: str = ""
    persons: int | None = None


@transaction.atomic
def site_add(*, deed: Deed, organisation: Organisation, facts: SiteFacts) -> Site:
    """Add a site to an organisation."""
    site = Site.objects.create(organisation=organisation, **dataclasses.asdict(facts))
    journal_write(deed=deed, action="site.add", subject=f"registry.site:{site.pk}", label=facts.address)
    return site


@dataclasses.dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate prints; ``expires_on`` is its last valid day."""

    number: str
    field_code: str = ""
    standard: str = ""
    scope: str = ""
    issued_on: dt.date | None = None
    expires_on: dt.date | None = None
    issued_by: str = ""


@transaction.atomic
def certificate_record(*, deed: Deed, organisation: Organisation, facts: CertificateFacts) -> Certificate:
    """Record a certificate as printed; a number that is known is not recorded twice."""
    certificate, made = Certificate.objects.get_or_create(
        number=facts.number,
        defaults={
            "organisation": organisation,
            **{k: v for k, v in dataclasses.asdict(facts).items() if k != "number"},
        },
    )
    if made:
        journal_write(
            deed=deed, action="certificate.record", subject=f"registry.certificate:{certificate.pk}", label=facts.number
        )
    return certificate
