"""What the tests of keeping look at: a loan, a hold, an appraisal list, a destroyed case."""

from __future__ import annotations

import datetime as dt

from tests.web.made import NOW, Shelf

from anjuan.archive.models import Case
from anjuan.archive.models.cases import CaseState
from anjuan.custody.models import (
    AppraisalItem,
    AppraisalList,
    DestructionRecord,
    Hold,
    Loan,
    Opinion,
    Retention,
    Supervision,
)
from anjuan.custody.models.destruction import AppraisalState, ListState
from anjuan.kit.clock import today_in_china
from anjuan.web.visitor import CLOCK

#: How far a list must be for a deed.
STATES = {"appraisal_decide": ListState.SUBMITTED, "appraisal_supervise": ListState.APPROVED}


def lent(name: str, shelf: Shelf, *, borrower: str = "wu", borrower_id: int = 999, state: str = "requested") -> Loan:
    """Return the one loan of the test, made when it is asked for first."""
    today = today_in_china(CLOCK)
    loan, _ = Loan.objects.get_or_create(
        number="JY-2026-00001",
        defaults={
            "case": shelf.case, "borrower_id": borrower_id, "borrower": borrower, "purpose_code": "work",
            "purpose": "查考", "first_day": today, "last_day": today + dt.timedelta(days=6), "requested_at": NOW,
            "state": state,
        },
    )  # fmt: skip
    return loan


def held(shelf: Shelf) -> Hold:
    return Hold.objects.create(
        case=shelf.case, reason_code="complaint", reason="客户投诉", begins=NOW.date(), placed_at=NOW, placed_by="zhao"
    )


def over(case: Case) -> None:
    """Let the retention of a sealed case be over."""
    Case.objects.filter(pk=case.pk).update(state=CaseState.SEALED, reference_code="J001-A01-2010-D10-0001")
    Retention.objects.update_or_create(
        case=case,
        defaults={
            "class_code": "D10", "outcome": "until", "keep_until": dt.date(2020, 6, 30), "edition": "2026",
            "computed_at": NOW, "stated": {"valid_until": "2010-06-30", "cycle_end": "2010-06-30"},
        },
    )  # fmt: skip


def kept_list(name: str, shelf: Shelf) -> AppraisalList:
    """Return the one list of the test, as far as a deed wants it."""
    listed, made = AppraisalList.objects.get_or_create(
        number="JD-2026-0001",
        defaults={
            "title": "到期鉴定", "made_at": NOW, "made_by": "zhao", "state": STATES.get(name, ListState.DRAFT),
            "decided_by": "sun" if STATES.get(name) == ListState.APPROVED else "",
        },
    )  # fmt: skip
    if made:
        over(shelf.case)
        AppraisalItem.objects.create(list=listed, case=shelf.case, keep_until=dt.date(2020, 6, 30))
    return listed


def agreed(listed: AppraisalList, *members: str) -> None:
    for member in members:
        Opinion.objects.create(list=listed, member=member, agrees=True, at=NOW)


def signed(listed: AppraisalList, *supervisors: str) -> None:
    for supervisor in supervisors:
        Supervision.objects.create(list=listed, supervisor=supervisor, at=NOW)


def destroyed(shelf: Shelf) -> DestructionRecord:
    """Return the entry of a destroyed case."""
    found = DestructionRecord.objects.first()
    if found:
        return found
    listed = kept_list("appraisal", shelf)
    AppraisalItem.objects.filter(list=listed).update(state=AppraisalState.DESTROYED)
    return DestructionRecord.objects.create(
        case=shelf.case, list_number=listed.number, case_number=shelf.case.number,
        reference_code="J001-A01-2010-D10-0001", title=shelf.case.title, class_code="D10",
        keep_until=dt.date(2020, 6, 30), documents_count=1, pages_count=2, method="erase", made_by="li",
        approved_by="sun", approved_at=NOW, supervisors=["chief", "zhou"], destroyed_at=NOW, destroyed_by="li",
        documents=[{"code": "J001-1", "sequence": 1, "title": "审核报告", "kind": "D12", "pages": 2,
                    "sha256": "ab" * 32, "sm3": "cd" * 32}],
    )  # fmt: skip
