"""Assessments: opened, marked, settled, signed by the leader, decided by somebody else."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.journal import journal_write
from anjuan.evaluation.models import (
    Assessment,
    AssessmentState,
    MarkEvidence,
    SchemeEdition,
    Settlement,
    Sheet,
    SheetMark,
    SpecialPoint,
    Visit,
)
from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.faults import SchemeUnknownError
from anjuan.evaluation.rules.forms import answer_faults
from anjuan.evaluation.rules.marks import Mark, need_fitting
from anjuan.evaluation.rules.points_sheet import PointsRead, points_read, scheme_of
from anjuan.evaluation.rules.schemes import Scheme, plain, scheme_content
from anjuan.evaluation.selectors import AssessmentView, assessment_named, assessment_view
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError, UsageError


class EvaluationMayNotError(RefusedError):
    """A deed of an assessment that none of the person's roles allows."""

    code = "EVAL-011"


class AssessmentStateError(RefusedError):
    """A deed does not fit how far an assessment is."""

    code = "EVAL-012"
    http_status = 409


class AssessmentRequestError(UsageError):
    """An assessment or a mark is asked for in a way that cannot be done."""

    code = "EVAL-013"
    http_status = 422


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


def _need(deed: Deed, viewer: Viewer, capability: str) -> None:
    if viewer.name != deed.actor or not viewer.may(capability):
        raise EvaluationMayNotError(
            f"{deed.actor} may not do this: it needs {capability}.",
            remedy="Ask the security keeper for a role that allows it.",
        )


def _journal(deed: Deed, row: Assessment, action: str, **detail: object) -> None:
    journal_write(
        deed=deed, action=action, subject=f"evaluation.assessment:{row.pk}", label=str(row)[:200], detail=dict(detail)
    )


@transaction.atomic
def points_load(
    *, deed: Deed, viewer: Viewer, scheme: str, cells: Sequence[Sequence[str]], edition: str, dry: bool
) -> PointsRead:
    """Take in a body's own points for a built-in scheme as an edition of its own; with ``dry`` only look.

    Raises:
        EvaluationMayNotError: The person may not.
        AssessmentRequestError: The edition has no name, or one that is taken.
        SchemeUnknownError: There is no such scheme.

    """
    _need(deed, viewer, "evaluation.manage")
    base = tables.scheme_on(scheme, deed.now.astimezone(CHINA).date())
    name = f"{base.edition} {edition.strip()}"
    if not edition.strip() or SchemeEdition.objects.filter(scheme=base.id, edition=name).exists():
        raise AssessmentRequestError(
            f"The edition {edition!r} has no name of its own.",
            why="Scores say by which edition they were made.",
            remedy="Give a name that is not taken, such as 2026-1.",
        )
    read = points_read(base, cells, edition=name)
    if read.scheme is not None and not dry:
        row = _frozen(deed, read.scheme, loaded_by=deed.actor)
        journal_write(
            deed=deed, action="evaluation.points", subject=f"evaluation.scheme:{row.pk}", label=str(row),
            detail={"rows": read.rows},
        )  # fmt: skip
    return read


def _frozen(deed: Deed, scheme: Scheme, *, loaded_by: str) -> SchemeEdition:
    content = scheme_content(scheme)
    told = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    row, _ = SchemeEdition.objects.get_or_create(
        scheme=scheme.id, edition=scheme.edition,
        defaults={"title": scheme.title, "content": content, "fingerprint": told, "loaded_by": loaded_by,
                  "loaded_at": deed.now},
    )  # fmt: skip
    return row


def _scheme(deed: Deed, key: str, day: dt.date) -> SchemeEdition:
    origin, _, name = key.partition(":")
    if origin == "built-in":
        return _frozen(deed, tables.scheme_on(name, day), loaded_by="")
    row = SchemeEdition.objects.filter(pk=int(name) if name.isdecimal() else 0).first()
    if row is None:
        raise SchemeUnknownError(f"There is no scheme {key!r}.", remedy="Choose one of the list.")
    return row


