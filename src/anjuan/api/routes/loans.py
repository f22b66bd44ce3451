"""Loans: one's own or, for who allows them, all; asking, allowing, giving back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import BeforeValidator, StrictBool, StrictInt, StringConstraints

from anjuan.api.access import Caller, caller_of
from anjuan.api.repeating import done_once
from anjuan.api.shapes import Number, OnceHeader, Sent, Text, Truth, Whole, opens
from anjuan.custody.selectors.loans import LoanRow, loan_list
from anjuan.custody.services.loans import LoanUnknownError, Wanted, loan_decide, loan_request, loan_return

router = Router(tags=["loans"])
_BORROWS, _LENDS = "loan.request", "loan.approve"
_MOST = 200


def _date(value: object) -> object:
    """Return the day of an ISO date; JSON has none of its own."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[dt.date, BeforeValidator(_date), Field(json_schema_extra={"type": "string", "format": "date"})]
Said = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class LoanQuery(Schema):
    """Which loans, the newest first."""

    overdue: Truth = False
    limit: Annotated[Whole, Field(ge=1, le=_MOST)] = 50


class LoanList(Schema):
    """Loans of the person, or all for who allows loans."""

    loans: list[LoanRow]


class LoanSent(Sent):
    """What is asked for: a case, or some of its papers, for a purpose and some days, both inclusive."""

    case: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00]*$")]
    purpose_code: Text
    purpose: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$")]
    first_day: Day
    last_day: Day
    documents: Annotated[list[Annotated[StrictInt, Field(ge=1, le=2**63 - 1)]], Field(max_length=500)] = Field(
        default_factory=list
    )
    pages: Text = ""


class DecisionSent(Sent):
    """Whether a loan is allowed, with what is said of it."""

    approves: StrictBool
    text: Said = ""


class LoanShown(Schema):
    """One loan."""

    loan: LoanRow


def _shown(caller: Caller, number: str) -> LoanShown:
    rows = loan_list(caller.viewer, today=caller.today, limit=100_000)
    found = next((row for row in rows if row.number == number), None)
    if found is None:
        raise LoanUnknownError(f"There is no loan {number!r} of yours.", remedy="Look at the list of loans.")
    return LoanShown(loan=_told(caller, found))


def _told(caller: Caller, row: LoanRow) -> LoanRow:
    """Return a loan without what names the client and the papers, until the loan opens the case."""
    if caller.viewer.may(_LENDS) or row.is_running:
        return row
    return dataclasses.replace(row, title="", documents=())


@router.get("/loans", **opens(LoanList, "loans:read"))
def loans(request: HttpRequest, asked: Query[LoanQuery]) -> LoanList:
    """List the person's loans, or all of them for who allows loans."""
    caller = caller_of(request)
    person = caller.need(_BORROWS, _LENDS)
    rows = loan_list(person, today=caller.today, overdue=asked.overdue, limit=asked.limit)
    return LoanList(loans=[_told(caller, row) for row in rows])


@router.post("/loans", **opens(LoanShown, "loans:write", status=201))
def ask(request: HttpRequest, sent: LoanSent, idempotency_key: OnceHeader = None) -> HttpResponse:
    """Ask for a case, or papers of it, for reading."""
    caller = caller_of(request)
    person = caller.need(_BORROWS)

    def work() -> LoanShown:
        wanted = Wanted(
            sent.case, sent.purpose_code, sent.purpose, sent.first_day, sent.last_day, tuple(sent.documents), sent.pages
        )
        return _shown(caller, loan_request(deed=caller.deed, viewer=person, wanted=wanted).number)

    return done_once(request, idempotency_key, work, status=201)


@router.post("/loans/{number}/decision", **opens(LoanShown, "loans:write"))
def decide(request: HttpRequest, number: Number, sent: DecisionSent) -> LoanShown:
    """Allow or refuse a loan that somebody else asked for."""
    caller = caller_of(request)
    person = caller.need(_LENDS)
    loan_decide(deed=caller.deed, viewer=person, number=number, approves=sent.approves, text=sent.text)
    return _shown(caller, number)


@router.post("/loans/{number}/return", **opens(LoanShown, "loans:write"))
def give_back(request: HttpRequest, number: Number) -> LoanShown:
    """Give a loan back, or take a request back."""
    caller = caller_of(request)
    person = caller.need(_BORROWS, _LENDS)
    _shown(caller, number)
    loan_return(deed=caller.deed, viewer=person, number=number)
    return _shown(caller, number)
