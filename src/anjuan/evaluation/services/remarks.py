"""Special points and visits of an assessment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.evaluation.models import AssessmentState, SpecialPoint, Visit
from anjuan.evaluation.rules import tables
from anjuan.evaluation.rules.forms import answer_faults
from anjuan.evaluation.selectors import assessment_named, assessment_view
from anjuan.evaluation.services.rights import AssessmentRequestError, journal, need, open_assessment, own_sheet


@transaction.atomic
def special_add(
    *, deed: Deed, viewer: Viewer, number: str, reason: str, requirement: str = "", is_bonus: bool = False
) -> SpecialPoint:
    """Write a special deduction or addition.

    Raises:
        EvaluationMayNotError: The person may not.
        MarksFaultyError: The scheme does not know it, its limit is reached, or the reason is missing.

    """
    need(deed, viewer, "evaluation.mark")
    row = open_assessment(viewer, number)
    own_sheet(deed, row)
    made = SpecialPoint.objects.create(
        assessment=row, is_bonus=is_bonus, reason=reason.strip()[:500], requirement=requirement[:300],
        made_by=deed.actor, made_at=deed.now,
    )  # fmt: skip
    assessment_view(row)  # refuses what is beyond the scheme's limit, and the transaction undoes it
    journal(deed, row, action="evaluation.special", reason=made.reason, bonus=is_bonus)
    return made


@transaction.atomic
def special_correct(*, deed: Deed, viewer: Viewer, number: str, key: int, day: dt.date) -> SpecialPoint:
    """Note the day on which what a special deduction was for was corrected; possible until the decision.

    Raises:
        EvaluationMayNotError: The person may not.
        AssessmentRequestError: There is no such deduction.

    """
    need(deed, viewer, "evaluation.mark")
    row = assessment_named(viewer, number)
    found = row.specials.filter(pk=key, is_bonus=False).first()
    if found is None or row.state in (AssessmentState.DECIDED, AssessmentState.REFUSED):
        raise AssessmentRequestError(
            f"The assessment {number} has no special deduction {key} that is open.", remedy="Choose one of its list."
        )
    found.corrected_on = day
    found.save(update_fields=["corrected_on"])
    journal(deed, row, action="evaluation.special", reason=found.reason, corrected=str(day))
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
    need(deed, viewer, "evaluation.mark")
    row = open_assessment(viewer, number)
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
    journal(deed, row, action="evaluation.visit", form=form, day=str(day))
    return visit
