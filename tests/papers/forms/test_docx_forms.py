from __future__ import annotations

from pathlib import Path

from tests.papers.forms import forms_made as made

from anjuan.papers.facts import Layout
from anjuan.papers.forms.entries import entries
from anjuan.papers.forms.marks import marks


def test_application_with_groups_ticks_and_several_labels_in_a_cell(tmp_path: Path) -> None:
    rows = [
        ["申请方信息", "名称（中文）", "苏州恒润阀门有限公司", "", ""],
        ["", "名称（英文）", "Suzhou Hengrun Valve Co., Ltd.", "", ""],
        ["", "注册地址", "江苏省苏州市吴中区木渎镇金枫路12号", "", ""],
        ["", "联系人：王敏\n电话：0512-66551234\n传真：", "", "法定代表人", "李国强"],
        ["申请信息", "申请认证领域", "☑质量管理体系 □环境管理体系 □职业健康安全管理体系", "", ""],
        ["", "是否转机构", "□是 ☑否", "有效人数", "86人"],
        ["", "多场所", "有□ 无■", "曾用名", ""],
    ]
    merges = [(0, 0, 3, 0), (4, 0, 6, 0), (0, 2, 0, 4), (1, 2, 1, 4), (2, 2, 2, 4), (3, 1, 3, 2), (4, 2, 4, 4)]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "管理体系认证申请表", (rows, merges))))
    assert {
        ("名称（中文）", "苏州恒润阀门有限公司"),
        ("名称（英文）", "SuzhouHengrunValveCo.,Ltd."),
        ("注册地址", "江苏省苏州市吴中区木渎镇金枫路12号"),
        ("联系人", "王敏"),
        ("电话", "0512-66551234"),
        ("传真", ""),
        ("法定代表人", "李国强"),
        ("申请认证领域", "质量管理体系"),
        ("是否转机构", "否"),
        ("有效人数", "86人"),
        ("多场所", "无"),
        ("曾用名", ""),
    } <= made.pairs(found)
    assert next(entry for entry in found if entry.label == "联系人").section == "申请方信息"


def test_task_order_keeps_the_team_as_rows(tmp_path: Path) -> None:
    rows = [
        ["任务编号", "R-2023-0456", "审核类别", "监督审核"],
        ["受审核组织", "苏州恒润阀门有限公司", "审核准则", "GB/T 24001-2016"],
        ["审核起止时间", "2023年5月8日 上午 至 2023年5月9日 下午", "", ""],
        ["审核组", "", "", ""],
        ["职责", "姓名", "注册资格", "专业代码"],
        ["组长", "赵明", "审核员", "18.01.02"],
        ["组员", "孙晓丽", "审核员", ""],
        ["技术专家", "/", "/", "/"],
        ["下达人", "刘洋", "日期", "2023.4.20"],
    ]
    merges = [(2, 1, 2, 3), (3, 0, 3, 3)]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "审核任务书", (rows, merges))))
    assert made.rows(found) == [
        {"职责": "组长", "姓名": "赵明", "注册资格": "审核员", "专业代码": "18.01.02"},
        {"职责": "组员", "姓名": "孙晓丽", "注册资格": "审核员", "专业代码": ""},
        {"职责": "技术专家", "姓名": "/", "注册资格": "/", "专业代码": "/"},
    ]
    assert {
        ("任务编号", "R-2023-0456"),
        ("审核类别", "监督审核"),
        ("下达人", "刘洋"),
        ("日期", "2023.4.20"),
    } <= made.pairs(found)


