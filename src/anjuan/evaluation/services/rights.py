"""Who may do what to an assessment, and in which state."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.journal import journal_write
from anjuan.evaluation.models import Assessment, AssessmentState, Sheet
from anjuan.evaluation.selectors import assessment_named
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


def need(deed: Deed, viewer: Viewer, capability: str) -> None:
    """Do nothing when the person who acts may do a thing.

    Raises:
        EvaluationMayNotError: None of the person's roles allows it.

    """
    if viewer.name != deed.actor or not viewer.may(capability):
        raise EvaluationMayNotError(
            f"{deed.actor} may not do this: it needs {capability}.",
            remedy="Ask the security keeper for a role that allows it.",
        )


def journal(deed: Deed, row: Assessment, action: str, **detail: object) -> None:
    """Write a deed of an assessment into the journal."""
    journal_write(
        deed=deed, action=action, subject=f"evaluation.assessment:{row.pk}", label=str(row)[:200], detail=dict(detail)
    )


def open_assessment(viewer: Viewer, number: str) -> Assessment:
    """Return an assessment that can still be marked, locked for this deed.

    Raises:
        AssessmentUnknownError: There is none for this person.
        AssessmentStateError: It is signed already.

    """
    assessment_named(viewer, number)
    row = Assessment.objects.select_for_update().select_related("scheme").get(number=number)
    if row.state != AssessmentState.OPEN:
        raise AssessmentStateError(
            f"The assessment {number} is {row.state} already.", remedy="Open a new one for a new assessment."
        )
    return row


def own_sheet(deed: Deed, row: Assessment) -> Sheet:
    """Return the sheet of the person who acts.

    Raises:
        EvaluationMayNotError: They have none.

    """
    sheet = row.sheets.filter(assessor=deed.actor).first()
    if sheet is None:
        raise EvaluationMayNotError(
            f"{deed.actor} has no sheet in the assessment {row.number}.",
            why="Each assessor writes a sheet of their own.",
            remedy="Have the project manager add you to the team.",
        )
    return sheet


def need_leader(deed: Deed, row: Assessment) -> None:
    """Do nothing when the team leader acts.

    Raises:
        EvaluationMayNotError: It is somebody else.

    """
    if deed.actor != row.leader:
        raise EvaluationMayNotError(
            f"{deed.actor} is not the team leader of {row.number}.",
            why="The leader answers for the sheet.",
            remedy=f"Ask {row.leader}.",
        )
