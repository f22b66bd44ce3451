from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anjuan.archive.findable.records import records_of
from anjuan.archive.models import Case, CaseReader, Document, Page
from anjuan.archive.selectors.case_filters import CaseFilter
from anjuan.archive.selectors.cases import case_get, case_list, document_get
from anjuan.archive.selectors.sight import CaseUnknownError, DocumentUnknownError, documents_of
from anjuan.custody.selectors.loans import loan_list, loan_watermark, viewer_with_loans
from anjuan.custody.services.loans import (
    LoanRequestError,
    LoanStateError,
    LoanUnknownError,
    Wanted,
    loan_decide,
    loan_request,
    loan_return,
    loans_close,
)
from anjuan.custody.services.rights import CustodyMayNotError, SamePersonError

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)
LAST = dt.date(2026, 3, 10)


@pytest.fixture
def borrower(person):
    return person("wu", "auditor")


@pytest.fixture
def wanted(case) -> Wanted:
    return Wanted(case.number, "audit_preparation", "准备监督审核", TODAY, LAST)


@pytest.fixture
def lent(borrower, chief, wanted):
    loan = loan_request(**borrower, wanted=wanted)
    return loan_decide(**chief, number=loan.number, approves=True)


def reads(borrower, case: Case, day: dt.date) -> bool:
    viewer = viewer_with_loans(borrower["viewer"], day)
    try:
        case_get(viewer, case.number)
    except CaseUnknownError:
        return False
    return documents_of(viewer).filter(case=case).exists()


def test_asking_opens_nothing(borrower, wanted, case):
    loan_request(**borrower, wanted=wanted)
    assert not reads(borrower, case, TODAY)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(TODAY - dt.timedelta(1), False), (TODAY, True), (LAST, True), (LAST + dt.timedelta(1), False)],
)
def test_a_loan_opens_its_case_from_its_first_day_to_its_last_and_ends_by_itself(lent, borrower, case, day, expected):
    assert reads(borrower, case, day) is expected


def test_a_loan_opens_no_other_case(lent, borrower):
    assert not reads(borrower, Case.objects.get(title="乙公司"), TODAY)


def test_a_loan_opens_its_case_to_nobody_else(lent, person, case):
    assert not reads(person("other", "auditor"), case, TODAY)


def test_a_refused_loan_opens_nothing(borrower, chief, wanted, case):
    loan = loan_request(**borrower, wanted=wanted)
    loan_decide(**chief, number=loan.number, approves=False, text="无关")
    assert not reads(borrower, case, TODAY)


def test_a_returned_loan_reads_nothing_more(lent, borrower, case):
    loan_return(**borrower, number=lent.number)
    assert not reads(borrower, case, TODAY)
    assert not CaseReader.objects.filter(token=lent.token).exists()


def test_an_approver_calls_a_loan_in_and_a_stranger_does_not(lent, chief, person, borrower, case):
    with pytest.raises(CustodyMayNotError):
        loan_return(**person("other", "auditor"), number=lent.number)
    loan_return(**chief, number=lent.number)
    assert not reads(borrower, case, TODAY)


def test_lent_papers_open_and_the_others_of_the_case_do_not(borrower, chief, wanted, case):
    paper, other = Document.objects.filter(case=case).order_by("sequence")
    loan = loan_request(**borrower, wanted=dataclasses.replace(wanted, documents=(paper.pk,)))
    loan_decide(**chief, number=loan.number, approves=True)
    viewer = viewer_with_loans(borrower["viewer"], TODAY)
    assert document_get(viewer, paper.pk).id == paper.pk
    with pytest.raises(DocumentUnknownError):
        document_get(viewer, other.pk)


def test_search_shows_a_borrower_only_the_papers_lent(borrower, chief, wanted, case):
    paper = Document.objects.filter(case=case).order_by("sequence").first()
    loan = loan_request(**borrower, wanted=dataclasses.replace(wanted, documents=(paper.pk,)))
    loan_decide(**chief, number=loan.number, approves=True)
    pages = Page.objects.filter(document__case=case).select_related("document__case", "original_page")
    tokens = {page.document_id: record.readers for page, record in zip(pages, records_of(pages), strict=True)}
    assert [document for document, readers in tokens.items() if loan.token in readers] == [paper.pk]