def test_nonconformity_report_with_labels_inside_large_cells(tmp_path: Path) -> None:
    rows = [
        ["受审核方", "苏州恒润阀门有限公司", "受审核部门", "品管部"],
        [
            "不符合事实描述：\n查3月进货检验记录，编号JH-0312的铸件无硬度检验结果。\n审核员：赵明    日期：2023.5.9",
            "",
            "",
            "",
        ],
        ["不符合标准条款：GB/T 19001-2016 8.6\n不符合性质：□严重  ☑一般", "", "", ""],
        ["原因分析：\n检验员对新版检验规程不熟悉。\n部门负责人（签字）：周建   日期：2023.5.15", "", "", ""],
        ["验证结论：纠正措施有效。\n审核组长（签字）：        日期：    年   月   日", "", "", ""],
    ]
    merges = [(at, 0, at, 3) for at in range(1, 5)]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "不符合项报告", (rows, merges))))
    assert {
        ("受审核部门", "品管部"),
        ("不符合事实描述", "查3月进货检验记录，编号JH-0312的铸件无硬度检验结果。"),
        ("审核员", "赵明"),
        ("不符合标准条款", "GB/T19001-20168.6"),
        ("不符合性质", "一般"),
        ("原因分析", "检验员对新版检验规程不熟悉。"),
        ("部门负责人（签字）", "周建"),
        ("日期", "2023.5.15"),
        ("验证结论", "纠正措施有效。"),
        ("审核组长（签字）", ""),
        ("日期", ""),
    } <= made.pairs(found)


def test_sign_in_sheet_with_two_blocks_of_columns_side_by_side(tmp_path: Path) -> None:
    rows = [
        ["姓名", "职务", "签名", "姓名", "职务", "签名"],
        ["赵明", "审核组长", "赵明", "李国强", "总经理", "李国强"],
        ["孙晓丽", "审核员", "孙晓丽", "周建", "品管部经理", "周建"],
        ["", "", "", "王敏", "办公室主任", ""],
    ]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "会议名称：☑首次会议 □末次会议", (rows, []))))
    assert ("会议名称", "首次会议") in made.pairs(found)
    together = made.rows(found)
    assert {"姓名": "赵明", "职务": "审核组长", "签名": "赵明"} in together
    assert {"姓名": "李国强", "职务": "总经理", "签名": "李国强"} in together
    assert {"姓名": "王敏", "职务": "办公室主任", "签名": ""} in together
    assert len(together) == 5


def test_heading_of_two_rows_gives_each_column_its_own_label(tmp_path: Path) -> None:
    rows = [
        ["序号", "审核人日", "", "审核员", "备注"],
        ["", "一阶段", "二阶段", "", ""],
        ["1", "0.5", "2", "赵明", ""],
        ["2", "0.5", "1.5", "孙晓丽", "远程"],
    ]
    merges = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3), (0, 4, 1, 4)]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, merges))))
    assert made.rows(found)[1] == {"序号": "2", "一阶段": "0.5", "二阶段": "1.5", "审核员": "孙晓丽", "备注": "远程"}
    assert {entry.section for entry in found if entry.label == "一阶段"} == {"审核人日"}


def test_content_control_boxes_are_ticks(tmp_path: Path) -> None:
    path = made.docx_with_controls(
        tmp_path / "a.docx", "认证决定", [("同意", True), ("不同意", False), ("补充材料", False)]
    )
    entry = entries(made.read(path))[0]
    assert (entry.label, entry.ticked, entry.choices) == ("认证决定", ("同意",), ("同意", "不同意", "补充材料"))


def test_boxes_of_a_symbol_font_are_ticks(tmp_path: Path) -> None:
    path = made.docx_with_symbols(
        tmp_path / "a.docx", "审核类型", [("初次认证", False), ("监督", True), ("再认证", False)]
    )
    entry = entries(made.read(path))[0]
    assert (entry.label, entry.value, entry.layout) == ("审核类型", "监督", Layout.TICK)


