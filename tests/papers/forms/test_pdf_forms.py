from __future__ import annotations

from pathlib import Path

from tests.papers.forms import forms_made as made

from anjuan.papers.forms.entries import entries


def test_lines_with_several_labels_underscores_and_gaps(tmp_path: Path) -> None:
    path = made.pdf_lines(
        tmp_path / "a.pdf",
        (200, 60, "现场审核通知"),
        (60, 100, "受审核方：杭州蓝湾物业服务有限公司        合同编号：HT2023-118"),
        (60, 122, "联 系 人：__陈芳__   电  话：__13800001111__   传真：________"),
        (60, 144, "审核日期： 2023 年 6 月 12 日 至 2023 年 6 月 13 日"),
        (60, 166, "审核组长：高峰  组员：马丽、周涛"),
        (60, 188, "审核类型：□初审  ■监督  □再认证"),
    )
    assert {
        ("受审核方", "杭州蓝湾物业服务有限公司"),
        ("合同编号", "HT2023-118"),
        ("联系人", "陈芳"),
        ("电话", "13800001111"),
        ("传真", ""),
        ("审核日期", "2023年6月12日至2023年6月13日"),
        ("审核组长", "高峰"),
        ("组员", "马丽、周涛"),
        ("审核类型", "监督"),
    } == made.pairs(entries(made.read(path)))


def test_licence_with_spaced_labels_and_a_wrapped_value(tmp_path: Path) -> None:
    path = made.pdf_lines(
        tmp_path / "a.pdf",
        (230, 80, "营 业 执 照"),
        (300, 110, "统一社会信用代码  91330108MA2TEST345"),
        (60, 150, "名        称"), (160, 150, "杭州蓝湾物业服务有限公司"),
        (60, 175, "类        型"), (160, 175, "有限责任公司(自然人投资或控股)"),
        (60, 200, "法定代表人"), (160, 200, "陈建军"),
        (60, 225, "经 营 范 围"), (160, 225, "物业管理；保洁服务；停车场管理；绿化养护；水电维修；"),
        (160, 241, "家政服务。（依法须经批准的项目，经相关部门批准后方可开展）"),
        (60, 270, "住        所"), (160, 270, "浙江省杭州市滨江区江南大道88号"),
        (340, 330, "登记机关"), (340, 350, "2019年 5月 6日"),
    )  # fmt: skip
    assert {
        ("统一社会信用代码", "91330108MA2TEST345"),
        ("名称", "杭州蓝湾物业服务有限公司"),
        ("类型", "有限责任公司(自然人投资或控股)"),
        ("法定代表人", "陈建军"),
        (
            "经营范围",
            "物业管理；保洁服务；停车场管理；绿化养护；水电维修；家政服务。（依法须经批准的项目，经相关部门批准后方可开展）",
        ),
        ("住所", "浙江省杭州市滨江区江南大道88号"),
    } <= made.pairs(entries(made.read(path)))


def test_contract_with_two_parties_side_by_side(tmp_path: Path) -> None:
    path = made.pdf_lines(
        tmp_path / "a.pdf",
        (230, 60, "认证服务合同"),
        (60, 100, "甲方（申请方）：杭州蓝湾物业服务有限公司"),
        (60, 120, "乙方（认证机构）：华信联合认证（北京）有限公司"),
        (60, 150, "第一条 认证依据：GB/T 19001-2016"),
        (60, 400, "甲方（盖章）："), (320, 400, "乙方（盖章）："),
        (60, 425, "授权代表（签字）：陈建军"), (320, 425, "授权代表（签字）："),
        (60, 450, "日期：2023年3月1日"), (320, 450, "日期：    年   月   日"),
    )  # fmt: skip
    found = entries(made.read(path))
    assert {
        ("甲方（申请方）", "杭州蓝湾物业服务有限公司"),
        ("乙方（认证机构）", "华信联合认证（北京）有限公司"),
        ("认证依据", "GB/T19001-2016"),
        ("甲方（盖章）", ""),
        ("乙方（盖章）", ""),
        ("授权代表（签字）", "陈建军"),
        ("授权代表（签字）", ""),
        ("日期", "2023年3月1日"),
        ("日期", ""),
    } == made.pairs(found)
    empty = next(entry for entry in found if entry.label == "日期" and not entry.value)
    assert empty.value_box[0] > 0.5