def test_who_may_read_nothing_by_role_reads_what_is_lent_and_nothing_assigned_before(lent, borrower, case):
    stranger = dataclasses.replace(borrower["viewer"], capabilities=frozenset())
    CaseReader.objects.create(
        case=Case.objects.get(title="乙公司"), token=f"user:{stranger.user_id}", granted_at="2026-01-01T00:00Z",
        granted_by="x",
    )  # fmt: skip
    found = case_list(viewer_with_loans(stranger, TODAY), CaseFilter())
    assert [row.number for row in found.rows] == [case.number]


def test_who_holds_no_role_any_more_reads_nothing_by_a_loan(lent, borrower, case):
    gone = dataclasses.replace(borrower["viewer"], roles=frozenset(), capabilities=frozenset())
    assert viewer_with_loans(gone, TODAY) is gone


def test_nobody_allows_what_they_asked_for(person, wanted):
    both = person("both", "auditor", "chief_archivist")
    loan = loan_request(**both, wanted=wanted)
    with pytest.raises(SamePersonError):
        loan_decide(**both, number=loan.number, approves=True)


def test_only_who_may_allows(borrower, person, wanted):
    loan = loan_request(**borrower, wanted=wanted)
    with pytest.raises(CustodyMayNotError):
        loan_decide(**person("other", "auditor"), number=loan.number, approves=True)


def test_a_loan_is_decided_once(lent, chief):
    with pytest.raises(LoanStateError):
        loan_decide(**chief, number=lent.number, approves=False)


def test_a_request_whose_days_are_over_is_not_allowed_any_more(borrower, chief, wanted, clock):
    loan = loan_request(**borrower, wanted=wanted)
    late = {**chief, "deed": dataclasses.replace(chief["deed"], now=clock.now() + dt.timedelta(days=30))}
    with pytest.raises(LoanStateError):
        loan_decide(**late, number=loan.number, approves=True)


@pytest.mark.parametrize(
    "change",
    [{"purpose_code": "fun"}, {"purpose": " "}, {"last_day": TODAY - dt.timedelta(1)},
     {"last_day": TODAY + dt.timedelta(30)}, {"first_day": LAST + dt.timedelta(1)}],
)  # fmt: skip
def test_a_loan_without_purpose_or_with_wrong_days_is_refused(borrower, wanted, change):
    with pytest.raises(LoanRequestError):
        loan_request(**borrower, wanted=dataclasses.replace(wanted, **change))


def test_a_paper_of_another_case_cannot_be_borrowed_with_this_one(borrower, wanted):
    foreign = Document.objects.get(case__title="乙公司")
    with pytest.raises(LoanUnknownError):
        loan_request(**borrower, wanted=dataclasses.replace(wanted, documents=(foreign.pk,)))


def test_loans_not_given_back_are_overdue_the_day_after(lent, chief):
    def overdue(day):
        return [row.number for row in loan_list(chief["viewer"], today=day, overdue=True)]

    assert (overdue(LAST), overdue(LAST + dt.timedelta(1))) == ([], [lent.number])


def test_closing_takes_the_readers_of_overdue_loans_away(lent, deed):
    later = dataclasses.replace(deed, now=deed.now + dt.timedelta(days=30))
    assert loans_close(deed=later) == 1
    assert not CaseReader.objects.filter(token=lent.token).exists()


def test_one_sees_ones_own_loans_and_an_approver_all(lent, borrower, chief, person):
    assert [row.number for row in loan_list(borrower["viewer"], today=TODAY)] == [lent.number]
    assert [row.is_running for row in loan_list(chief["viewer"], today=TODAY)] == [True]
    assert loan_list(person("other", "auditor")["viewer"], today=TODAY) == []


def test_a_list_of_loans_takes_two_queries(lent, chief):
    with CaptureQueriesContext(connection) as captured:
        loan_list(chief["viewer"], today=TODAY)
    assert len(captured) == 2


def test_lent_pages_carry_a_mark_while_the_loan_runs(lent, borrower, case):
    paper = Document.objects.filter(case=case).first().pk
    marks = [loan_watermark(borrower["viewer"], paper, today=day) for day in (TODAY, LAST + dt.timedelta(1))]
    assert marks == [f"wu 2026-03-02 借阅 {lent.number}", ""]


def test_who_reads_by_role_needs_no_loan_and_no_mark(lent, chief, case):
    assert loan_watermark(chief["viewer"], Document.objects.filter(case=case).first().pk, today=TODAY) == ""
    assert viewer_with_loans(chief["viewer"], TODAY) is chief["viewer"]
