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
