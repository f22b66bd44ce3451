"""Assessments: opened, marked, settled, signed by the leader, decided by somebody else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.evaluation.models import (
    Assessment,
    AssessmentState,
    MarkEvidence,
    Settlement,
    Sheet,
    SheetMark,
)
from anjuan.evaluation.rules.marks import Mark, need_fitting
from anjuan.evaluation.rules.points_sheet import scheme_of
from anjuan.evaluation.rules.schemes import plain
from anjuan.evaluation.selectors import AssessmentView, assessment_named, assessment_view
from anjuan.evaluation.services.rights import (
    AssessmentRequestError,
    AssessmentStateError,
    EvaluationMayNotError,
    journal,
    need,
    need_leader,
    open_assessment,
    own_sheet,
)
from anjuan.evaluation.services.schemes import scheme_chosen
from anjuan.kit.clock import CHINA


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """What an assessment is opened with; ``scheme`` is a key as ``schemes_known`` gives it."""

    scheme: str
    organisation: str
    assessed_on: dt.date
    leader: str
    assessors: tuple[str, ...] = ()
    case: str = ""
    scope: str = ""
    is_first_year: bool = False


@transaction.atomic
def assessment_open(*, deed: Deed, viewer: Viewer, draft: Draft) -> Assessment:
    """Open an assessment with its team; the edition of its scheme stays as it is now.

    Raises:
        EvaluationMayNotError: The person may not.
        AssessmentRequestError: Organisation or leader is missing.
        SchemeUnknownError: There is no such scheme.

    """
    need(deed, viewer, "evaluation.manage")
    if not draft.organisation.strip() or not draft.leader.strip():
        raise AssessmentRequestError(
            "An assessment needs an organisation and a team leader.", remedy="Fill in both and try again."
        )
    row = Assessment.objects.create(
        number=_next_number(deed), scheme=scheme_chosen(deed, draft.scheme, draft.assessed_on),
        organisation=draft.organisation.strip()[:300], case=draft.case[:40], scope=draft.scope[:1000],
        assessed_on=draft.assessed_on, is_first_year=draft.is_first_year, leader=draft.leader.strip()[:150],
        made_by=deed.actor, made_at=deed.now,
    )  # fmt: skip
    names = dict.fromkeys([row.leader, *(name.strip() for name in draft.assessors if name.strip())])
    Sheet.objects.bulk_create(Sheet(assessment=row, assessor=name[:150]) for name in names)
    journal(deed, row, action="evaluation.open", scheme=str(row.scheme), team=list(names))
    return row


def _next_number(deed: Deed) -> str:
    prefix = f"PJ-{deed.now.astimezone(CHINA).year}-"
    last = Assessment.objects.filter(number__startswith=prefix).order_by("number").last()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:05d}"


@transaction.atomic
def mark_set(*, deed: Deed, viewer: Viewer, number: str, mark: Mark) -> AssessmentView:
    """Write a mark on one's own sheet; one of the same item and place is replaced.

    Raises:
        EvaluationMayNotError: The person may not, or has no sheet.
        AssessmentUnknownError: There is no such assessment for them.
        AssessmentStateError: It is signed already.
        MarksFaultyError: The mark does not fit the scheme.

    """
    need(deed, viewer, "evaluation.mark")
    row = open_assessment(viewer, number)
    sheet = own_sheet(deed, row)
    need_fitting(scheme_of(row.scheme.content), [mark])
    values = {
        "state": mark.state, "samples": mark.samples, "bad": mark.bad, "points": _decimal(mark.points),
        "reason": mark.reason[:500], "made_at": deed.now,
    }  # fmt: skip
    kept, _ = SheetMark.objects.update_or_create(sheet=sheet, item=mark.item, site=mark.site[:200], defaults=values)
    kept.evidence.all().delete()
    MarkEvidence.objects.bulk_create(
        MarkEvidence(mark=kept, document=int(one.document), page=one.page, words=one.words[:300])
        for one in mark.evidence if one.document.isdecimal()
    )  # fmt: skip
    return assessment_view(row)


def _decimal(points: Fraction) -> Decimal:
    return Decimal(points.numerator) / Decimal(points.denominator)


@transaction.atomic
def mark_clear(*, deed: Deed, viewer: Viewer, number: str, item: str, site: str = "") -> AssessmentView:
    """Take a mark off one's own sheet: the item is open again.

    Raises:
        EvaluationMayNotError: The person may not, or has no sheet.
        AssessmentStateError: It is signed already.

    """
    need(deed, viewer, "evaluation.mark")
    row = open_assessment(viewer, number)
    SheetMark.objects.filter(sheet=own_sheet(deed, row), item=item, site=site).delete()
    return assessment_view(row)


@transaction.atomic
def item_settle(*, deed: Deed, viewer: Viewer, number: str, item: str, assessor: str) -> Settlement:
    """Say as the leader whose mark counts where assessors differ.

    Raises:
        EvaluationMayNotError: The person is not the leader.
        AssessmentRequestError: That assessor did not mark the item.

    """
    row = open_assessment(viewer, number)
    need_leader(deed, row)
    if not SheetMark.objects.filter(sheet__assessment=row, sheet__assessor=assessor, item=item).exists():
        raise AssessmentRequestError(f"{assessor} did not mark the item {item}.", remedy="Choose one who did.")
    values = {"assessor": assessor, "made_by": deed.actor, "made_at": deed.now}
    found, _ = Settlement.objects.update_or_create(assessment=row, item=item, defaults=values)
    journal(deed, row, action="evaluation.settle", item=item, assessor=assessor)
    return found


@transaction.atomic
def assessment_sign(*, deed: Deed, viewer: Viewer, number: str) -> AssessmentView:
    """Sign the score as the team leader: complete, and every difference settled. Marks then change no more.

    Raises:
        EvaluationMayNotError: The person is not the leader.
        AssessmentStateError: Something is open; it is named.

    """
    need(deed, viewer, "evaluation.mark")
    row = open_assessment(viewer, number)
    need_leader(deed, row)
    view = assessment_view(row)
    if not view.score.is_complete or view.unsettled:
        named = sorted({*view.score.open_items, *view.unsettled})
        raise AssessmentStateError(
            f"{len(named)} items of {number} are open: {', '.join(named[:5])}.",
            why="A score with open items is only a span.",
            remedy="Mark them, or settle where assessors differ.",
        )
    row.state, row.signed_by, row.signed_at = AssessmentState.SIGNED, deed.actor, deed.now
    row.score = plain(view.score.value) if view.score.value is not None else ""
    row.save(update_fields=["state", "signed_by", "signed_at", "score"])
    row.sheets.filter(submitted_at=None).update(submitted_at=deed.now)
    journal(deed, row, action="evaluation.sign", score=row.score)
    return assessment_view(row)


@transaction.atomic
def assessment_decide(*, deed: Deed, viewer: Viewer, number: str, approves: bool, text: str) -> AssessmentView:
    """Decide on a signed assessment, as somebody who took no part in it.

    Raises:
        EvaluationMayNotError: The person may not, or took part.
        AssessmentStateError: It is not signed, or something stands in the way; it is named.

    """
    need(deed, viewer, "evaluation.decide")
    assessment_named(viewer, number)
    row = Assessment.objects.select_for_update().select_related("scheme").get(number=number)
    if row.state != AssessmentState.SIGNED:
        raise AssessmentStateError(
            f"The assessment {number} is {row.state}, not signed.", remedy="Have it signed first."
        )
    if deed.actor == row.leader or row.sheets.filter(assessor=deed.actor).exists():
        raise EvaluationMayNotError(
            f"{deed.actor} took part in the assessment {number}.",
            why="Who decides must not have assessed.",
            remedy="Ask somebody else who may decide.",
        )
    row.decided_by, row.decided_at, row.decision = deed.actor, deed.now, text[:500]
    view = assessment_view(row)
    if approves and view.obstacles:
        raise AssessmentStateError(
            f"The assessment {number} cannot be approved: {view.obstacles[0].en}.", remedy="Clear it, or refuse."
        )
    row.state = AssessmentState.DECIDED if approves else AssessmentState.REFUSED
    row.level = view.given.level.code if approves and view.given and view.given.level else ""
    row.save(update_fields=["state", "decided_by", "decided_at", "decision", "level"])
    journal(deed, row, action="evaluation.decide", approves=approves, level=row.level, text=text)
    return view
