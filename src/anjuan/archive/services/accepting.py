"""What persons say of the values that papers gave a case: right as they stand, or not to be believed."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, CaseField, Correction
from anjuan.archive.services.correcting import case_field_set
from anjuan.archive.services.rights import need_describer
from anjuan.archive.services.sealed import case_need_open
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.kit.errors import NotFoundError

#: What stands for a value that a person rejected while no better one is known.
REJECTED = ""


class FieldUnknownError(NotFoundError):
    """The case has no such value, or not any more."""

    code = "ARCH-089"


@durable_transaction()
def case_field_accept(*, deed: Deed, viewer: Viewer, case: Case, name: str) -> None:
    """Accept a value as its paper states it: it stays with its place, and no later reading overrules it.

    Raises:
        DescribeMayNotError: The person may not.
        FieldUnknownError: The case has no such value.
        SealedCaseError: The case is sealed.

    """
    need_describer(deed, viewer)
    case_need_open(case)
    row = _value(case, name)
    if row.source == "person":
        return
    CaseField.objects.filter(pk=row.pk).update(source="person", confidence=1.0)
    Correction.objects.create(case=case, what=name, before=row.text, after=row.text, at=deed.now, by=deed.actor)
    journal_write(
        deed=deed, action="case.correct", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"field": name, "accepted": True},
    )  # fmt: skip
    case_unsettle(case_id=case.pk, deed=deed)


def case_field_reject(*, deed: Deed, viewer: Viewer, case: Case, name: str) -> None:
    """Reject a value: the field is empty until a person states it or takes this back; judging does not see it.

    Raises:
        DescribeMayNotError: The person may not.
        FieldUnknownError: The case has no such value.
        SealedCaseError: The case is sealed.

    """
    need_describer(deed, viewer)
    _value(case, name)
    case_field_set(deed=deed, viewer=viewer, case=case, name=name, value=REJECTED)


def _value(case: Case, name: str) -> CaseField:
    row = CaseField.objects.filter(case=case, name=name).first()
    if row is None:
        raise FieldUnknownError(
            f"Case {case.number} has no value {name!r}.",
            why="Another person may have set it right meanwhile.",
            remedy="Load the page again.",
        )
    return row
