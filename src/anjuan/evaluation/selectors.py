"""Assessments as persons may see them, with their live score."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.evaluation.models import Assessment, AssessmentState, SchemeEdition, SheetMark, Visit
from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.assessors import Agreement, agreement, merged
from anjuan.evaluation.rules.forms import Answered, may_see_visit, survey
from anjuan.evaluation.rules.granting import Given, level_given, obstacles
from anjuan.evaluation.rules.marks import Evidence, Mark
from anjuan.evaluation.rules.points_sheet import scheme_of
from anjuan.evaluation.rules.results import Score, SpecialMark
from anjuan.evaluation.rules.schemes import Scheme
from anjuan.evaluation.rules.scoring import score
from anjuan.evaluation.rules.words import Said
from anjuan.kit.errors import NotFoundError

READS = ("evaluation.read", "evaluation.mark", "evaluation.manage", "evaluation.decide")
#: How far an assessment can be, in order.
STATES = tuple(AssessmentState.values)
#: Who sees every assessment; others see those of which they are part.
_SEES_ALL = ("evaluation.manage", "evaluation.decide", "case.read_all")


class AssessmentUnknownError(NotFoundError):
    """There is no such assessment, or not for this person; the two are told alike."""

    code = "EVAL-010"


@dataclasses.dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a list."""

    number: str
    organisation: str
    scheme: str
    edition: str
    case: str
    assessed_on: str
    leader: str
    state: str
    score: str
    level: str
    marks: int


@dataclasses.dataclass(frozen=True, slots=True)
class AssessmentFilter:
    """What a list of assessments is narrowed by."""

    words: str = ""
    state: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Assessments:
    """A part of a list of assessments, with how many there are in each state."""

    rows: tuple[AssessmentRow, ...]
    total: int
    states: Mapping[str, int]


@dataclasses.dataclass(frozen=True, slots=True)
class AssessmentView:
    """An assessment with everything that is computed of it.

    Attributes:
        row: The assessment.
        scheme: The scheme as it was when it was opened.
        score: The live score, of the marks that count.
        agreement: How the assessors agree.
        unsettled: Items on which they differ and the leader has said nothing.
        marks: All marks by assessor.
        given: The level that would be given.
        obstacles: What stands in the way of a certificate.
        settled: Item → assessor, by the leader's word.

    """

    row: Assessment
    scheme: Scheme
    score: Score
    agreement: Agreement
    unsettled: tuple[str, ...]
    marks: Mapping[str, Sequence[Mark]]
    given: Given | None
    obstacles: tuple[Said, ...]
    settled: Mapping[str, str]


def assessments_of(viewer: Viewer) -> QuerySet[Assessment]:
    """Return the assessments a person may see: all, or those of which they are part; none without a right to read."""
    if not any(viewer.may(one) for one in READS):
        return Assessment.objects.none()
    if viewer.sees_all or any(viewer.may(one) for one in _SEES_ALL):
        return Assessment.objects.all()
    return Assessment.objects.filter(Q(leader=viewer.name) | Q(sheets__assessor=viewer.name)).distinct()


_ORDERS = {"number", "organisation", "assessed_on", "state"}


def assessment_list(
    viewer: Viewer, wanted: AssessmentFilter, *, order: str = "-number", offset: int = 0, limit: int = 20
) -> Assessments:
    """Return some assessments and how many there are. Three queries."""
    found = assessments_of(viewer)
    for word in wanted.words.split():
        found = found.filter(
            Q(number__icontains=word) | Q(organisation__icontains=word) | Q(case__icontains=word)
            | Q(scheme__title__icontains=word)
        )  # fmt: skip
    states = dict(found.order_by().values_list("state").annotate(number=Count("pk", distinct=True)))
    states[""] = sum(states.values())
    if wanted.state:
        found = found.filter(state=wanted.state)
    name = order if order.lstrip("-") in _ORDERS else "-number"
    rows = found.select_related("scheme").annotate(count=Count("sheets__marks", distinct=True)).order_by(name, "-id")
    total = states.get(wanted.state, 0)
    return Assessments(tuple(_row(one) for one in rows[offset : offset + limit]), total, states)