@transaction.atomic
def assessment_open(*, deed: Deed, viewer: Viewer, draft: Draft) -> Assessment:
    """Open an assessment with its team; the edition of its scheme stays as it is now.

    Raises:
        EvaluationMayNotError: The person may not.
        AssessmentRequestError: Organisation or leader is missing.
        SchemeUnknownError: There is no such scheme.

    """
    _need(deed, viewer, "evaluation.manage")
    if not draft.organisation.strip() or not draft.leader.strip():
        raise AssessmentRequestError(
            "An assessment needs an organisation and a team leader.", remedy="Fill in both and try again."
        )
    row = Assessment.objects.create(
        number=_next_number(deed), scheme=_scheme(deed, draft.scheme, draft.assessed_on),
        organisation=draft.organisation.strip()[:300], case=draft.case[:40], scope=draft.scope[:1000],
        assessed_on=draft.assessed_on, is_first_year=draft.is_first_year, leader=draft.leader.strip()[:150],
        made_by=deed.actor, made_at=deed.now,
    )  # fmt: skip
    names = dict.fromkeys([row.leader, *(name.strip() for name in draft.assessors if name.strip())])
    Sheet.objects.bulk_create(Sheet(assessment=row, assessor=name[:150]) for name in names)
    _journal(deed, row, "evaluation.open", scheme=str(row.scheme), team=list(names))
    return row


def _next_number(deed: Deed) -> str:
    prefix = f"PJ-{deed.now.astimezone(CHINA).year}-"
    last = Assessment.objects.filter(number__startswith=prefix).order_by("number").last()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:05d}"


def _open(viewer: Viewer, number: str) -> Assessment:
    assessment_named(viewer, number)
    row = Assessment.objects.select_for_update().select_related("scheme").get(number=number)
    if row.state != AssessmentState.OPEN:
        raise AssessmentStateError(
            f"The assessment {number} is {row.state} already.", remedy="Open a new one for a new assessment."
        )
    return row


@transaction.atomic
def mark_set(*, deed: Deed, viewer: Viewer, number: str, mark: Mark) -> AssessmentView:
    """Write a mark on one's own sheet; one of the same item and place is replaced.

    Raises:
        EvaluationMayNotError: The person may not, or has no sheet.
        AssessmentUnknownError: There is no such assessment for them.
        AssessmentStateError: It is signed already.
        MarksFaultyError: The mark does not fit the scheme.

    """
    _need(deed, viewer, "evaluation.mark")
    row = _open(viewer, number)
    sheet = _own_sheet(deed, row)
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


def _own_sheet(deed: Deed, row: Assessment) -> Sheet:
    sheet = row.sheets.filter(assessor=deed.actor).first()
    if sheet is None:
        raise EvaluationMayNotError(
            f"{deed.actor} has no sheet in the assessment {row.number}.",
            why="Each assessor writes a sheet of their own.",
            remedy="Have the project manager add you to the team.",
        )
    return sheet


@transaction.atomic
def mark_clear(*, deed: Deed, viewer: Viewer, number: str, item: str, site: str = "") -> AssessmentView:
    """Take a mark off one's own sheet: the item is open again.

    Raises:
        EvaluationMayNotError: The person may not, or has no sheet.
        AssessmentStateError: It is signed already.

    """
    _need(deed, viewer, "evaluation.mark")
    row = _open(viewer, number)
    SheetMark.objects.filter(sheet=_own_sheet(deed, row), item=item, site=site).delete()
    return assessment_view(row)


@transaction.atomic
def item_settle(*, deed: Deed, viewer: Viewer, number: str, item: str, assessor: str) -> Settlement:
    """Say as the leader whose mark counts where assessors differ.

    Raises:
        EvaluationMayNotError: The person is not the leader.
        AssessmentRequestError: That assessor did not mark the item.

    """
    row = _open(viewer, number)
    _need_leader(deed, row)
    if not SheetMark.objects.filter(sheet__assessment=row, sheet__assessor=assessor, item=item).exists():
        raise AssessmentRequestError(f"{assessor} did not mark the item {item}.", remedy="Choose one who did.")
    values = {"assessor": assessor, "made_by": deed.actor, "made_at": deed.now}
    found, _ = Settlement.objects.update_or_create(assessment=row, item=item, defaults=values)
    _journal(deed, row, "evaluation.settle", item=item, assessor=assessor)
    return found


