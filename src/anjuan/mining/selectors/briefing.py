"""What an auditor should know before an audit: past audits, open points, the guide, similar cases, changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseAttribute, CaseField, CaseReader
from anjuan.archive.selectors.casepeople import Nonconformity, case_nonconformities
from anjuan.archive.selectors.organisation_page import organisation_seen
from anjuan.archive.selectors.sight import whole_cases_of
from anjuan.mining.models import EditionState, GuideEdition
from anjuan.mining.rendering.view import GuideView
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.guides import EDIT, PUBLISH, READ, edition_view
from anjuan.mining.selectors.similar import SimilarCase, cases_alike
from anjuan.mining.selectors.standings import GuideStanding, guide_standing
from anjuan.registry.selectors.standards import standard_book

_MOST_CASES, _MOST_SIMILAR = 20, 5
_CONTACTS = ("contact", "phone", "email", "legal_representative", "management_representative", "operating_address")
#: A case that was given to somebody to read so lately stands in the work list.
ASSIGNED_WITHIN = dt.timedelta(days=60)


@dataclasses.dataclass(frozen=True, slots=True)
class PastAudit:
    """An earlier audit of the organisation.

    Attributes:
        findings: How many nonconformities its papers tell of.
        open: How many of them no paper closes.

    """

    number: str
    title: str
    audit_type: str
    audited_on: str
    team_leader: str
    findings: int
    open: int


@dataclasses.dataclass(frozen=True, slots=True)
class OpenPoint:
    """A nonconformity that no paper closes, with the case that raised it and its page."""

    case: str
    clause: str
    grade: str
    fact: str
    found_on: str
    document_id: int | None
    page: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Changed:
    """A standard that was replaced since the last audit."""

    number: str
    title: str
    replaced_by: str


@dataclasses.dataclass(frozen=True, slots=True)
class Briefing:
    """The briefing pack of an audit, as far as its reader may see what it is made of.

    Attributes:
        organisation_id: Key of the organisation.
        organisation: Its name.
        field_code: Certification field of the audit.
        code: Professional code.
        last_audit: Last day of the latest audit that the reader may see; ISO, maybe partial or empty.
        guide: The released guide, or that of a coarser code; None when there is none or it may not be read.
        guide_standing: How far it is of today.
        contacts: Name of the field and its value.

    """

    organisation_id: int
    organisation: str
    field_code: str
    code: str
    made_at: dt.datetime
    last_audit: str
    past: tuple[PastAudit, ...]
    open_points: tuple[OpenPoint, ...]
    guide: GuideView | None
    guide_standing: GuideStanding
    similar: tuple[SimilarCase, ...]
    changed: tuple[Changed, ...]
    contacts: tuple[tuple[str, str], ...]


def briefing_get(
    viewer: Viewer, organisation_id: int, wanted: Scope, *, now: dt.datetime, today: dt.date, language: str = "zh"
) -> Briefing:
    """Return the briefing pack for an audit of an organisation; what the reader may not see is left out.

    Args:
        viewer: The auditor.
        organisation_id: The organisation; it must be seen through one of its cases.
        wanted: Field and code of the audit; empty ones are taken from the latest case that is read as a whole.
        now: The moment that stands on the pack.
        today: Day by which standards are judged.
        language: Of the guide.

    Raises:
        OrganisationUnknownError: There is none that this person may see.

    """
    one = organisation_seen(viewer, organisation_id)
    cases = list(
        whole_cases_of(viewer).filter(organisation=one).exclude(state="destroyed").order_by("-audited_on", "-id")
    )[:_MOST_CASES]
    scope = wanted if wanted.field_code else _scope_of(cases)
    told = {case.number: case_nonconformities(viewer, case.number) for case in cases}
    last = next((case.audited_on for case in cases if case.audited_on), "")
    view, standing = _guide(viewer, scope, today, language)
    return Briefing(
        one.pk, one.name, scope.field_code, scope.professional_code, now, last,
        tuple(_past(case, told[case.number]) for case in cases),
        tuple(point for case in cases for point in _open(case, told[case.number])),
        view, standing, _similar(viewer, cases), _changed(last, scope, view, today), _contacts(cases),
    )  # fmt: skip


def _scope_of(cases: Sequence[Case]) -> Scope:
    if not cases:
        return Scope("")
    code = CaseAttribute.objects.filter(case=cases[0], name="professional_code").values_list("value", flat=True).first()
    return Scope(cases[0].field_code, code or "")


def _past(case: Case, told: Sequence[Nonconformity]) -> PastAudit:
    still = sum(not one.closed_on for one in told)
    return PastAudit(
        case.number, case.title, case.audit_type, case.audited_on, case.team_leader, len(told), still
    )  # fmt: skip


def _open(case: Case, told: Sequence[Nonconformity]) -> list[OpenPoint]:
    return [
        OpenPoint(
            case.number, one.clause, one.grade, one.fact, one.found_on,
            one.raised.spot.document if one.raised else None, one.raised.spot.page if one.raised else None,
        )
        for one in told
        if not one.closed_on and (one.fact or one.clause)
    ]  # fmt: skip


def _guide(viewer: Viewer, scope: Scope, today: dt.date, language: str) -> tuple[GuideView | None, GuideStanding]:
    """Return the released guide of a scope, else that of the nearest coarser code."""
    if not scope.field_code or not any(viewer.may(needed) for needed in (READ, EDIT, PUBLISH)):
        return None, GuideStanding()
    near: Scope | None = scope
    while near is not None:
        edition = GuideEdition.objects.filter(
            guide__field_code=near.field_code, guide__professional_code=near.professional_code, guide__form="guide",
            state=EditionState.PUBLISHED,
        ).select_related("guide").first()  # fmt: skip
        if edition is not None:
            view = edition_view(edition, language)
            return view, guide_standing(edition, view, today=today)
        near = near.coarser
    return None, GuideStanding()


def _similar(viewer: Viewer, cases: Sequence[Case]) -> tuple[SimilarCase, ...]:
    """Return cases like the latest one, those of the organisation itself left out."""
    if not cases:
        return ()
    own = {case.number for case in cases}
    found = cases_alike(viewer, cases[0].number, most=_MOST_SIMILAR + len(own))
    return tuple(row for row in found if row.number not in own)[:_MOST_SIMILAR]


def _changed(last: str, scope: Scope, view: GuideView | None, today: dt.date) -> tuple[Changed, ...]:
    """Return standards of the field, or cited in the guide, that were replaced after the last audit."""
    day = _whole_day(last)
    if day is None:
        return ()
    book = standard_book(today)
    cited = set(book.cited("\n".join(_texts(view)))) if view else set()
    return tuple(
        Changed(old.number, old.title, new.number)
        for old, new in book.changed(day, today)
        if old.number in cited or (scope.field_code and old.field.startswith(scope.field_code[:3]))
    )


def _texts(view: GuideView) -> list[str]:
    return [
        text
        for section in view.sections
        for group in section.groups
        for line in group.lines
        for text in line.cells.values()
    ]


def _whole_day(last: str) -> dt.date | None:
    """Return the first day that a maybe partial date may mean; None when nothing is known."""
    parts = [int(part) for part in last.split("-") if part.isdigit()]
    return dt.date(*[*parts, 1, 1][:3]) if parts else None


def _contacts(cases: Sequence[Case]) -> tuple[tuple[str, str], ...]:
    if not cases:
        return ()
    known = dict(CaseField.objects.filter(case=cases[0], name__in=_CONTACTS).values_list("name", "text"))
    return tuple((name, known[name]) for name in _CONTACTS if known.get(name))


@dataclasses.dataclass(frozen=True, slots=True)
class Assigned:
    """A case that was given to a person to read lately, with the organisation that its pack is about."""

    number: str
    title: str
    organisation_id: int
    at: dt.datetime


def assigned_lately(viewer: Viewer, *, now: dt.datetime, most: int = 8) -> list[Assigned]:
    """Return the cases that were given to a person by name lately, the latest first. One query."""
    if viewer.user_id is None:
        return []
    rows = CaseReader.objects.filter(
        token=f"user:{viewer.user_id}", document=None, granted_at__gt=now - ASSIGNED_WITHIN,
        case__organisation__isnull=False, case__in=whole_cases_of(viewer),
    ).exclude(case__state="destroyed").select_related("case").order_by("-granted_at")  # fmt: skip
    return [
        Assigned(row.case.number, row.case.title, row.case.organisation_id or 0, row.granted_at) for row in rows[:most]
    ]
