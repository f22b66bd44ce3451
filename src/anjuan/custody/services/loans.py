"""Lending 借阅: asked for with a purpose, allowed by somebody else, ended by its last day at the latest."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case
from anjuan.archive.models.cases import CaseState
from anjuan.archive.services.cases import case_grant_reading, case_withdraw_reading
from anjuan.custody.models import Loan
from anjuan.custody.models.loans import LoanState
from anjuan.custody.rules import tables
from anjuan.custody.rules.lending import period_faults
from anjuan.custody.services.rights import need_another, need_person
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import NotFoundError, RefusedError, UsageError


class LoanRequestError(UsageError):
    """A loan is asked for in a way that cannot be allowed."""

    code = "CUST-040"


class LoanStateError(RefusedError):
    """A deed does not fit how far a loan is."""

    code = "CUST-041"
    http_status = 409


class LoanUnknownError(NotFoundError):
    """There is no such loan, or no such case to lend."""

    code = "CUST-042"


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What a borrower asks for.

    Attributes:
        case: The number of the case. Its contents are shown to nobody by asking.
        purpose_code: One of the table's purposes.
        purpose: In words.
        first_day: The first day of reading.
        last_day: The last day of reading, inclusive.
        documents: Keys of papers of the case; empty for the whole case.
        pages: Pages wanted, in words; for the approver, the papers are opened whole.

    """

    case: str
    purpose_code: str
    purpose: str
    first_day: dt.date
    last_day: dt.date
    documents: tuple[int, ...] = ()
    pages: str = ""


def _today(deed: Deed) -> dt.date:
    return deed.now.astimezone(CHINA).date()


@durable_transaction()
def loan_request(*, deed: Deed, viewer: Viewer, wanted: Wanted) -> Loan:
    """Ask for a case, or papers of it, for reading.

    Raises:
        CustodyMayNotError: The person may not borrow.
        LoanRequestError: Purpose or days are wrong.
        LoanUnknownError: There is no such case, or no such paper in it.

    """
    need_person(deed, viewer, "loan.request")
    table = tables.lending().on(_today(deed))
    faults = list(period_faults(table, wanted.first_day, wanted.last_day, _today(deed)))
    if wanted.purpose_code not in {item.code for item in table.purposes} or not wanted.purpose.strip():
        faults.append("its purpose is none of the table, or is not said in words")
    if faults:
        raise LoanRequestError(f"The loan cannot be asked for: {'; '.join(faults)}.", remedy="Correct it.")
    case = Case.objects.filter(number=wanted.case).exclude(state=CaseState.DESTROYED).first()
    papers = list(case.documents.filter(pk__in=wanted.documents, removed=False)) if case else []
    if case is None or len(papers) != len(set(wanted.documents)):
        raise LoanUnknownError(
            f"There is no case {wanted.case!r} to borrow, or not all the papers named are in it.",
            remedy="Check the number with an archivist.",
        )
    loan = Loan.objects.create(
        number=_next_number(deed), case=case, pages=wanted.pages[:200], borrower_id=viewer.user_id or 0,
        borrower=deed.actor, purpose_code=wanted.purpose_code, purpose=wanted.purpose[:500],
        first_day=wanted.first_day, last_day=wanted.last_day, requested_at=deed.now,
    )  # fmt: skip
    loan.documents.set(papers)
    _journal(deed, loan, action="loan.request", purpose=wanted.purpose, until=str(wanted.last_day))
    return loan


def _next_number(deed: Deed) -> str:
    prefix = f"JY-{_today(deed).year}-"
    last = Loan.objects.filter(number__startswith=prefix).order_by("number").last()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:05d}"


def _journal(deed: Deed, loan: Loan, *, action: str, **detail: object) -> None:
    journal_write(
        deed=deed, action=action, subject=f"archive.case:{loan.case_id}", label=str(loan.case),
        detail={"loan": loan.number, "borrower": loan.borrower, **detail},
    )  # fmt: skip


def _loan(number: str, *states: LoanState) -> Loan:
    loan = Loan.objects.select_for_update().select_related("case").filter(number=number).first()
    if loan is None:
        raise LoanUnknownError(f"There is no loan {number!r}.", remedy="Look at the list of loans.")
    if loan.state not in states:
        raise LoanStateError(f"The loan {number} is {loan.state} already.", remedy="Ask for a new one.")
    return loan


@durable_transaction()
def loan_decide(*, deed: Deed, viewer: Viewer, number: str, approves: bool, text: str = "") -> Loan:
    """Allow or refuse a loan that somebody else asked for. An allowed one opens the case on its first day.

    Raises:
        CustodyMayNotError: The person may not.
        SamePersonError: The person asked for it.
        LoanUnknownError: There is no such loan.
        LoanStateError: It is decided already, or its days are over.

    """
    need_person(deed, viewer, "loan.approve")
    loan = _loan(number, LoanState.REQUESTED)
    need_another(deed, [loan.borrower], "allow what they asked for")
    if approves and (loan.last_day < _today(deed) or loan.case.state == CaseState.DESTROYED):
        raise LoanStateError(
            f"The loan {number} would have ended on {loan.last_day}, or its case is destroyed.",
            remedy="Have it asked for again.",
        )
    loan.state = LoanState.APPROVED if approves else LoanState.REFUSED
    loan.decided_at, loan.decided_by, loan.decision = deed.now, deed.actor, text[:500]
    loan.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    if approves:
        papers: list[int | None] = [*loan.documents.values_list("pk", flat=True)]
        for document_id in papers or [None]:
            case_grant_reading(deed=deed, case=loan.case, token=loan.token, document_id=document_id)
    _journal(deed, loan, action="loan.decide", approves=approves, text=text)
    return loan


@durable_transaction()
def loan_return(*, deed: Deed, viewer: Viewer, number: str) -> Loan:
    """End a loan: the borrower gives it back, or takes a request back, or an approver calls it in.

    Raises:
        CustodyMayNotError: The person is neither the borrower nor an approver.
        LoanUnknownError: There is no such loan.
        LoanStateError: It has ended already.

    """
    loan = _loan(number, LoanState.REQUESTED, LoanState.APPROVED)
    if deed.actor != loan.borrower or viewer.name != deed.actor:
        need_person(deed, viewer, "loan.approve")
    was_open = loan.state == LoanState.APPROVED
    loan.state = LoanState.RETURNED if was_open else LoanState.WITHDRAWN
    loan.returned_at = deed.now
    loan.save(update_fields=["state", "returned_at"])
    case_withdraw_reading(deed=deed, case=loan.case, token=loan.token)
    _journal(deed, loan, action="loan.return")
    return loan


@durable_transaction()
def loans_close(*, deed: Deed) -> int:
    """Close loans whose last day is over and take their readers away; return how many.

    Nobody reads by them any more in any case: this tidies what is left in lists and in the index.
    """
    over = list(Loan.objects.select_related("case").filter(state=LoanState.APPROVED, last_day__lt=_today(deed)))
    for loan in over:
        case_withdraw_reading(deed=deed, case=loan.case, token=loan.token)
    return len(over)
