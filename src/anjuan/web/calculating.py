"""What people write on the calculator pages: numbers and days as they stand, faults kept beside them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction

from django.http import QueryDict

from anjuan.lifecycle.rules.asked_time import KINDS, Adjustment, Asked, Standard
from anjuan.lifecycle.rules.audit_days import FactorTable
from anjuan.lifecycle.rules.certificate_facts import STATES, CertificateFacts, EventFact, FindingFact, LicenceFact
from anjuan.lifecycle.rules.integrated import Integration
from anjuan.lifecycle.rules.personnel import Group
from anjuan.lifecycle.rules.sampling import SampleAsked, SamplingTable, SiteGroup

#: Fields a calculator offers, with the class that stands first.
FIELDS = {"QMS": "", "EMS": "medium", "OHSMS": "medium", "ISMS": ""}
#: Fields of certificates; ``other`` follows the rules that a body has filed itself.
CERTIFICATE_FIELDS = ("QMS", "EMS", "OHSMS", "ISMS", "ITSMS", "FSMS", "EnMS", "other")
GROUP_ROWS = 4
#: What counts as a number.
_NUMBER = re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,4})?")
#: A count longer than this is none.
_LONGEST = 7
_MOST_SITES = 2000
#: Days of a certificate on the page of dates.
DAYS = (
    "applied_on", "system_since", "internal_audit_on", "management_review_on", "stage1_ended_on", "stage2_started_on",
    "stage2_ended_on", "decided_on", "issued_on", "expires_on", "former_expires_on", "renewal_audit_ended_on",
    "renewal_finished_on", "suspended_on", "suspension_ends_on", "suspension_lifted_on", "ended_on",
    "spot_check_notified_on", "short_notice_audited_on", "own_keep_until",
)  # fmt: skip
_DAYS_ASKED = (
    *DAYS, "surveillance_1", "surveillance_2", "surveillance_3", "major_found_on", "major_closed_on", "minor_found_on",
    "minor_due_on", "minor_closed_on", "licence_until", "event_on", "event_reported_on",
)  # fmt: skip


@dataclasses.dataclass
class Given:
    """What stands in a form: texts as written, and those that are no number or day.

    Attributes:
        query: The form.
        faults: Name and text of what could not be read.

    """

    query: QueryDict
    faults: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def text(self, name: str, otherwise: str = "") -> str:
        """Return a text without the spaces around it."""
        return self.query.get(name, "").strip() or otherwise

    def has(self, name: str) -> bool:
        """Say whether a box is ticked."""
        return bool(self.query.get(name))

    def number(self, name: str, otherwise: str = "0") -> Fraction:
        """Return a number; the other one, with a fault kept, when the text is none."""
        text = self.text(name, otherwise)
        if not _NUMBER.fullmatch(text):
            self.faults.append((name, text[:40]))
            return Fraction(otherwise)
        return Fraction(text)

    def whole(self, name: str, otherwise: int = 0) -> int:
        """Return a whole number; the other one, with a fault kept, when the text is none."""
        found = self.number(name, str(otherwise))
        if found.denominator != 1:
            self.faults.append((name, self.text(name)[:40]))
            return otherwise
        return int(found)

    def day(self, name: str) -> dt.date | None:
        """Return a day; None, with a fault kept when something stands there that is none."""
        text = self.text(name)
        if not text:
            return None
        try:
            found = dt.date.fromisoformat(text)
        except ValueError:
            found = None
        # Rules add months and years to a day; those near the ends of the calendar have no such neighbours.
        if found is None or not 1900 <= found.year <= 2200:  # noqa: PLR2004  plainly years of certificates
            self.faults.append((name, text[:40]))
            return None
        return found


def people_of(given: Given) -> tuple[Group, ...]:
    """Return the people in scope: full-time, part-time, and those with the same task."""
    groups = [Group("全职", given.whole("full"))]
    if given.text("part"):
        groups.append(Group("兼职", given.whole("part"), given.whole("part_share", 50)))
    if given.text("same"):
        groups.append(Group("相同工作", given.whole("same"), is_same_task=True, reason=given.text("same_reason")))
    return tuple(groups)


def time_asked(given: Given, factors: FactorTable, people: int) -> Asked:
    """Return the audit time that a form asks for."""
    used = [name for name in FIELDS if given.has(f"use_{name}")] or ["QMS"]
    standards = tuple(
        Standard(
            name, given.whole(f"people_{name}", people), given.text(f"risk_{name}", FIELDS[name]),
            _factors(given, factors, name),
        )
        for name in used
    )  # fmt: skip
    kind = given.text("kind", KINDS[0])
    return Asked(
        kind=kind if kind in KINDS else KINDS[0],
        standards=standards,
        hours=given.number("hours", "8"),
        extra_days=given.number("extra"),
        integration=_integration(given, len(standards)),
        stage1_percent=given.number("stage1", "25") if given.text("stage1") else None,
        planned_onsite=given.number("onsite") if given.text("onsite") else None,
    )


def _factors(given: Given, factors: FactorTable, field: str) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(factor.key, given.number(f"f_{factor.key}"), given.text(f"r_{factor.key}"))
        for factor in factors.factors
        if factor.concerns(field) and given.text(f"f_{factor.key}") not in {"", "0"}
    )


def _integration(given: Given, standards: int) -> Integration | None:
    if standards == 1 or not (given.text("level") or given.text("own")):
        return None
    own = given.number("own") if given.text("own") else None
    counts = []
    for text in given.text("auditors").replace("，", ",").replace("、", ",").split(","):
        if text.strip().isdecimal() and len(text.strip()) <= _LONGEST:
            counts.append(int(text))
        elif text.strip():
            given.faults.append(("auditors", text[:40]))
    return Integration(given.number("level"), tuple(counts), own)


def sample_asked(given: Given, table: SamplingTable) -> SampleAsked:
    """Return the sample that a form asks for."""
    groups = []
    for number in range(1, GROUP_ROWS + 1):
        if given.text(f"sites_{number}"):
            name = given.text(f"name_{number}", str(number))[:60]
            row = (given.whole(f"sites_{number}"), given.whole(f"extra_{number}"), given.text(f"why_{number}"))
            groups.append(SiteGroup(name, *row))
    kinds = [kind.key for kind in table.kinds]
    kind = given.text("kind", kinds[0])
    met = {one.key: not given.has(f"lacks_{one.key}") for one in table.conditions}
    return SampleAsked(kind if kind in kinds else kinds[0], tuple(groups), given.has("effective"), met)


def sites_of(given: Given) -> Mapping[str, int]:
    """Return the sites of a draw, one a line: its name, and after a tab or comma how often it was audited."""
    found: dict[str, int] = {}
    for line in given.text("sites").splitlines()[:_MOST_SITES]:
        name, _, times = line.replace("，", ",").replace("\t", ",").partition(",")
        if name.strip():
            count = times.strip()
            found[name.strip()[:120]] = int(count) if count.isdecimal() and len(count) <= _LONGEST else 0
    return found


def facts_given(given: Given) -> CertificateFacts | None:
    """Return the facts of a certificate that a form states; None without an issue day."""
    known = {name: given.day(name) for name in _DAYS_ASKED}
    issued = known["issued_on"]
    if issued is None:
        return None
    field, status = given.text("field", "QMS"), given.text("status", STATES[0])
    visits = [day for name in ("surveillance_1", "surveillance_2", "surveillance_3") if (day := known[name])]
    expires = known["expires_on"]
    if expires is not None and expires < issued:
        given.faults.append(("expires_on", str(expires)))
        expires = None
    licence, event = known["licence_until"], known["event_on"]
    days = {name: known[name] for name in DAYS if name not in {"issued_on", "expires_on"}}
    return CertificateFacts(
        number=given.text("number", "—")[:60],
        field=field if field in CERTIFICATE_FIELDS else CERTIFICATE_FIELDS[0],
        status=status if status in STATES else STATES[0],
        issued_on=issued,
        expires_on=expires,
        is_renewal=given.has("is_renewal") or known["former_expires_on"] is not None,
        renewal_is_on_site=not given.has("renewal_remote"),
        surveillances=tuple(visits),
        findings=_findings(known),
        licences=(LicenceFact(name=given.text("licence", "许可")[:60], valid_until=licence),) if licence else (),
        events=(EventFact(what=given.text("event"), on=event, reported_on=known["event_reported_on"]),)
        if event
        else (),
        **days,  # type: ignore[arg-type]
    )


def _findings(known: Mapping[str, dt.date | None]) -> tuple[FindingFact, ...]:
    found = []
    for grade in ("major", "minor"):
        day = known[f"{grade}_found_on"]
        if day is not None:
            due, closed = known.get(f"{grade}_due_on"), known[f"{grade}_closed_on"]
            found.append(FindingFact(number=grade, grade=grade, found_on=day, due_on=due, closed_on=closed))
    return tuple(found)
