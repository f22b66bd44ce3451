from __future__ import annotations

import datetime as dt

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.journal import journal_verify
from anjuan.accounts.selectors.people import system_viewer, viewer_of
from anjuan.accounts.services.people import role_grant, user_create
from anjuan.archive.models import Case, Document
from anjuan.archive.selectors.sight import CaseUnknownError, DocumentUnknownError
from anjuan.archive.services.cases import case_grant_reading
from anjuan.archive.services.reading_notes import reading_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(take_in, desk, deed):
    take_in(desk)
    user = user_create(deed=deed, username="wang", password="correct horse battery")
    role_grant(deed=deed, user=user, role="auditor")
    case_grant_reading(deed=deed, case=Case.objects.get(title="甲公司"), token=f"user:{user.pk}")
    return viewer_of(user, dt.date(2026, 3, 2))


@pytest.fixture
def look(wang, clock):
    """Give a function by which wang looks at something."""
    return lambda **what: reading_note(deed=Deed("wang", clock.now()), viewer=wang, **what)


def reads() -> list[tuple[str, str, str]]:
    return list(JournalEntry.objects.filter(action__endswith=".read").values_list("actor", "action", "label"))


def test_a_look_into_a_case_and_its_paper_is_in_the_journal(look):
    number = Case.objects.get(title="甲公司").number
    assert look(case=number, document_id=Document.objects.get(title="申请书").pk)
    assert reads() == [
        ("wang", "case.read", f"{number} 甲公司"),
        ("wang", "document.read", f"{number} 申请书"),
    ]
    assert not journal_verify().breaks


def test_leafing_through_a_paper_is_noted_once_an_hour(look, clock):
    paper = Document.objects.get(title="申请书").pk
    assert [look(document_id=paper) for _ in range(3)] == [True, False, False]
    clock.move(dt.timedelta(hours=1))
    assert look(document_id=paper)
    assert len(reads()) == 2


def test_two_people_are_noted_each(look, clock, wang):
    look(case="甲公司")
    assert reading_note(deed=Deed("system", clock.now()), viewer=system_viewer(), case="甲公司")
    assert [actor for actor, _, _ in reads()] == ["wang", "system"]


def test_what_a_person_may_not_see_is_not_noted_as_read(look):
    hidden = Document.objects.get(case__title="乙公司")
    with pytest.raises(DocumentUnknownError):
        look(document_id=hidden.pk)
    with pytest.raises(CaseUnknownError):
        look(case=hidden.case.number)
    assert reads() == []


def test_a_second_look_costs_two_reads_and_no_lock(look, django_assert_num_queries):
    paper = Document.objects.get(title="申请书").pk
    look(document_id=paper)
    with django_assert_num_queries(2):
        look(document_id=paper)


def test_reading_and_filing_by_the_system_is_not_noted(wang):
    assert reads() == []
