"""What a certificate says, and what must hold of it before it is printed and signed."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.certificates.rules.status import StatusTable


@dataclasses.dataclass(frozen=True, slots=True)
class HolderFacts:
    """The holder as printed.

    Attributes:
        name: Its name.
        address: Its address.
        name_en: The name in English; empty when not told.
        address_en: The address in English.
        credit_code: Unified social credit code.

    """

    name: str
    address: str
    name_en: str = ""
    address_en: str = ""
    credit_code: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class SiteRow:
    """A row of the annex."""

    name: str
    address: str
    activities: str = ""
    name_en: str = ""
    address_en: str = ""
    activities_en: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class IssueFacts:
    """What a certificate says.

    Attributes:
        holder: The holder.
        field_code: Certification field, such as ``A01``.
        standard: The standard, as printed.
        scope: The scope, as printed.
        persons: How many persons are in the system.
        issued_on: The first valid day.
        decided_on: The day of the decision; None when there is none on record.
        expires_on: The last valid day; None for a whole cycle less a day.
        first_issued_on: The first day of the first cycle; None for that of this one.
        renewals: How many recertifications went before.
        standard_en: The standard in English.
        scope_en: The scope in English.
        sites: Rows of the annex.
        mark: Code of the accreditation mark; empty for none.
        mark_number: The body's number with the accreditation body.
        grade: Level of a scored scheme.
        main_number: Number of the main certificate, for a sub-certificate.
        replaces: Number of the certificate that this one follows.
        confidential: Code of the reason for which the public does not see the holder; empty when it does.
        product_class: Product class of CCC.
        case_number: The case file of the decision.

    """

    holder: HolderFacts
    field_code: str
    standard: str
    scope: str
    persons: int
    issued_on: dt.date
    decided_on: dt.date | None = None
    expires_on: dt.date | None = None
    first_issued_on: dt.date | None = None
    renewals: int = 0
    standard_en: str = ""
    scope_en: str = ""
    sites: tuple[SiteRow, ...] = ()
    mark: str = ""
    mark_number: str = ""
    grade: str = ""
    main_number: str = ""
    replaces: str = ""
    confidential: str = ""
    product_class: str = ""
    case_number: str = ""


def facts_faults(
    table: StatusTable, facts: IssueFacts, *, today: dt.date, main_expires: dt.date | None = None
) -> list[tuple[str, str]]:
    """Return what is wrong with facts: rule and what happened, one pair each; empty when they may be printed."""
    said = {
        "holder": facts.holder.name, "address": facts.holder.address, "field": facts.field_code,
        "standard": facts.standard, "scope": facts.scope,
    }  # fmt: skip
    found = [("printed", f"{name} is empty") for name, text in said.items() if not text.strip()]
    found += _date_faults(table, facts, today)
    found += _code_faults(table, facts)
    if main_expires and facts.expires_on and facts.expires_on > main_expires:
        found.append(("sub_within_main", f"it ends on {facts.expires_on}, its main certificate on {main_expires}"))
    found += [
        ("annex", f"site {place} has no address") for place, site in enumerate(facts.sites, 1) if not site.address
    ]
    return found


def _date_faults(table: StatusTable, facts: IssueFacts, today: dt.date) -> list[tuple[str, str]]:
    found = []
    if facts.decided_on and facts.issued_on < facts.decided_on:
        found.append(("T07", f"issued on {facts.issued_on}, before the decision of {facts.decided_on}"))
    if facts.issued_on > today:
        found.append(("T05", f"issued on {facts.issued_on}, which is yet to come"))
    if facts.expires_on and facts.expires_on < facts.issued_on:
        found.append(("T05", f"ends on {facts.expires_on}, before it begins"))
    longest = facts.issued_on.replace(day=1) + dt.timedelta(days=31 * (table.cycle_months + 12))
    if facts.expires_on and facts.expires_on > longest:
        found.append(("T05", f"ends on {facts.expires_on}, which is longer than a cycle"))
    if facts.first_issued_on and facts.first_issued_on > facts.issued_on:
        found.append(("T05", f"first issued on {facts.first_issued_on}, after this issue"))
    if facts.renewals < 0 or facts.persons < 1:
        found.append(("printed", "renewals or persons cannot be meant"))
    return found


def _code_faults(table: StatusTable, facts: IssueFacts) -> list[tuple[str, str]]:
    found = []
    if facts.mark and facts.mark not in {one.code for one in table.marks}:
        found.append(("mark", f"the mark {facts.mark} is not in the table"))
    if facts.mark and not facts.mark_number:
        found.append(("mark", "a mark needs the body's number with the accreditation body"))
    if facts.confidential and facts.confidential not in table.reason_codes("confidentiality"):
        found.append(("confidentiality", f"the reason {facts.confidential} is not in the table"))
    return found
