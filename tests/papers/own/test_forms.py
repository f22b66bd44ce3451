from __future__ import annotations

import pytest
from tests.papers.fields.sheets import sheet
from tests.papers.kinds.made import corner, page

from anjuan.papers.desk import Desk
from anjuan.papers.facts import Paper
from anjuan.papers.kinds.mapping import Mapped
from anjuan.papers.own.forms import OwnForms, OwnLabel, merged

ODD = ["外派联络笺"]
BODY = ["甲", "乙"]


def desk(*rows: Mapped, labels: tuple[OwnLabel, ...] = ()) -> Desk:
    return Desk.of_body(OwnForms(rows, labels), "F1")


def numbered(text: str, heads=ODD) -> Paper:
    return Paper((page(heads, BODY, extra=[corner(text)]),))


def kind(on: Desk, paper: Paper) -> str:
    return on.look(paper)[0].kind


@pytest.mark.parametrize("printed", ["YSX-JL-外派-07", "YSX-JL-外派-07 A/0", "表单编号：YSX-JL-外派-07/B"])
@pytest.mark.parametrize("heads", [ODD, []])
def test_an_own_form_number_tells_the_kind_where_the_tables_say_unknown(printed, heads):
    own = desk(Mapped("C02", form_no="YSX-JL-外派-07"))
    assert kind(Desk.of_today(), numbered(printed, heads)) == ""
    assert kind(own, numbered(printed, heads)) == "C02"


def test_a_longer_number_is_not_the_shorter_one():
    own = desk(Mapped("C02", form_no="QP-08-0"), Mapped("C05", form_no="QP-08-03"))
    assert kind(own, numbered("QP-08-03/1")) == "C05"
    assert kind(own, numbered("QP-08-031")) == ""


def test_a_star_stands_for_any_signs():
    own = desk(Mapped("C02", form_no="ZJ*W07"))
    assert kind(own, numbered("ZJ-2024-W07")) == "C02"


def test_a_number_in_running_text_is_not_the_number_of_the_form():
    own = desk(Mapped("C02", form_no="YSX-JL-07"))
    paper = Paper((page(ODD, ["请按本机构程序填写并随附 YSX-JL-07 表，交综合部存档备查"]),))
    assert kind(own, paper) == ""


def test_an_own_title_tells_the_kind_and_the_stage():
    verdict, _ = desk(Mapped("C05", title="外派联络笺", stage="2")).look(Paper((page(ODD, BODY),)))
    assert (verdict.kind, verdict.stage) == ("C05", "2")


def test_an_own_form_number_tells_the_stage():
    own = desk(Mapped("C05", form_no="YSX-JL-08", stage="1"))
    assert own.look(numbered("YSX-JL-08"))[0].stage == "1"


def test_an_own_label_states_its_field_with_what_is_printed():
    own = desk(labels=(OwnLabel("本厂称谓", "organisation"),))
    paper = Paper((sheet(">外派联络笺", [["本厂称谓", "宁波甲轴承有限公司"], ["联系电话", "0574-87654321"]]),))
    assert not [one for one in Desk.of_today().look(paper)[1].found if one.name == "organisation" and one.label]
    (found,) = [one for one in own.look(paper)[1].found if one.name == "organisation"]
    assert (found.value, found.label) == ("宁波甲轴承有限公司", "本厂称谓")


def test_an_own_label_of_some_kinds_means_nothing_on_others():
    own = desk(labels=(OwnLabel("本厂称谓", "organisation", ("B05",)),))
    paper = Paper((sheet(">外派联络笺", [["本厂称谓", "宁波甲轴承有限公司"]]),))
    held = {code: [one.name for one in own.look(paper, kind=code)[1].found if one.label] for code in ("B05", "D12")}
    assert "organisation" in held["B05"]
    assert "organisation" not in held["D12"]


def test_a_kind_may_bear_the_name_the_body_gives_it():
    assert desk(Mapped("B05", zh="认证服务协议")).kind_names()["B05"] == "认证服务协议"


def test_a_later_edition_goes_before_an_earlier_one():
    early, late = Mapped("C02", form_no="Q-1"), Mapped("C05", form_no="Q-1")
    assert merged([OwnForms((early,)), OwnForms((late,))]).rows == (late,)


def test_made_with_names_the_edition_of_the_forms():
    assert desk(Mapped("C02", form_no="Q-11")).made_with == f"{Desk.of_today().made_with} F1"
