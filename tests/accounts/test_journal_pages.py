from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors import journal
from anjuan.accounts.selectors.journal import JournalFilter, MayNotReadJournalError, journal_all, journal_part
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.journal import journal_write

pytestmark = pytest.mark.django_db
AUDITOR = Viewer(1, "inspector", frozenset(), frozenset({"journal.read"}), frozenset())
NOBODY = Viewer(2, "li", frozenset(), frozenset(), frozenset())


@pytest.fixture(autouse=True)
def entries(clock):
    for number in range(1, 8):
        deed = Deed("li" if number % 2 else "wang", clock.now() + dt.timedelta(days=number))
        subject = f"archive.case:{number}" if number < 5 else "accounts.user:1"
        journal_write(
            deed=deed, action="case.open" if number < 5 else "user.edit", subject=subject, label=f"卷{number}"
        )


def numbers(part) -> list[int]:
    return [row.number for row in part.rows]


def test_the_journal_is_turned_both_ways_without_gap_or_repetition():
    first = journal_part(AUDITOR, JournalFilter(), limit=3)
    second = journal_part(AUDITOR, JournalFilter(), before=first.older, limit=3)
    third = journal_part(AUDITOR, JournalFilter(), before=second.older, limit=3)
    back = journal_part(AUDITOR, JournalFilter(), after=second.newer, limit=3)
    assert [numbers(part) for part in (first, second, third, back)] == [[7, 6, 5], [4, 3, 2], [1], [7, 6, 5]]
    assert (first.newer, third.older, back.newer) == (0, 0, 0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (JournalFilter(actor="wang"), [6, 4, 2]),
        (JournalFilter(action="user.edit"), [7, 6, 5]),
        (JournalFilter(subject="archive.case:3"), [3]),
        (JournalFilter(subject="archive."), [4, 3, 2, 1]),
        (JournalFilter(words="卷7"), [7]),
        (JournalFilter(first=dt.date(2026, 3, 5), last=dt.date(2026, 3, 6)), [4, 3]),
        (JournalFilter(last=dt.date.max), [7, 6, 5, 4, 3, 2, 1]),
    ],
)
def test_a_filter_leaves_what_it_says_on_the_page_and_in_the_file(wanted, found):
    assert numbers(journal_part(AUDITOR, wanted)) == found
    assert [row.number for row in journal_all(AUDITOR, wanted, upto=99)] == found


def test_a_file_ends_where_the_page_ended():
    assert [row.number for row in journal_all(AUDITOR, JournalFilter(), upto=2)] == [2, 1]


def test_only_the_security_auditor_reads_and_checks():
    for read in (
        lambda: journal_part(NOBODY, JournalFilter()),
        lambda: journal_all(NOBODY, JournalFilter(), upto=9),
        lambda: journal.journal_check(NOBODY, journal.NOTHING),
    ):
        with pytest.raises(MayNotReadJournalError):
            read()


def checked(limit: int) -> tuple[int, list[int], int]:
    upto, breaks, rounds = journal.NOTHING, [], 0
    while True:
        part = journal.journal_check(AUDITOR, upto, limit=limit)
        upto, rounds = part.upto, rounds + 1
        breaks += [item.number for item in part.breaks]
        if part.finished:
            return upto.number, breaks, rounds


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_a_check_in_portions_comes_to_the_same_as_one_at_once(limit):
    assert checked(limit)[:2] == (7, [])


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_a_change_is_found_whichever_portion_it_lies_in(limit):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_no_update")
        cursor.execute("UPDATE accounts_journalentry SET label='x' WHERE number=5")
    assert 5 in checked(limit)[1]


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_a_removal_is_found_whichever_portion_it_lies_in(limit):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER journal_no_delete")
        cursor.execute("DELETE FROM accounts_journalentry WHERE number=3")
    assert checked(limit)[1]


def test_a_page_of_the_journal_costs_one_query(django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        journal_part(AUDITOR, JournalFilter(actor="li"), before=6)