def test_labels_split_over_lines_and_spaced_are_one_word(tmp_path: Path) -> None:
    rows = [["名　　称", "苏州恒润阀门有限公司"], ["法定\n代表人", "李国强"], ["地   址", "苏州市吴中区"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert made.pairs(found) == {("名称", "苏州恒润阀门有限公司"), ("法定代表人", "李国强"), ("地址", "苏州市吴中区")}


def test_label_row_above_value_row(tmp_path: Path) -> None:
    rows = [
        ["组织名称", "统一社会信用代码", "体系覆盖人数"],
        ["苏州恒润阀门有限公司", "91320506MA1XTEST12", "86"],
        ["认证范围", "", ""],
        ["工业阀门的设计、生产和服务", "", ""],
    ]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, [(2, 0, 2, 2), (3, 0, 3, 2)]))))
    assert {
        ("组织名称", "苏州恒润阀门有限公司"),
        ("统一社会信用代码", "91320506MA1XTEST12"),
        ("体系覆盖人数", "86"),
        ("认证范围", "工业阀门的设计、生产和服务"),
    } == made.pairs(found)


def test_unknown_label_survives_as_printed(tmp_path: Path) -> None:
    rows = [["受审核方", "苏州恒润阀门有限公司"], ["绿通号段", "GT-88"], ["附则选项", "甲类"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert {("绿通号段", "GT-88"), ("附则选项", "甲类")} <= made.pairs(found)


def test_values_that_look_like_labels_stay_values(tmp_path: Path) -> None:
    rows = [
        ["职务", "管理者代表", "部门", "审核部"],
        ["岗位", "审核组长", "认证领域", "质量管理体系"],
        ["申请范围", "物业管理服务", "专业类别", "35.14"],
    ]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert {
        ("职务", "管理者代表"),
        ("部门", "审核部"),
        ("岗位", "审核组长"),
        ("认证领域", "质量管理体系"),
        ("申请范围", "物业管理服务"),
        ("专业类别", "35.14"),
    } == made.pairs(found)


def test_review_table_gives_ticks_by_row(tmp_path: Path) -> None:
    rows = [
        ["序号", "评审要点", "结论", "说明"],
        ["1", "申请组织具有法律地位", "☑符合 □不符合", ""],
        ["2", "认证范围在认可范围内", "□符合 ☑不符合", "需扩项"],
    ]
    found = [
        entry for entry in entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, [])))) if entry.label == "结论"
    ]
    assert [(entry.row, entry.ticked) for entry in found] == [(1, ("符合",)), (2, ("不符合",))]


def test_labels_in_two_languages_are_told_in_chinese(tmp_path: Path) -> None:
    rows = [
        ["受审核方名称\nName of Auditee", "江门鑫源五金有限公司"],
        ["审核类型 Audit Type", "□初次 Initial\n☑监督 Surveillance"],
    ]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert made.pairs(found) == {("受审核方名称", "江门鑫源五金有限公司"), ("审核类型", "监督Surveillance")}


def test_decision_with_a_place_for_signature_and_seal_left_empty(tmp_path: Path) -> None:
    rows = [["认证决定", "同意保持认证注册资格。\n批准人：            （签章）\n                     年   月   日"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "认证决定表", (rows, []))))
    assert made.pairs(found) == {("认证决定", "同意保持认证注册资格。"), ("批准人", "")}


