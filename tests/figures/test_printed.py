"""Printed statistics: rows, checks, conventions, taking in; the shared tables reproduce to the last digit."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from tests.figures.made import DEED

from anjuan.figures.faults import PrintedUnreadableError
from anjuan.figures.importing import rows_of, table_read
from anjuan.figures.models import FigureImport
from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.numbers import Rounding
from anjuan.figures.rules.printedtables import RowType, short_name
from anjuan.figures.rules.shares import Aggregation
from anjuan.figures.selectors.printed import reconcile, reconciled
from anjuan.figures.selectors.trees import known_divisions
from anjuan.figures.services.printed import Sent, printed_take_in

ITEMS = "认证类别,认证项目,证书数,组织数\n全部,合计,30,12\n甲,合计,30,12\n甲,一,10,9\n甲,二,20,8\n"
AREAS = (
    "地区,证书数,全国排名,占全国比重%,组织数,全国排名,占全国比重%\n"
    "华北地区,30,,75.00,6,,75.00\n全部,50,,,9,,\n全国,40,,,8,,\n"
    "北京市,20,1,50.00,4,1,50.00\n河北,10,2,25.00,2,2,25.00\n未知,10,-,25.00,2,-,25.00\n国外,10,-,0,1,-,0\n"
)


def table_of(text: str):
    return table_read(rows_of(text.encode(), "t.csv"), known_divisions(), "t.csv")


@pytest.fixture
def national(shared_data):
    folder = shared_data / "national_statistics"
    if not folder.is_dir():
        pytest.skip("the printed national statistics are not beside this checkout")
    return {
        name: reconcile(table_of((folder / f"{name}.csv").read_text(encoding="utf-8")))
        for name in ("fields", "regions")
    }


def test_all_rows_of_the_shared_tables_have_a_type(national):
    items, areas = national["fields"].table, national["regions"].table
    assert (len(items.of(RowType.TOTAL)), len(items.of(RowType.GROUP_TOTAL, RowType.ITEM))) == (1, 18)
    assert len(areas.of(RowType.REGION, RowType.UNKNOWN)) == 8
    assert len(areas.of(RowType.PROVINCE, RowType.TOTAL, RowType.NATIONAL, RowType.FOREIGN)) == 37


def test_all_shared_shares_and_ranks_reproduce(national):
    found = national["regions"]
    provinces = [one for one in found.ranks if not isinstance(one.expected, Missing)]
    assert len(provinces) == 68
    assert [one for one in (*found.shares, *found.ranks) if not one.agrees] == []


def test_every_shared_check_holds(national):
    assert [one.said for found in national.values() for one in found.checks if one.holds is False] == []


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("fields", "多 130285"), ("fields", "多 1220710"), ("fields", "2.255"), ("fields", "多 12666"),
        ("fields", "1.056"), ("fields", "多 148"), ("fields", "1.003"), ("regions", "比全国少 2，即“未知”一行"),
        ("regions", "比全国少 1，即“未知”一行"), ("regions", "99.97%"), ("regions", "99.99%"),
    ],
)  # fmt: skip
def test_the_checks_tell_the_known_figures(national, file, said):
    assert any(said in check.said for check in national[file].checks)


@pytest.mark.parametrize("measure", ["certificates", "organisations"])
@pytest.mark.parametrize(
    ("rows", "aggregation"), [("province", Aggregation.DIRECT), ("region", Aggregation.SUM_OF_ROUNDED)]
)
def test_the_convention_of_the_shared_tables_is_found(national, measure, rows, aggregation):
    one = next(got for got in national["regions"].conventions if (got.measure, got.rows) == (measure, rows))
    best = one.fits[0]
    assert (best.base, best.rounding, best.aggregation, best.misses) == ("全国", Rounding.HALF_UP, aggregation, ())


def test_the_shared_concentration_is_told_both_ways(national):
    assert [value for _, _, value in national["regions"].figures[:2]] == ["44.73", "44.72"]


def test_headings_that_stand_twice_belong_to_the_count_before():
    row = table_of(AREAS).one(RowType.PROVINCE)
    assert (row.cells["share_certificates"].text, row.cells["rank_organisations"].text) == ("50.00", "1")


def test_short_names_are_provinces_too():
    assert [row.code for row in table_of(AREAS).of(RowType.PROVINCE)] == ["110000", "130000"]


def test_abroad_has_neither_share_nor_rank():
    found = [
        one for one in (*reconcile(table_of(AREAS)).shares, *reconcile(table_of(AREAS)).ranks) if one.row == "国外"
    ]
    assert {one.expected for one in found} == {Missing.NOT_APPLICABLE}
    assert all(one.agrees for one in found)


def test_a_wrong_share_is_found():
    found = reconcile(table_of(AREAS.replace("河北,10,2,25.00", "河北,10,2,25.01")))
    wrong = [one for one in found.shares if not one.agrees]
    assert ("河北", Decimal("0.01")) in [(one.row, one.difference) for one in wrong]


def test_a_wrong_rank_is_found():
    assert reconcile(table_of(AREAS.replace("河北,10,2,", "河北,10,3,"))).misses == 1


def test_a_wrong_sum_is_found():
    found = reconcile(table_of(ITEMS.replace("甲,二,20", "甲,二,21")))
    assert [check.difference for check in found.checks if check.holds is False] == [1]


def test_organisations_of_items_are_not_added():
    check = next(one for one in reconcile(table_of(ITEMS)).checks if one.rule == "items_add_up_not")
    assert (check.expected, check.actual, check.difference, check.holds) == (12, 17, 5, True)


@pytest.mark.parametrize(
    "text",
    ["", "地区,证书数,色彩\n北京市,1,红\n", "地区,证书数\n北京市,1\n", "地区,证书数,组织数\n桃花源,1,1\n"],
    ids=["empty", "heading", "column", "row"],
)
def test_what_is_no_statistic_is_refused(text):
    with pytest.raises(PrintedUnreadableError):
        table_of(text)


@pytest.mark.parametrize("content", [b"\0\1\2", b"PK\3\4broken"], ids=["bytes", "zip"])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(PrintedUnreadableError):
        rows_of(content, "t.xlsx" if content.startswith(b"PK") else "t.csv")


def test_a_workbook_and_text_in_another_encoding_say_the_same():
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(AREAS)):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    plain = rows_of(AREAS.encode(), "t.csv")
    assert rows_of(stream.getvalue(), "t.xlsx") == plain
    assert rows_of(AREAS.encode("gb18030"), "t.csv") == plain


def test_tabs_divide_cells_too():
    assert rows_of(ITEMS.replace(",", "\t").encode(), "t.txt") == rows_of(ITEMS.encode(), "t.csv")


@pytest.mark.parametrize(
    ("name", "short"),
    [("内蒙古自治区", "内蒙古"), ("新疆维吾尔自治区", "新疆"), ("香港特别行政区", "香港"), ("上海市", "上海")],
)
def test_provinces_have_short_names(name, short):
    assert short_name(name) == short


@pytest.mark.django_db
def test_what_is_taken_in_keeps_its_characters():
    kept = printed_take_in(deed=DEED, sent=Sent("t.csv", AREAS.replace("25.01", "3.7").encode()))
    assert list(kept.lines.first().cells)[:2] == ["地区", "证书数"]
    assert reconciled(kept).misses == 0


@pytest.mark.django_db
def test_the_same_file_is_kept_once():
    first = printed_take_in(deed=DEED, sent=Sent("t.csv", ITEMS.encode()))
    assert printed_take_in(deed=DEED, sent=Sent("u.csv", ITEMS.encode())) == first


@pytest.mark.django_db
def test_what_is_refused_leaves_nothing():
    with pytest.raises(PrintedUnreadableError):
        printed_take_in(deed=DEED, sent=Sent("t.csv", b"a,b\n1,2\n"))
    assert not FigureImport.objects.exists()