def _need_leader(deed: Deed, row: Assessment) -> None:
    if deed.actor != row.leader:
        raise EvaluationMayNotError(
            f"{deed.actor} is not the team leader of {row.number}.",
            why="The leader answers for the sheet.",
            remedy=f"Ask {row.leader}.",
        )


@transaction.atomic
def special_add(
    *, deed: Deed, viewer: Viewer, number: str, reason: str, requirement: str = "", is_bonus: bool = False
) -> SpecialPoint:
    """Write a special deduction or addition.

    Raises:
        EvaluationMayNotError: The person may not.
        MarksFaultyError: The scheme does not know it, its limit is reached, or the reason is missing.

    """
    _need(deed, viewer, "evaluation.mark")
    row = _open(viewer, number)
    _own_sheet(deed, row)
    made = SpecialPoint.objects.create(
        assessment=row, is_bonus=is_bonus, reason=reason.strip()[:500], requirement=requirement[:300],
        made_by=deed.actor, made_at=deed.now,
    )  # fmt: skip
    assessment_view(row)  # refuses what is beyond the scheme's limit, and the transaction undoes it
    _journal(deed, row, "evaluation.special", reason=made.reason, bonus=is_bonus)
    return made


@transaction.atomic
def special_correct(*, deed: Deed, viewer: Viewer, number: str, key: int, day: dt.date) -> SpecialPoint:
    """Note the day on which what a special deduction was for was corrected; possible until the decision.

    Raises:
        EvaluationMayNotError: The person may not.
        AssessmentRequestError: There is no such deduction.

    """
    _need(deed, viewer, "evaluation.mark")
    row = assessment_named(viewer, number)
    found = row.specials.filter(pk=key, is_bonus=False).first()
    if found is None or row.state in (AssessmentState.DECIDED, AssessmentState.REFUSED):
        raise AssessmentRequestError(
            f"The assessment {number} has no special deduction {key} that is open.", remedy="Choose one of its list."
        )
    found.corrected_on = day
    found.save(update_fields=["corrected_on"])
    _journal(deed, row, "evaluation.special", reason=found.reason, corrected=str(day))
    return found


@transaction.atomic
def visit_record(  # noqa: PLR0913  a form has these parts
    *, deed: Deed, viewer: Viewer, number: str, form: str, outlet: str, day: dt.date, answers: Mapping[str, str]
) -> Visit:
    """Write down a visit or an answered sheet.

    Raises:
        EvaluationMayNotError: The person may not.
        AssessmentRequestError: There is no such form, or an answer does not fit its question.

    """
    _need(deed, viewer, "evaluation.mark")
    row = _open(viewer, number)
    known = {one.code: one for one in tables.forms().latest.forms}
    faults = answer_faults(known[form], answers) if form in known else [f"{form}: there is no such form"]
    if faults:
        raise AssessmentRequestError(f"The form cannot be kept: {faults[0]}.", remedy="Correct it and send it again.")
    kept = {code: text.strip()[:500] for code, text in answers.items() if text.strip()}
    visit = Visit.objects.create(
        assessment=row,
        form=form,
        outlet=outlet[:200],
        visited_on=day,
        answers=kept,
        made_by=deed.actor,
        made_at=deed.now,
    )
    _journal(deed, row, "evaluation.visit", form=form, day=str(day))
    return visit


@transaction.atomic
def assessment_sign(*, deed: Deed, viewer: Viewer, number: str) -> AssessmentView:
    """Sign the score as the team leader: complete, and every difference settled. Marks then change no more.

    Raises:
        EvaluationMayNotError: The person is not the leader.
        AssessmentStateError: Something is open; it is named.

    """
    _need(deed, viewer, "evaluation.mark")
    row = _open(viewer, number)
    _need_leader(deed, row)
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
    _journal(deed, row, "evaluation.sign", score=row.score)
    return assessment_view(row)


@transaction.atomic
def assessment_decide(*, deed: Deed, viewer: Viewer, number: str, approves: bool, text: str) -> AssessmentView:
    """Decide on a signed assessment, as somebody who took no part in it.

    Raises:
        EvaluationMayNotError: The person may not, or took part.
        AssessmentStateError: It is not signed, or something stands in the way; it is named.

    """
    _need(deed, viewer, "evaluation.decide")
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
    _journal(deed, row, "evaluation.decide", approves=approves, level=row.level, text=text)
    return view
