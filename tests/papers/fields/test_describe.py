from __future__ import annotations

import pytest
from tests.papers.fields.elsewhere import FORMS
from tests.papers.fields.sheets import sheet

from anjuan.papers.facts import Entry, Layout, Marks, Paper
from anjuan.papers.fields.describe import describe
from anjuan.papers.forms.entries import entries

BOX = (0.1, 0.1, 0.2, 0.12)


def described(kind, *pages):
    return describe(Paper(pages), kind, entries=entries(pages), marks=Marks())


def held(description, name):
    return [item.value for item in description.found if item.name == name]


@pytest.mark.parametrize(
    ("kind", "pages", "single", "many"), [form[1:] for form in FORMS], ids=[form[0] for form in FORMS]
)
def test_forms_of_other_bodies_state_their_fields(kind, pages, single, many):
    description = described(kind, *pages)
    wrong = {name: held(description, name) for name, value in single.items() if held(description, name)[:1] != [value]}
    wrong |= {
        name: held(description, name) for name, value in many.items() if set(held(description, name)) != set(value)
    }
    assert wrong == {}


def test_every_value_has_its_place_and_its_words():
    found = described("C02", *FORMS[1][2]).found
    assert all(item.page == 1 and item.printed and item.box[2] > item.box[0] for item in found)


def test_a_blank_field_is_not_stated():
    page = sheet([["受审核方", ""], ["合同编号", "/"]])
    assert described("C02", page).found == ()


def test_labels_nobody_knows_are_named():
    page = sheet([["受审核方", "宁波海棠精密模具有限公司"], ["车间温度", "25℃"]])
    assert described("C02", page).unknown_labels == ("车间温度",)


def test_doubt_in_recognition_is_doubt_in_the_value():
    entry = Entry("受审核方", "宁波海棠精密模具有限公司", 1, BOX, BOX, Layout.CELL, confidence=0.6)
    description = describe(Paper((sheet(),)), "D12", entries=(entry,), marks=Marks())
    assert [item.doubtful for item in description.found] == [True]


def test_counts_of_the_last_audit_are_not_those_of_this_one():
    page = sheet("上次审核共开具一般不符合5项，均已关闭。", "本次审核开具严重不符合0项，一般不符合2项。")
    assert held(described("D12", page), "findings_minor") == [2]


def test_a_sentence_does_not_speak_against_a_label():
    page = sheet([["严重不符合项数", "1"], ["一般不符合项数", "2"]], "审核组开具严重不符合3项。")
    assert held(described("D12", page), "findings_major") == [1]


def test_two_findings_on_two_pages_are_two_groups():
    first = sheet([["不符合编号", "NC-1"], ["不符合条款", "8.4"]])
    second = sheet([["不符合编号", "NC-2"], ["不符合条款", "7.2"]], number=2)
    groups = {
        (item.group, item.value) for item in described("D08", first, second).found if item.name == "finding.clause"
    }
    assert groups == {("finding-1", "8.4"), ("finding-2", "7.2")}


def test_a_leader_alone_is_no_team():
    page = sheet([["受审核方", "宁波海棠精密模具有限公司"], ["审核组长", "霍启明"]])
    assert held(described("D12", page), "team") == []


def test_an_expert_is_a_member_and_not_of_the_team():
    page = sheet([["审核组长", "霍启明"], ["组员", "易婷"], ["技术专家", "方大同"]])
    description = described("C06", page)
    assert (held(description, "team"), "方大同" in held(description, "member.name")) == (["霍启明", "易婷"], True)


def test_a_value_that_swallowed_the_next_label_is_parted():
    entry = Entry("组长", "霍启明  组员", 1, BOX, BOX, Layout.CELL)
    after = Entry("组长", "易婷", 1, BOX, BOX, Layout.CELL)
    description = describe(Paper((sheet(),)), "C06", entries=(entry, after), marks=Marks())
    assert (held(description, "team_leader"), held(description, "team")) == (["霍启明"], ["霍启明", "易婷"])


def test_the_checker_of_a_copy_does_not_date_the_licence():
    page = sheet(
        "登记机关：宁波市北仑区市场监督管理局",
        "日期：2021年5月6日",
        "复印件与原件一致 核对人：钱丽  日期：2023年4月18日",
    )
    assert held(described("A02", page), "paper_date") == ["2021-05-06"]


def test_a_paper_of_no_known_kind_states_what_is_the_same_everywhere():
    page = sheet([["受审核方", "宁波海棠精密模具有限公司"], ["名称", "螺栓"]])
    assert held(described("", page), "organisation") == ["宁波海棠精密模具有限公司"]


GRID = [
    ["受审核组织名称", "项目编号", "审核类型"],
    ["宁波海棠精密模具有限公司", "HX2024Q8502", "☑初次认证 □监督审核"],
]