def test_bare_date_behind_a_signature_is_an_entry_of_its_own(tmp_path: Path) -> None:
    rows = [["声明", "信息真实。\n法定代表人（签字）：谭伟    （公章）\n2022年 7月 1日"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert {("法定代表人（签字）", "谭伟"), ("日期", "2022年7月1日")} <= made.pairs(found)


def test_numbered_lines_below_a_label_are_its_value(tmp_path: Path) -> None:
    path = made.docx_form(
        tmp_path / "a.docx",
        "四、审核准则：",
        "1、GB/T 19001-2016；",
        "2、管理体系文件；",
        "五、审核组组成",
        "组长：何志强",
    )
    assert made.pairs(entries(made.read(path))) == {
        ("审核准则", "1、GB/T19001-2016；2、管理体系文件"),
        ("组长", "何志强"),
    }


def test_letters_before_parts_of_a_value_are_no_labels(tmp_path: Path) -> None:
    rows = [["拟认证范围", "Q：小家电的设计\nE：小家电的设计及相关活动"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert made.pairs(found) == {("拟认证范围", "Q：小家电的设计E：小家电的设计及相关活动")}


def test_matrix_of_departments_and_clauses_has_rows(tmp_path: Path) -> None:
    rows = [["部门\\条款", "4.1", "5.1", "7.1"], ["总经理", "√", "√", ""], ["生产部", "", "", "√"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert made.rows(found)[1] == {"部门\\条款": "生产部", "4.1": "", "5.1": "", "7.1": "√"}


def test_parties_side_by_side_in_two_cells_stay_apart(tmp_path: Path) -> None:
    rows = [
        [
            "甲方（盖章）：甲公司\n签约代表：钱多\n日期：2023年1月5日",
            "乙方（盖章）：乙公司\n签约代表：\n日期：    年  月  日",
        ]
    ]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", (rows, []))))
    assert [entry.value for entry in found if entry.label in {"签约代表", "日期"}] == ["钱多", "2023年1月5日", "", ""]


_BAND = [["受审核组织名称", "项目编号", "审核类型"], ["苏州恒润阀门有限公司", "2023-Q-0456", "☑初次认证  □监督审核"]]
_STATED = {("受审核组织名称", "苏州恒润阀门有限公司"), ("项目编号", "2023-Q-0456"), ("审核类型", "初次认证")}


def test_bands_of_labels_over_one_row_of_values_follow_each_other(tmp_path: Path) -> None:
    rows = [*_BAND, ["认证依据", "审核时间", "总人日"], ["GB/T 19001-2016", "2023年5月8日至5月9日", "6"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "审核任务书", (rows, []))))
    assert _STATED | {("审核时间", "2023年5月8日至5月9日"), ("总人日", "6")} <= made.pairs(found)
    assert not any(entry.row for entry in found)


def test_label_with_a_wide_value_under_a_band_is_no_row_of_it(tmp_path: Path) -> None:
    rows = [*_BAND, ["对应不符合项", "1号", ""], ["确认的认证范围", "阀门的生产", ""]]
    form = made.docx_form(tmp_path / "a.docx", "验证记录", (rows, [(2, 1, 2, 2), (3, 1, 3, 2)]))
    found = entries(made.read(form))
    assert _STATED | {("对应不符合项", "1号"), ("确认的认证范围", "阀门的生产")} <= made.pairs(found)
    assert "对应不符合项" not in {entry.value for entry in found}


def test_list_under_a_band_stays_a_list(tmp_path: Path) -> None:
    rows = [*_BAND, ["姓名", "组内职务", "专业代码"], ["赵明", "组长", "18.01.02"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "审核组任命表", (rows, []))))
    assert made.rows(found) == [{"姓名": "赵明", "组内职务": "组长", "专业代码": "18.01.02"}]


def test_name_inside_a_cell_is_the_value_of_the_label_before_it(tmp_path: Path) -> None:
    rows = [["申请组织", "名称：苏州恒润阀门有限公司\n统一社会信用代码：91320506MA1N0ABC2X"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "申请书", (rows, []))))
    assert {
        ("申请组织", "苏州恒润阀门有限公司"),
        ("统一社会信用代码", "91320506MA1N0ABC2X"),
    } <= made.pairs(found)


def test_cell_with_its_own_value_is_no_label_of_the_next_cell(tmp_path: Path) -> None:
    rows = [["审核范围", "阀门的生产"], ["组长：赵明", "专业代码 18.01.02"], ["组员：孙晓丽", "专业代码 18.01.02"]]
    found = entries(made.read(made.docx_form(tmp_path / "a.docx", "审核计划", (rows, []))))
    assert {("组长", "赵明"), ("组员", "孙晓丽"), ("专业代码", "18.01.02")} <= made.pairs(found)


def test_leader_named_in_a_band_is_no_place_for_a_signature(tmp_path: Path) -> None:
    rows = [["审核组长", "审核组成员", "专业代码"], ["赵明", "赵明、孙晓丽", "18.01.02"]]
    found = marks(made.read(made.docx_form(tmp_path / "a.docx", "审核任务书", (rows, []))))
    assert (found.signed, found.dated) == (None, None)
