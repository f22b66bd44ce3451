from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from tests.judging.completeness.sample_cases import paper

from anjuan.judging.casefile import CaseFile, Severity
from anjuan.judging.completeness.checklist import ChecklistMode, ChecklistRules, checklist_of
from anjuan.judging.completeness.checklist_sheet import ChecklistFaultyError, read_checklist, write_checklist_template
from anjuan.judging.completeness.missing import missing
from anjuan.judging.rules import tables
from anjuan.papers.facts import Marks

RULES = ChecklistRules(tables.checklist_columns().latest, tables.conditions().latest)
BASE = tables.requirements().latest
BOOK = tables.rulebook()
DAY = dt.date(2026, 5, 6)


def sheet(*lines, mode=ChecklistMode.EXTEND):
    return checklist_of(lines, rules=RULES, base=BASE, title="本机构清单", mode=mode)


def saved(tmp_path, *lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(tmp_path / "清单.xlsx")
    return tmp_path / "清单.xlsx"


def surveillance(checklist, *papers):
    case = CaseFile(1, papers, "surveillance", ("A01",), DAY)
    return {miss.code: miss for miss in missing(case, requirements=BOOK, checklist=checklist)}


def test_the_template_of_the_whole_table_reads_back_as_it_was(tmp_path):
    path = tmp_path / "模板.xlsx"
    write_checklist_template(path, rules=RULES, rows=BASE.rows)
    again = read_checklist(path, rules=RULES, base=BASE).rows
    assert [(row.code, row.demands, row.marks) for row in again] == [
        (row.code, row.demands, row.marks) for row in BASE.rows
    ]


def test_headers_of_other_words_below_a_title_are_understood():
    checklist, faults = sheet(
        ["归档要求"], ["文件编号", "文件名称", "监督审核", "是否盖章"], ["Z01", "能耗报告", "√", "是"]
    )
    assert faults == ()
    assert [(row.code, row.SV, row.marks) for row in checklist.rows] == [("Z01", "R", "L")]


def test_a_paper_of_the_bodys_own_is_missed_by_its_own_rule():
    checklist, _ = sheet(["代码", "名称", "监督"], ["Z01", "能耗报告", "必备"])
    miss = surveillance(checklist)["Z01"]
    assert (miss.name, miss.severity) == ("能耗报告", Severity.BLOCK)
    assert miss.edition.endswith("+ 本机构清单")


def test_a_row_of_the_checklist_replaces_that_of_the_table():
    checklist, _ = sheet(["代码", "名称", "监督"], ["C09", "", "不适用"])
    assert "C09" in surveillance(None)
    assert "C09" not in surveillance(checklist)


def test_a_checklist_that_stands_alone_asks_for_nothing_else():
    checklist, _ = sheet(["代码", "名称", "监督"], ["D12", "", "R"], mode=ChecklistMode.REPLACE)
    assert set(surveillance(checklist)) == {"D12"}


def test_audit_types_without_a_column_stay_as_they_were():
    checklist, _ = sheet(["代码", "名称", "监督"], ["D12", "审核报告书", "R"])
    (row,) = checklist.rows
    assert (row.IN2, row.marks) == ("R", "S D")


def test_a_condition_may_be_named_in_chinese():
    checklist, faults = sheet(["代码", "名称", "监督", "条件"], ["Z02", "场所照片", "条件", "多场所"])
    assert faults == ()
    assert checklist.rows[0].SV == "C:multi_site"


def test_a_mark_the_checklist_asks_for_is_missed():
    checklist, _ = sheet(["代码", "名称", "监督", "盖章"], ["D12", "", "R", "√"])
    miss = surveillance(checklist, paper(3, "D12", marks=Marks(sealed=False)))["D12"]
    assert (miss.what, miss.document) == ("seal", 3)


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        (["合同", "x", "R", ""], "A3"),
        (["Z01", "", "R", ""], "B3"),
        (["Z01", "能耗报告", "大概", ""], "C3"),
        (["Z01", "能耗报告", "条件", ""], "C3"),
        (["Z01", "能耗报告", "条件", "下雨时"], "D3"),
        (["Z01", "能耗报告", "C:rain", ""], "C3"),
        (["D12", "再次", "R", ""], "A3"),
    ],
)
def test_a_faulty_cell_is_named(line, cell):
    _, faults = sheet(["代码", "名称", "监督", "条件"], ["D12", "审核报告", "R", ""], line)
    assert cell in [fault.cell for fault in faults]


@pytest.mark.parametrize(
    "lines", [[], [["代码", "名称"]], [["文件", "份数"], ["合同", "1"]], [["代码", "名称", "监督"]]]
)
def test_a_sheet_without_headers_or_rows_is_refused(lines):
    assert sheet(*lines)[1]


def test_all_faulty_cells_of_a_workbook_are_told_at_once(tmp_path):
    path = saved(tmp_path, ["代码", "名称", "监督"], ["?", "x", "R"], ["Z01", "y", "大概"])
    with pytest.raises(ChecklistFaultyError, match="2 fault") as caught:
        read_checklist(path, rules=RULES, base=BASE)
    assert [fault["cell"] for fault in caught.value.as_dict()["faults"]] == ["A2", "C3"]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, content):
    (tmp_path / "清单.xlsx").write_bytes(content)
    with pytest.raises(ChecklistFaultyError, match="cannot be read"):
        read_checklist(tmp_path / "清单.xlsx", rules=RULES, base=BASE)


def test_numbers_in_cells_are_read_as_words(tmp_path):
    path = saved(tmp_path, ["代码", "名称", "监督", "盖章"], ["Z01", "能耗报告", 1, True])
    (row,) = read_checklist(path, rules=RULES, base=BASE).rows
    assert (row.SV, row.marks) == ("R", "L")
