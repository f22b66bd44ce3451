"""Loans, and the rights that running ones give."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.db.models import Count, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.custody.models import Loan
from anjuan.custody.models.loans import LoanState
from anjuan.custody.rules import tables
from anjuan.custody.rules.lending import watermark_text

_READ = "case.read_assigned"


@dataclasses.dataclass(frozen=True, slots=True)
class LoanRow:
    """One loan.

    Attributes:
        documents: Titles of the papers lent; empty for the whole case.
        is_running: Whether it opens the case today.
        is_overdue: Whether its last day is over and it was not given back.

    """

    number: str
    case: str
    title: str
    borrower: str
    purpose_code: str
    purpose: str
    documents: tuple[str, ...]
    pages: str
    first_day: str
    last_day: str
    state: str
    requested_at: str
    decided_by: str
    decision: str
    is_running: bool
    is_overdue: bool


def viewer_with_loans(viewer: Viewer, today: dt.date) -> Viewer:
    """Return a person with what their running loans let them read today; no loan, no change. One query.

    Every door builds its viewer through this, so a loan ends by itself with its last day: nothing has to be taken
    back. Whoever may read no case by role reads what is lent, and nothing that was assigned in other times.
    """
    if viewer.user_id is None or viewer.sees_all or not viewer.roles:
        return viewer  # who holds no role any more, or may not log in, reads nothing
    lent = frozenset(loan.token for loan in _running(today).filter(borrower_id=viewer.user_id).only("pk"))
    if not lent:
        return viewer
    if viewer.may(_READ):
        return dataclasses.replace(viewer, tokens=viewer.tokens | lent)
    return dataclasses.replace(viewer, tokens=lent, capabilities=viewer.capabilities | {_READ})


def _running(today: dt.date) -> QuerySet[Loan]:
    return Loan.objects.filter(state=LoanState.APPROVED, first_day__lte=today, last_day__gte=today)


def loan_list(viewer: Viewer, *, today: dt.date, overdue: bool = False, limit: int = 200) -> list[LoanRow]:
    """Return loans, the newest first: all for those who allow loans, else one's own. Two queries.

    Args:
        viewer: Who asks.
        today: The day.
        overdue: Only those whose last day is over and that were not given back.
        limit: Most rows.

    """
    loans = Loan.objects.select_related("case").prefetch_related("documents")
    if not viewer.may("loan.approve"):
        loans = loans.filter(borrower_id=viewer.user_id or -1)
    if overdue:
        loans = loans.filter(state=LoanState.APPROVED, last_day__lt=today)
    return [_row(loan, today) for loan in loans[:limit]]


#: What the ledger is sorted by.
ORDERS = {
    "number": "number", "case": "case__number", "borrower": "borrower", "first": "first_day", "last": "last_day",
    "asked": "requested_at",
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class LoanFilter:
    """What narrows the ledger.

    Attributes:
        words: In the loan's number, the case's number or title, or the borrower's name.
        state: A state of a loan, or ``overdue``.
        days: First and last day (ISO), both inclusive, of which one at least is a day of the loan; "" for no limit.

    """

    words: str = ""
    state: str = ""
    days: tuple[str, str] = ("", "")


@dataclasses.dataclass(frozen=True, slots=True)
class LoanRows:
    """A slice of the ledger, how many there are, and how many of each state under the other filters."""

    rows: tuple[LoanRow, ...]
    total: int
    states: dict[str, int]


def loan_rows(
    viewer: Viewer, wanted: LoanFilter, *, today: dt.date, order: str = "-asked", offset: int = 0, limit: int = 20
) -> LoanRows:
    """Return a slice of the ledger of loans: all for those who allow loans, else one's own. Three queries."""
    loans = _wanted(viewer, wanted)
    overdue = Q(state=LoanState.APPROVED, last_day__lt=today)
    counts = {state: Count("pk", filter=Q(state=state)) for state in LoanState.values}
    states = loans.aggregate(all=Count("pk"), overdue=Count("pk", filter=overdue), **counts)
    states[""] = states.pop("all")
    if wanted.state == "overdue":
        loans = loans.filter(overdue)
    elif wanted.state:
        loans = loans.filter(state=wanted.state)
    field = ORDERS.get(order.removeprefix("-"), "requested_at")
    by = f"-{field}" if order.startswith("-") else field
    found = loans.select_related("case").prefetch_related("documents").order_by(by, "-pk")[offset : offset + limit]
    return LoanRows(tuple(_row(loan, today) for loan in found), states.get(wanted.state, 0), states)


def _wanted(viewer: Viewer, wanted: LoanFilter) -> QuerySet[Loan]:
    loans = Loan.objects.all() if viewer.may("loan.approve") else Loan.objects.filter(borrower_id=viewer.user_id or -1)
    for word in wanted.words.split():
        loans = loans.filter(
            Q(number__icontains=word) | Q(case__number__icontains=word) | Q(case__title__icontains=word)
            | Q(borrower__icontains=word)
        )  # fmt: skip
    first, last = wanted.days
    if first:
        loans = loans.filter(last_day__gte=first)
    return loans.filter(first_day__lte=last) if last else loans


def _row(loan: Loan, today: dt.date) -> LoanRow:
    is_open = loan.state == LoanState.APPROVED
    return LoanRow(
        number=loan.number,
        case=loan.case.number,
        title=loan.case.title,
        borrower=loan.borrower,
        purpose_code=loan.purpose_code,
        purpose=loan.purpose,
        documents=tuple(document.title for document in loan.documents.all()),
        pages=loan.pages,
        first_day=str(loan.first_day),
        last_day=str(loan.last_day),
        state=loan.state,
        requested_at=loan.requested_at.isoformat(timespec="seconds"),
        decided_by=loan.decided_by,
        decision=loan.decision,
        is_running=is_open and loan.first_day <= today <= loan.last_day,
        is_overdue=is_open and loan.last_day < today,
    )


def loan_watermark(viewer: Viewer, document_id: int, *, today: dt.date) -> str:
    """Return the text that must stand on a page of a document for this person, empty when none must. One query.

    It must when the person reads the document by a running loan, even when they could read it otherwise too.
    """
    if viewer.user_id is None:
        return ""
    mine = _running(today).filter(borrower_id=viewer.user_id, case__documents=document_id)
    for loan in mine.prefetch_related("documents").order_by("pk"):
        papers = [document.pk for document in loan.documents.all()]
        if not papers or document_id in papers:
            table = tables.lending().on(today)
            return watermark_text(table, name=viewer.name, date=today, loan=loan.number)
    return ""
