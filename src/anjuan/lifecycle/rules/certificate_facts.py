"""What is known of one certificate, from which every date that matters follows; read from JSON without guessing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import pydantic

from anjuan.kit.errors import ExitCode, UsageError


class FactsError(UsageError):
    """The facts of a certificate are not what the rules can compute with."""

    code = "LIFE-121"
    exit_code = ExitCode.USAGE


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FindingFact:
    """A nonconformity: its number, grade (``major`` or ``minor``), days of finding, deadline and closing."""

    __pydantic_config__: ClassVar[pydantic.ConfigDict] = pydantic.ConfigDict(extra="forbid")

    number: str
    grade: str
    found_on: dt.date
    due_on: dt.date | None = None
    closed_on: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFact:
    """A licence on which the scope stands, and its last valid day; None when it has no end."""

    __pydantic_config__: ClassVar[pydantic.ConfigDict] = pydantic.ConfigDict(extra="forbid")

    name: str
    valid_until: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class EventFact:
    """Something that goes to the national platform: what, when, and when it was reported."""

    __pydantic_config__: ClassVar[pydantic.ConfigDict] = pydantic.ConfigDict(extra="forbid")

    what: str
    on: dt.date
    reported_on: dt.date | None = None


#: States of a certificate.
STATES = ("valid", "suspended", "withdrawn", "cancelled", "expired")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """One certificate.

    Attributes:
        number: The certificate's number.
        organisation: The holder, as people know it.
        field: The field, such as ``QMS``.
        status: One of :data:`STATES`.
        issued_on: The issue day.
        expires_on: The last valid day; None: three years are taken.
        decided_on: The day of the decision.
        is_renewal: Whether the cycle began with a recertification.
        former_expires_on: The last valid day of the certificate before this one.
        system_since: When the system was put into operation.
        internal_audit_on: The internal audit before the application.
        management_review_on: The management review before the application.
        applied_on: The application.
        stage1_ended_on: The last day of stage 1.
        stage2_started_on: The first day of stage 2.
        stage2_ended_on: The last day of stage 2.
        surveillances: The last days of the surveillance audits that took place.
        renewal_audit_ended_on: The last day of the recertification audit that follows.
        renewal_is_on_site: Whether that audit is on site.
        renewal_finished_on: When it and the verification of major nonconformities were done.
        suspended_on: The first day of the suspension.
        suspension_ends_on: The end that was set for it.
        suspension_lifted_on: When it was lifted.
        ended_on: The day of withdrawal or cancellation.
        spot_check_notified_on: The authority's notice of a failed national spot check.
        short_notice_audited_on: The audit that followed it.
        findings: The nonconformities.
        licences: The licences.
        events: What goes to the national platform.
        own_keep_until: The body's own last day of retention.

    """

    __pydantic_config__: ClassVar[pydantic.ConfigDict] = pydantic.ConfigDict(extra="forbid")

    number: str
    field: str
    issued_on: dt.date
    organisation: str = ""
    status: str = "valid"
    expires_on: dt.date | None = None
    decided_on: dt.date | None = None
    is_renewal: bool = False
    former_expires_on: dt.date | None = None
    system_since: dt.date | None = None
    internal_audit_on: dt.date | None = None
    management_review_on: dt.date | None = None
    applied_on: dt.date | None = None
    stage1_ended_on: dt.date | None = None
    stage2_started_on: dt.date | None = None
    stage2_ended_on: dt.date | None = None
    surveillances: tuple[dt.date, ...] = ()
    renewal_audit_ended_on: dt.date | None = None
    renewal_is_on_site: bool = True
    renewal_finished_on: dt.date | None = None
    suspended_on: dt.date | None = None
    suspension_ends_on: dt.date | None = None
    suspension_lifted_on: dt.date | None = None
    ended_on: dt.date | None = None
    spot_check_notified_on: dt.date | None = None
    short_notice_audited_on: dt.date | None = None
    findings: tuple[FindingFact, ...] = ()
    licences: tuple[LicenceFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    own_keep_until: dt.date | None = None

    @property
    def stands(self) -> bool:
        """Whether the certificate is valid or suspended: dates still run."""
        return self.status in {"valid", "suspended"}


_READER = pydantic.TypeAdapter(CertificateFacts)


def facts_of(value: Mapping[str, Any]) -> CertificateFacts:
    """Return the facts of one certificate as JSON gave them.

    Raises:
        FactsError: A name is unknown, a day is none, a status has another name, or dates contradict each other.

    """
    try:
        facts = _READER.validate_python(value, strict=False)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise FactsError(
            f"The fact {place!r} of certificate {value.get('number', '—')!r} is wrong: {first['msg']}"
            f" ({error.error_count()} faults in all).",
            why="A date that is half understood would give a wrong due day.",
            remedy=f"Correct {place!r}: days are written 2026-03-01; `anjuan lifecycle due --names` lists the names.",
        ) from error
    _check(facts)
    return facts


def _check(facts: CertificateFacts) -> None:
    if facts.status not in STATES:
        raise FactsError(
            f"{facts.number} has the status {facts.status!r}, which there is not.",
            remedy=f"Write one of {', '.join(STATES)}.",
        )
    if facts.expires_on is not None and facts.expires_on < facts.issued_on:
        raise FactsError(
            f"{facts.number} ends on {facts.expires_on}, before it was issued on {facts.issued_on}.",
            remedy="Correct one of the two days.",
        )
    if facts.status == "suspended" and facts.suspended_on is None:
        raise FactsError(
            f"{facts.number} is suspended, and suspended_on is missing.",
            why="The six months of a suspension count from its first day.",
            remedy="State suspended_on.",
        )


def many_facts(value: object) -> tuple[CertificateFacts, ...]:
    """Return the facts of all certificates of a JSON value: a list, one object, or an object with ``certificates``.

    Raises:
        FactsError: The value has another shape, or a certificate of it is wrong.

    """
    rows = value.get("certificates", [value]) if isinstance(value, Mapping) else value
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not all(isinstance(one, Mapping) for one in rows):
        raise FactsError(
            "The facts are no list of certificates.",
            remedy="Give a list of objects, or an object with the list under `certificates`.",
        )
    return tuple(facts_of(one) for one in rows)


def fact_names() -> tuple[str, ...]:
    """Return the names of all facts of a certificate."""
    return tuple(field.name for field in dataclasses.fields(CertificateFacts))