def test_a_list_in_the_same_grid_does_not_hide_the_case_above_it():
    page = sheet(
        [*GRID, ["条款", "检查内容", "审核发现"], *([str(n), "方针是否传达", "符合要求"] for n in range(4, 12))]
    )
    assert held(described("D04", page), "project_no") == ["HX2024Q8502"]


def test_who_signs_as_auditor_is_of_the_team():
    page = sheet(
        [
            ["姓名", "职务/部门", "签名"],
            ["石志芳", "审核组长", "石志芳"],
            ["崔文燕", "审核组员", "崔文燕"],
            ["龚海", "总经理", "龚海"],
        ]
    )
    found = described("D02", page)
    assert (held(found, "team"), held(found, "team_leader")) == (["石志芳", "崔文燕"], ["石志芳"])


def test_a_pair_below_wider_headings_is_a_pair_of_its_own():
    entries_ = tuple(
        Entry(label, value, 1, BOX, BOX, Layout.COLUMN, 1.0, table=1, row=row)
        for row, label, value in [
            (1, "受审核组织名称", "宁波海棠精密模具有限公司"),
            (1, "项目编号", "HX2024Q8502"),
            (1, "审核类型", "初次认证"),
            (2, "受审核组织名称", "确认的认证范围"),
            (2, "项目编号", "冲压模具的生产"),
        ]
    )
    found = describe(Paper((sheet("x"),)), "D13", entries=entries_, marks=Marks())
    assert [held(found, name) for name in ("organisation", "project_no", "scope")] == [
        ["宁波海棠精密模具有限公司"],
        ["HX2024Q8502"],
        ["冲压模具的生产"],
    ]


def test_the_client_confirms_a_certificate_on_a_day_that_is_no_day_of_issue():
    page = sheet([["证书编号", "30824Q14465R0S"]], "客户确认：钱秋峰   日期：2024年5月16日")
    found = described("F03", page)
    assert (held(found, "issued_on"), held(found, "paper_date")) == ([], ["2024-05-16"])


def test_the_people_of_a_plan_named_in_one_cell_with_their_part_are_the_team():
    page = sheet([["组长：石志芳", "专业代码 18.02.03"], ["组员：崔文燕", "专业代码 18.02.03"]])
    assert held(described("C06", page), "team") == ["石志芳", "崔文燕"]


@pytest.mark.parametrize(("people", "team"), [(["石志芳"], []), (["石志芳", "崔文燕"], ["石志芳", "崔文燕"])])
def test_several_who_declare_on_one_sheet_are_the_team_and_one_alone_is_not(people, team):
    page = sheet([["声明人", "签字", "日期"], *([name, name, "2024年3月22日"] for name in people)])
    assert held(described("C04", page), "team") == team


def test_the_days_a_review_settles_are_days_of_the_audit_too():
    found = described("B01", sheet([["客户名称", "宁波海棠精密模具有限公司"], ["审核总人日", "6"]]))
    assert (held(found, "computed_days"), held(found, "audit_days")) == ([6.0], [6.0])


def test_a_label_of_two_dates_with_two_values_states_both():
    page = sheet([["体系文件生效日", "2023.07.26", "内审/管评日期", "2024.01.22 / 2024.02.06"]])
    description = described("A01", page)
    names = ("released_on", "internal_audit_on", "management_review_on")
    assert [held(description, name) for name in names] == [["2023-07-26"], ["2024-01-22"], ["2024-02-06"]]


def test_one_date_for_two_events_is_left_open():
    description = described("A01", sheet([["受审核方", "宁波海棠精密模具有限公司"], ["内审/管评日期", "2024.01.22"]]))
    assert held(description, "internal_audit_on") == held(description, "management_review_on") == []


def test_one_address_for_two_uses_states_both():
    address = "浙江省宁波市北仑区大碶街道8号"
    description = described("A01", sheet([["受审核方", "宁波海棠精密模具有限公司"], ["注册/经营地址", address]]))
    assert held(description, "registered_address") == held(description, "operating_address") == [address]


def test_how_a_finding_is_to_be_verified_is_no_verification():
    description = described("D08", sheet([["级别", "□严重 ■一般", "验证", "■书面 □现场"]]))
    assert (held(description, "finding.verification"), held(description, "finding.grade")) == ([], ["minor"])


def test_notes_by_department_and_site_are_rows():
    rows = [["部门/场所", "条款", "记录", "判定"], ["质量部", "Q7.2/7.5 E7.2 S7.2", "查培训记录3份，有效", "符合"]]
    rows.append(["一分公司", "Q8.5 E8.1 S8.1", "到现场查看作业，记录完整", "符合"])
    assert held(described("D04", sheet(rows)), "note.department") == ["质量部", "一分公司"]


def test_every_site_of_a_sample_is_a_group_of_its_own():
    page = sheet(
        "抽取：一分公司（重庆市工业大道12号），理由：覆盖典型活动。",
        "抽取：二分公司（重庆市滨江路301号），理由：随机。",
    )
    assert len(held(described("B03", page), "site.name")) == 2
