from __future__ import annotations

from pathlib import Path

from tests.papers.forms import forms_made as made

from anjuan.papers.forms.entries import entries


def test_archive_list_of_a_workbook(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["认证案卷归档目录"],
        ["客户名称", "成都众成电缆有限公司", None, "档案号", "DA-2023-077"],
        ["序号", "文件材料名称", "份数", "页数", "备注"],
        [1, "认证申请书", 1, 4, None],
        [2, "审核报告", 1, 12, "含附件"],
        ["合计", None, 2, 16, None],
        ["移交人：杨帆", None, "接收人：", None, "日期：2023-09-01"],
    ]
    found = entries(made.read(made.xlsx_form(tmp_path / "a.xlsx", rows, ["A1:E1", "B2:C2"])))
    assert {
        ("客户名称", "成都众成电缆有限公司"),
        ("档案号", "DA-2023-077"),
        ("移交人", "杨帆"),
        ("接收人", ""),
        ("日期", "2023-09-01"),
    } <= made.pairs(found)
    assert {"序号": "2", "文件材料名称": "审核报告", "份数": "1", "页数": "12", "备注": "含附件"} in made.rows(found)


def test_sheet_with_pairs_below_each_other(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["项目编号", "P-77"],
        ["受审核方", "成都众成电缆有限公司"],
        ["审核人天", 3.5],
        ["远程审核", "否"],
        ["监督周期(月)", 12],
    ]
    found = entries(made.read(made.xlsx_form(tmp_path / "a.xlsx", rows)))
    assert {
        ("项目编号", "P-77"),
        ("受审核方", "成都众成电缆有限公司"),
        ("审核人天", "3.5"),
        ("远程审核", "否"),
        ("监督周期(月)", "12"),
    } == made.pairs(found)


def test_comparison_sheet_names_the_value_of_every_column(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["核对项目", "申请书", "审核报告"],
        ["组织名称", "成都众成电缆有限公司", "成都众诚电缆有限公司"],
        ["体系覆盖人数", 120, 118],
    ]
    found = entries(made.read(made.xlsx_form(tmp_path / "a.xlsx", rows)))
    assert [(entry.section, entry.value) for entry in found if entry.label == "体系覆盖人数"] == [
        ("申请书", "120"),
        ("审核报告", "118"),
    ]
