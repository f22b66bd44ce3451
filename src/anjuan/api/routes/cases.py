"""Cases: the list, one case, its documents, what it states, what was done to it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema
from pydantic import AfterValidator, StrictBool, StrictFloat, StrictInt, StrictStr

from anjuan.api.access import READS, caller_of
from anjuan.api.faults import InvalidError
from anjuan.api.matching import IfMatch, need_match, tagged
from anjuan.api.shapes import Number, Sent, Slice, Text, Whole, opens
from anjuan.archive.rules.stated import SORTS, fits
from anjuan.archive.selectors import cases
from anjuan.archive.selectors.case_filters import ORDERS, PROBLEMS, CaseFilter
from anjuan.archive.selectors.casefiles import CONDITION
from anjuan.archive.selectors.findings import AuditFinding, FieldRow, audit_findings, case_fields
from anjuan.archive.selectors.sight import case_whole
from anjuan.archive.selectors.waiting import Question, case_questions
from anjuan.archive.services.correcting import case_condition_set, case_field_set
from anjuan.archive.services.reading_notes import reading_note
from anjuan.kit.errors import NotFoundError

router = Router(tags=["cases"])
_ORDERS = tuple(f"{sign}{name}" for name in ORDERS for sign in ("", "-"))
_MOST_EVENTS = 500


def _day(text: str) -> str:
    """Return a day that the calendar has."""
    if text:
        dt.date.fromisoformat(text)
    return text


class ConditionUnknownError(NotFoundError):
    """The case leaves no such condition open."""

    code = "API-013"


#: A day in ISO's way; the database holds nothing before the year 1000.
Day = Annotated[str, AfterValidator(_day), Field(pattern=r"^([1-9]\d{3}-\d{2}-\d{2})?$")]
Percent = Annotated[Whole, Field(ge=0, le=100)]
_SPANS = {"audited": "audited_on", "decided": "decided_on", "expires": "expires_on", "received": "received",
          "completeness": "completeness"}  # fmt: skip


class CaseQuery(Slice):
    """What a list of cases is narrowed to, and its order; days and percents from the first to the last, inclusive."""

    words: Text = ""
    field_code: Text = ""
    audit_type: Text = ""
    year: Annotated[Whole, Field(ge=1, le=9999)] | None = None
    state: Text = ""
    standard: Text = ""
    professional_code: Text = ""
    problem: Literal[("", *PROBLEMS, "failed")] = ""  # type: ignore[valid-type]
    number: Text = ""
    organisation: Text = ""
    reached: Literal["", "A", "B", "C", "D", "E", "F", "G"] = ""
    province: Text = ""
    leader: Text = ""
    audited_from: Day = ""
    audited_to: Day = ""
    decided_from: Day = ""
    decided_to: Day = ""
    expires_from: Day = ""
    expires_to: Day = ""
    received_from: Day = ""
    received_to: Day = ""
    completeness_from: Percent | None = None
    completeness_to: Percent | None = None
    order: Literal[_ORDERS] = "-updated_at"  # type: ignore[valid-type]


class CaseList(Schema):
    """A slice of the cases; ``states`` counts each state under the other filters, "" being all."""

    total: int
    states: dict[str, int]
    cases: list[cases.CaseRow]


class CaseChoices(Schema):
    """Values that the visible cases really have."""

    field_code: list[str]
    audit_type: list[str]
    year: list[int]
    province: list[str]


class CaseShown(Schema):
    """One case, with how many findings its last judgement has and the files that need somebody."""

    case: cases.CaseRow
    misses: int
    contradictions: int
    is_whole: bool
    documents: int
    troubles: list[cases.Trouble]


class DocumentList(Schema):
    """A slice of the documents of a case, in order."""

    total: int
    documents: list[cases.DocumentRow]


class FieldList(Schema):
    """What a case states, each value with the place it is taken from."""

    fields: list[FieldRow]


class FieldSent(Sent):
    """A value that a person states."""

    value: StrictBool | StrictInt | StrictFloat | StrictStr | list[StrictStr]


class QuestionList(Schema):
    """Conditions that the papers leave open, and those that were answered."""

    conditions: list[Question]


class ConditionSent(Sent):
    """The answer to a condition; null opens it again."""

    holds: StrictBool | None


class EventQuery(Schema):
    """How many events."""

    limit: Annotated[Whole, Field(ge=1, le=_MOST_EVENTS)] = 100


class EventList(Schema):
    """What was done to a case and its papers, the newest first."""

    events: list[cases.EventRow]


class FindingParts(Schema):
    """Findings that the audit raised, as its reports tell them."""

    findings: list[AuditFinding]


class Done(Schema):
    """That a deed was done."""

    done: bool = True


def opened(request: HttpRequest, number: str) -> cases.CaseView:
    """Return a case; that it was read is noted."""
    caller = caller_of(request)
    shown = cases.case_get(caller.viewer, number)
    reading_note(deed=caller.deed, viewer=caller.viewer, case=shown.row.number)
    return shown


@router.get("/cases", **opens(CaseList, "cases:read"))
def case_list(request: HttpRequest, wanted: Query[CaseQuery]) -> CaseList:
    """List the cases that the person may see, narrowed and ordered as on the page."""
    person = caller_of(request).need(*READS)
    found = cases.case_list(person, _filter(wanted), order=wanted.order, offset=wanted.offset, limit=wanted.limit)
    return CaseList(total=found.total, states=found.states, cases=list(found.rows))


def _filter(wanted: CaseQuery) -> CaseFilter:
    values = wanted.model_dump(exclude={"offset", "limit", "order"})
    for name, column in _SPANS.items():
        bounds = values.pop(f"{name}_from"), values.pop(f"{name}_to")
        values[column] = tuple("" if bound is None else str(bound) for bound in bounds)
    return CaseFilter(**values)


@router.get("/cases/choices", **opens(CaseChoices, "cases:read"))
def case_choices(request: HttpRequest) -> dict[str, Any]:
    """List the values that narrow the list of cases to something."""
    return dict(cases.case_choices(caller_of(request).need(*READS)))


@router.get("/cases/{number}", **opens(CaseShown, "cases:read"))
def case(request: HttpRequest, number: Number) -> CaseShown:
    """Show one case."""
    shown = opened(request, number)
    return CaseShown(
        case=shown.row, misses=shown.misses, contradictions=shown.contradictions, is_whole=shown.is_whole,
        documents=len(shown.documents), troubles=list(shown.troubles),
    )  # fmt: skip


@router.get("/cases/{number}/documents", **opens(DocumentList, "cases:read"))
def case_documents(request: HttpRequest, number: Number, part: Query[Slice]) -> DocumentList:
    """List the documents of a case."""
    rows = opened(request, number).documents
    return DocumentList(total=len(rows), documents=list(rows[part.offset : part.offset + part.limit]))


@router.get("/cases/{number}/fields", **opens(FieldList, "cases:read"))
def fields(request: HttpRequest, response: HttpResponse, number: Number) -> FieldList:
    """List what a case states, each value with its document, page and box; its ETag matches edits of one."""
    shown = _fields(request, number)
    opened(request, number)
    tagged(response, shown)
    return shown


def _fields(request: HttpRequest, number: str) -> FieldList:
    person = caller_of(request).viewer
    case_whole(person, number)
    return FieldList(fields=[row for row in case_fields(person, number) if not row.name.startswith(CONDITION)])


@router.put("/cases/{number}/fields/{name}", **opens(Done, "cases:write"))
def field_state(request: HttpRequest, number: Number, name: Number, sent: FieldSent, if_match: IfMatch = None) -> Done:
    """State a field of a case; papers do not overrule it."""
    caller = caller_of(request)
    found = case_whole(caller.need("case.describe"), number)
    if if_match:
        need_match(if_match, _fields(request, number))
    if not fits(name, sent.value):
        raise InvalidError(
            f"The value does not fit the field {name!r}, which takes a {SORTS[name]}."
            if name in SORTS
            else f"There is no field {name!r} that can be stated.",
            remedy="Compare it with the glossary of fields.",
        )
    case_field_set(deed=caller.deed, viewer=caller.viewer, case=found, name=name, value=sent.value)
    return Done()


@router.delete("/cases/{number}/fields/{name}", **opens(Done, "cases:write"))
def field_take_back(request: HttpRequest, number: Number, name: Number, if_match: IfMatch = None) -> Done:
    """Take back what a person stated of a field; the papers count again."""
    caller = caller_of(request)
    found = case_whole(caller.need("case.describe"), number)
    if if_match:
        need_match(if_match, _fields(request, number))
    if name not in SORTS:
        raise InvalidError(f"There is no field {name!r} that can be stated.", remedy="Compare it with the glossary.")
    case_field_set(deed=caller.deed, viewer=caller.viewer, case=found, name=name, value=None)
    return Done()


@router.get("/cases/{number}/conditions", **opens(QuestionList, "cases:read"))
def conditions(request: HttpRequest, number: Number) -> QuestionList:
    """List the conditions of a case that the papers leave open."""
    rows = case_questions(caller_of(request).viewer, number)
    opened(request, number)
    return QuestionList(conditions=rows)


@router.put("/cases/{number}/conditions/{code}", **opens(Done, "cases:write"))
def condition_answer(request: HttpRequest, number: Number, code: Number, sent: ConditionSent) -> Done:
    """Answer a condition of a case, or open it again with null."""
    caller = caller_of(request)
    found = case_whole(caller.need("case.describe"), number)
    if code not in {question.code for question in case_questions(caller.viewer, number)}:
        raise ConditionUnknownError(
            f"The case {found.number} leaves no condition {code!r} open.", remedy="Choose one of those it lists."
        )
    case_condition_set(deed=caller.deed, viewer=caller.viewer, case=found, condition=code, holds=sent.holds)
    return Done()


@router.get("/cases/{number}/events", **opens(EventList, "cases:read"))
def events(request: HttpRequest, number: Number, newest: Query[EventQuery]) -> EventList:
    """List what was done to a case and its papers, the newest first."""
    opened(request, number)
    return EventList(events=cases.case_events(caller_of(request).viewer, number, limit=newest.limit))


@router.get("/cases/{number}/findings", **opens(FindingParts, "cases:read"))
def findings(request: HttpRequest, number: Number) -> FindingParts:
    """List the nonconformities and observations that the audit raised, as its papers report them."""
    opened(request, number)
    return FindingParts(findings=audit_findings(caller_of(request).viewer, number))
