"""Every deed that is done to many things at once: those of the archive, of preservation and of custody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.sight import CaseUnknownError, cases_of
from anjuan.archive.services.bulk import Done, Hand, NothingToDoError
from anjuan.archive.services.bulk_hands import ARCHIVE_HANDS, case_whole_by_key
from anjuan.custody.services.loans import Wanted, loan_request, loan_return
from anjuan.preservation.services.property_orders import property_test_order


def hands() -> Mapping[str, Hand]:
    """Return how each deed is done, by its name."""
    return {**ARCHIVE_HANDS, "loan": Hand(_borrow, _give_back), "properties": Hand(_test)}


def _borrow(deed: Deed, viewer: Viewer, case_id: int, inputs: Mapping[str, str]) -> Done:
    case: Case | None = cases_of(viewer).filter(pk=case_id).first()
    if case is None:
        raise CaseUnknownError("There is no such case that you may see.", remedy="Load the list again.")
    wanted = Wanted(
        case.number, inputs.get("purpose_code", ""), inputs.get("purpose", ""), _day(inputs, "first_day"),
        _day(inputs, "last_day"),
    )  # fmt: skip
    loan = loan_request(deed=deed, viewer=viewer, wanted=wanted)
    return Done(before={"loan": loan.number})


def _day(inputs: Mapping[str, str], name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(inputs.get(name, ""))
    except ValueError:
        raise NothingToDoError("The days of the loan are not said.", remedy="Give its first and last day.") from None


def _give_back(deed: Deed, viewer: Viewer, _case_id: int, before: Mapping[str, Any]) -> None:
    loan_return(deed=deed, viewer=viewer, number=before["loan"])


def _test(deed: Deed, viewer: Viewer, case_id: int, _inputs: Mapping[str, str]) -> Done:
    property_test_order(deed=deed, viewer=viewer, case=case_whole_by_key(viewer, case_id))
    return Done()