def test_certificate_with_labels_over_their_values(tmp_path: Path) -> None:
    path = made.pdf_lines(
        tmp_path / "a.pdf",
        (230, 120, "质量管理体系认证证书"),
        (220, 160, "证书编号：00223Q12345R1M"),
        (270, 190, "兹证明"),
        (220, 215, "杭州蓝湾物业服务有限公司"),
        (270, 260, "认证范围"),
        (240, 285, "物业管理服务"),
        (150, 340, "首次发证日期：2020年7月1日     有效期至：2026年6月30日"),
    )
    assert {
        ("证书编号", "00223Q12345R1M"),
        ("兹证明", "杭州蓝湾物业服务有限公司"),
        ("认证范围", "物业管理服务"),
        ("首次发证日期", "2020年7月1日"),
        ("有效期至", "2026年6月30日"),
    } == made.pairs(entries(made.read(path)))


def test_review_form_with_spanning_labels_and_ticks_after_the_word(tmp_path: Path) -> None:
    rows = [
        ["申请组织", "杭州蓝湾物业服务有限公司", "申请日期", "2023.2.10"],
        ["企业\n人数", "总人数", "320", "其中：管理人员 25"],
        ["", "有效人数", "210", ""],
        ["评审结论", "受理√  不受理□\n评审人：何静   日期：2023.2.15", "", ""],
        ["是否需要专业审核员", "是□ 否☑", "专业代码", "35.14.00"],
    ]
    merges = [(1, 0, 2, 0), (3, 1, 3, 3)]
    path = made.pdf_form(tmp_path / "a.pdf", "申请评审表", (rows, merges, [90, 150, 90, 120]))
    assert {
        ("申请组织", "杭州蓝湾物业服务有限公司"),
        ("申请日期", "2023.2.10"),
        ("总人数", "320"),
        ("有效人数", "210"),
        ("评审结论", "受理"),
        ("评审人", "何静"),
        ("日期", "2023.2.15"),
        ("是否需要专业审核员", "否"),
        ("专业代码", "35.14.00"),
    } <= made.pairs(entries(made.read(path)))


def test_table_that_goes_on_overleaf_keeps_its_heading(tmp_path: Path) -> None:
    rows = [["序号", "文件名称", "页数", "备注"], *[[str(n), f"第{n}份材料", str(n % 7 + 1), ""] for n in range(1, 61)]]
    found = entries(made.read(made.pdf_form(tmp_path / "a.pdf", (rows, [], [50, 220, 80, 80]))))
    last = [entry for entry in found if entry.label == "文件名称"][-1]
    assert (last.page, last.row, last.value) == (2 if last.page == 2 else 3, 60, "第60份材料")


def test_plan_with_a_day_that_spans_its_rows(tmp_path: Path) -> None:
    rows = [
        ["日期", "时间", "受审核部门", "审核内容/条款", "审核员"],
        ["6月12日", "08:30-09:00", "首次会议", "全体", "高峰"],
        ["", "09:00-12:00", "管理层", "4.1 4.2 5.1 6.1", "高峰"],
        ["6月13日", "08:30-12:00", "工程部", "8.1 8.5.1", "马丽"],
    ]
    path = made.pdf_form(tmp_path / "a.pdf", (rows, [(1, 0, 2, 0)], [60, 90, 90, 130, 60]))
    together = made.rows(entries(made.read(path)))
    assert [row["日期"] for row in together] == ["6月12日", "6月12日", "6月13日"]
    assert together[1]["审核内容/条款"] == "4.1 4.2 5.1 6.1"


def test_value_on_the_second_line_of_its_cell(tmp_path: Path) -> None:
    rows = [["审核目的\n评价体系的持续符合性", "审核范围\n物业管理服务"]]
    found = entries(made.read(made.pdf_form(tmp_path / "a.pdf", (rows, [], [220, 220]))))
    assert {("审核目的", "评价体系的持续符合性"), ("审核范围", "物业管理服务")} <= made.pairs(found)