def _row(one: Assessment) -> AssessmentRow:
    return AssessmentRow(
        one.number, one.organisation, one.scheme.title, one.scheme.edition, one.case, str(one.assessed_on), one.leader,
        one.state, one.score, one.level, getattr(one, "count", 0),
    )  # fmt: skip


def assessment_named(viewer: Viewer, number: str) -> Assessment:
    """Return an assessment by its number.

    Raises:
        AssessmentUnknownError: There is none that this person may see.

    """
    found = assessments_of(viewer).select_related("scheme").filter(number=number).first()
    if found is None:
        raise AssessmentUnknownError(
            f"There is no assessment {number!r} that you may see.", remedy="Open it from the list of assessments."
        )
    return found


def assessment_get(viewer: Viewer, number: str) -> AssessmentView:
    """Return an assessment with its live score. Six queries.

    Raises:
        AssessmentUnknownError: There is none that this person may see.

    """
    return assessment_view(assessment_named(viewer, number))


def assessment_view(row: Assessment) -> AssessmentView:
    """Return what is computed of an assessment. Five queries."""
    scheme = scheme_of(row.scheme.content)
    marks: dict[str, list[Mark]] = {sheet.assessor: [] for sheet in row.sheets.all()}
    rows = SheetMark.objects.filter(sheet__assessment=row).select_related("sheet").prefetch_related("evidence")
    for one in rows.order_by("id"):
        marks[one.sheet.assessor].append(_mark(one))
    settled = {one.item: one.assessor for one in row.settlements.all()}
    counted, unsettled = merged(scheme, marks, settled=settled)
    specials = list(row.specials.all())
    found = score(
        scheme, counted,
        deductions=[_special(one) for one in specials if not one.is_bonus],
        bonuses=[_special(one) for one in specials if one.is_bonus],
    )  # fmt: skip
    given = level_given(scheme, found, is_first_year=row.is_first_year, has_exception=row.has_exception)
    told = obstacles(
        found, signed_by=row.signed_by, decided_by=row.decided_by, team={*marks, row.leader}, unsettled=unsettled
    )
    return AssessmentView(row, scheme, found, agreement(scheme, marks), unsettled, marks, given, told, settled)


def _mark(one: SheetMark) -> Mark:
    evidence = tuple(Evidence(str(piece.document), piece.page, piece.words) for piece in one.evidence.all())
    return Mark(
        one.item,
        one.state,
        one.samples,
        one.bad,
        Fraction(one.points),
        one.reason,
        one.site,
        one.sheet.assessor,
        evidence,
    )


def _special(one: object) -> SpecialMark:
    corrected = getattr(one, "corrected_on", None)
    return SpecialMark(getattr(one, "reason", ""), getattr(one, "requirement", ""), str(corrected) if corrected else "")


def schemes_known(day: dt.date) -> list[tuple[str, str, bool]]:
    """Return the schemes that can be used: key for forms, title, whether it is the body's own. One query."""
    built_in = [(f"built-in:{name}", load().on(day)) for name, load in tables.SCHEMES.items()]
    own = [(f"own:{one.pk}", f"{one.title} {one.edition}", True) for one in SchemeEdition.objects.exclude(loaded_by="")]
    return [*own, *((key, f"{one.title} {one.edition}", False) for key, one in built_in)]


def visits_seen(viewer: Viewer, row: Assessment, *, is_client: bool = False) -> list[Visit]:
    """Return the visits of an assessment that a person may know of. One query.

    A client learns of a mystery visit only after the decision.
    """
    if not is_client and not any(viewer.may(one) for one in READS):
        return []
    is_decided = row.state in (AssessmentState.DECIDED, AssessmentState.REFUSED)
    return [
        one for one in row.visits.all() if may_see_visit(is_client=is_client, mode=one.form, is_decided=is_decided)
    ]  # fmt: skip


def survey_of(row: Assessment, form: str) -> tuple[Answered, ...]:
    """Return what the sheets of a form come to. One query."""
    sheets = [one.answers for one in row.visits.all() if one.form == form]
    return survey(tables.forms().latest.form(form), sheets)
