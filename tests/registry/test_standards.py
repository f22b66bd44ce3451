"""A standard is current or superseded by date; what is not known is said to be unknown."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest

from anjuan.accounts.deeds import Deed
from anjuan.registry.models import CodeEdition, CodeEntry
from anjuan.registry.rules.codelists import Standard
from anjuan.registry.rules.standards import StandardBook, Standing, superseded_from
from anjuan.registry.rules.tables import standards
from anjuan.registry.selectors.standards import standard_book
from anjuan.registry.services.codelists import CodeSheetError, EditionClashError
from anjuan.registry.services.standards import standard_rows, standards_import

DAY = dt.date(2026, 3, 2)
BOOK = StandardBook(("table", row) for row in standards().latest.rows)
DEED = Deed("li", dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC))


def test_an_edition_with_a_successor_is_superseded_with_its_day():
    state = BOOK.state("GB/T 19001-2008", DAY)
    assert (state.standing, state.superseded_by, state.superseded_on) == (
        Standing.SUPERSEDED, "GB/T 19001-2016", "2017-07-01",
    )  # fmt: skip


def test_before_its_successor_was_in_force_it_was_current():
    assert BOOK.state("GB/T 19001-2008", dt.date(2017, 6, 30)).standing is Standing.CURRENT
    assert BOOK.state("GB/T 19001-2008", dt.date(2017, 7, 1)).standing is Standing.SUPERSEDED


def test_a_chain_of_editions_ends_at_the_one_in_force():
    assert BOOK.state("GB/T 19001-2000", DAY).superseded_by == "GB/T 19001-2016"
    assert BOOK.state("GB/T 19001-2000", dt.date(2012, 1, 1)).superseded_by == "GB/T 19001-2008"


def test_a_standard_that_no_table_knows_is_unknown_and_not_called_current():
    assert BOOK.state("GB/T 99999-1999", DAY).standing is Standing.UNKNOWN


@pytest.mark.parametrize("written", ["GB/T19001-2008", "gb/t 19001—2008", "GBT 19001-2008", "ＧＢ/Ｔ 19001－2008"])
def test_ways_of_writing_a_number_are_one(written):
    assert BOOK.state(written, DAY).standing is Standing.SUPERSEDED


def test_without_a_known_day_the_successors_year_counts_and_it_is_said():
    state = BOOK.state("GB/T 22000-2006", DAY)
    assert (state.standing, state.superseded_on, state.is_doubtful) == (Standing.SUPERSEDED, "", True)


def test_a_successor_without_a_year_supersedes_nothing():
    assert superseded_from(Standard("A", "a", "", "", "", "B"), Standard("B", "b", "", "", "", "")) == (None, False)


def test_what_changed_between_two_days_is_named_with_its_successor():
    found = BOOK.changed(dt.date(2020, 1, 1), dt.date(2021, 12, 31))
    assert [(old.number, new.number) for old, new in found] == [
        ("GB/T 23331-2012", "GB/T 23331-2020"),
        ("GB/T 28001-2011", "GB/T 45001-2020"),
    ]


def test_a_change_on_the_first_day_is_not_told_again():
    assert BOOK.changed(dt.date(2021, 6, 1), dt.date(2021, 6, 2)) == []


def test_a_text_names_the_standards_in_it():
    assert BOOK.cited("按GB/T19001—2008和GB/T 24001-2016 审核") == ["GB/T 19001-2008", "GB/T 24001-2016"]


def test_a_longer_number_is_not_taken_for_a_shorter_one():
    book = StandardBook([("table", Standard("GB/T 1-200", "x", "", "", "", ""))])
    assert book.cited("GB/T 1-2008") == []


def test_a_ring_of_successors_ends():
    ring = StandardBook(
        [
            ("import", Standard("A-2001", "a", "2001", "", "", "B-2002", "2002-01-01")),
            ("import", Standard("B-2002", "b", "2002", "", "", "A-2001", "2003-01-01")),
        ]
    )
    assert ring.state("A-2001", DAY).standing in set(Standing)


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


HEAD = ("编号", "名称", "代替为", "自")
OLD = ("JB/T 1255-2001", "滚动轴承零件热处理", "JB/T 1255-2014", "2014-11-01")
NEW = ("JB/T 1255-2014", "滚动轴承零件热处理", "", "")


def take_in(path, name="2026", first=dt.date(2026, 1, 1), dry=False):
    return standards_import(deed=DEED, path=path, edition=name, valid_from=first, dry=dry)


@pytest.mark.django_db
def test_a_bodys_own_list_is_an_edition_and_counts(tmp_path):
    assert take_in(workbook(tmp_path / "s.xlsx", HEAD, OLD, NEW)).codes == 2
    state = standard_book(DAY).state("JB/T 1255-2001", DAY)
    assert (state.superseded_by, state.origin) == ("JB/T 1255-2014", "import")


@pytest.mark.django_db
def test_a_bodys_own_row_counts_before_the_programs(tmp_path):
    row = ("GB/T 19001-2016", "质量管理体系 要求", "GB/T 19001-2026", "2026-02-01")
    take_in(workbook(tmp_path / "s.xlsx", row, ("GB/T 19001-2026", "质量管理体系 要求", "", "")))
    assert standard_book(DAY).state("GB/T 19001-2016", DAY).superseded_by == "GB/T 19001-2026"


@pytest.mark.django_db
def test_an_edition_that_is_not_yet_in_force_does_not_count(tmp_path):
    take_in(workbook(tmp_path / "s.xlsx", OLD, NEW), first=dt.date(2027, 1, 1))
    assert standard_book(DAY).state("JB/T 1255-2001", DAY).standing is Standing.UNKNOWN


@pytest.mark.django_db
def test_a_dry_run_keeps_nothing(tmp_path):
    assert take_in(workbook(tmp_path / "s.xlsx", OLD, NEW), dry=True).dry
    assert not CodeEntry.objects.exists()


@pytest.mark.django_db
def test_a_new_edition_ends_the_one_before(tmp_path):
    take_in(workbook(tmp_path / "s.xlsx", OLD, NEW))
    take_in(workbook(tmp_path / "t.xlsx", NEW), "2027", dt.date(2027, 1, 1))
    assert CodeEdition.objects.get(edition="2026").valid_to == dt.date(2027, 1, 1)


@pytest.mark.django_db
def test_the_same_edition_twice_is_refused(tmp_path):
    take_in(workbook(tmp_path / "s.xlsx", OLD, NEW))
    with pytest.raises(EditionClashError):
        take_in(workbook(tmp_path / "s.xlsx", OLD, NEW))


@pytest.mark.django_db
def test_faulty_rows_are_refused_with_the_first_of_them(tmp_path):
    with pytest.raises(CodeSheetError, match="row 2"):
        take_in(workbook(tmp_path / "s.xlsx", OLD, ("没有编号", "x", "", "")))


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (("没有编号", "名称"), "is no number of a standard"),
        (("GB/T 1-2001", ""), "has no name"),
        (("GB/T 1-2001", "x", "y" * 21), "is longer than 20 characters"),
        (("GB/T 1-2001", "x", "", "明年"), "has no ISO date in column D"),
    ],
)
def test_each_fault_of_a_row_is_named(row, what):
    _, faults = standard_rows([HEAD, row])
    assert [fault.what for fault in faults] == [what]


def test_a_number_that_stands_twice_is_a_fault():
    _, faults = standard_rows([NEW, NEW])
    assert [(fault.row, fault.what) for fault in faults] == [(2, "stands twice")]
