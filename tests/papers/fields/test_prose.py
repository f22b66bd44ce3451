"""What running text states: sentences of many wordings, names of organisations, lines that break anywhere."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan.papers.facts import Description, Found, Marks, Paper
from anjuan.papers.fields.describe import describe
from anjuan.papers.fields.flow import flow_of
from anjuan.papers.fields.gathering import Gathering
from anjuan.papers.fields.prose.claims import take_prose
from anjuan.papers.fields.prose.names import mentions
from anjuan.papers.fields.prose.passages import passages_of
from anjuan.papers.forms.entries import entries
from anjuan.papers.rules.tables import paper_prose
from anjuan.reading.pages import Cell, Line, Page, Table

_SENTENCES = yaml.load((Path(__file__).parent / "prose-sentences.yaml").read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
_LEFT, _WIDE, _STEP = 0.1, 0.8, 0.02


def _page(text: str, width: int = 38) -> Page:
    """Return a page whose paragraphs are broken after so many signs."""
    lines: list[Line] = []
    for block, paragraph in enumerate(text.split("\n")):
        for start in range(0, len(paragraph), width):
            piece, top = paragraph[start : start + width], 0.1 + _STEP * len(lines)
            lines.append(Line(piece, (_LEFT, top, _LEFT + _WIDE * len(piece) / width, top + 0.015), block=block))
    return Page(1, 595, 842, lines=tuple(lines))


def _said(text: str, kind: str, width: int = 38) -> Description:
    page = _page(text, width)
    return describe(Paper((page,)), kind, entries=entries((page,)), marks=Marks())


def _plain(found: Found) -> str:
    value = found.value
    return f"{value:g}" if isinstance(value, int | float) else str(value).replace(" ", "")


def _values(text: str, kind: str, width: int = 38) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {}
    for found in _said(text, kind, width).found:
        values.setdefault(found.name, set()).add(_plain(found))
    return values


def _set(meant: str | list[str]) -> set[str]:
    return {one.replace(" ", "") for one in (meant if isinstance(meant, list) else [meant])}


@pytest.mark.parametrize("row", _SENTENCES, ids=lambda row: f"{row['kind']}-{row['text'][:24]}")
def test_a_sentence_states_what_it_says_and_nothing_else(row):
    values = _values(row["text"], row["kind"])
    gives = row.get("gives") or {}
    assert {name: values.get(name, set()) for name in gives} == {name: _set(meant) for name, meant in gives.items()}
    assert not set(row.get("not") or ()) & set(values)


@pytest.mark.parametrize("width", [30, 33, 36, 41, 47])
def test_where_a_line_breaks_makes_no_difference(width):
    text = (
        "受浙江恒立阀门有限公司委托，审核组由组长高志远及成员林晓、许文博组成，于2024年3月5日至7日对该公司的质量管理体系"
        "进行了初次认证第二阶段审核，共用4.5人日，管理体系覆盖员工共计97人。"
    )
    values = _values(text, "D12", width)
    names = ("organisation", "team_leader", "audit_start", "audit_end", "audit_days", "headcount", "audit_type")
    assert [next(iter(values[name])) for name in names] == [
        "浙江恒立阀门有限公司", "高志远", "2024-03-05", "2024-03-07", "4.5", "97", "initial",
    ]  # fmt: skip


def test_a_sentence_in_a_narrow_cell_is_read_across_its_lines():
    pieces = ["审核组于2024年3", "月5日至7日对浙江", "恒立阀门有限公司", "实施了监督审核。"]
    lines = tuple(Line(text, (0.5, 0.1 + 0.02 * i, 0.79, 0.115 + 0.02 * i), block=3) for i, text in enumerate(pieces))
    cell = Cell(0, 1, "\n".join(pieces), (0.49, 0.09, 0.8, 0.2))
    wide = Line("x" * 60, (0.1, 0.5, 0.95, 0.52), block=9)
    page = Page(1, 595, 842, lines=(*lines, wide), tables=(Table(cell.box, (cell,)),))
    found = describe(Paper((page,)), "D12", entries=(), marks=Marks()).found
    assert {"浙江恒立阀门有限公司", "2024-03-07", "surveillance"} <= {str(item.value) for item in found}


def test_a_value_knows_where_it_stands():
    item = next(one for one in _said("体系覆盖60人。", "D12").found if one.name == "headcount")
    assert item.printed == "60"
    assert 0.1 < item.box[0] < item.box[2] < 0.9


def test_a_sentence_is_less_sure_than_a_label():
    sentence = next(one for one in _said("体系覆盖60人。", "D12").found if one.name == "headcount")
    label = next(one for one in _said("体系覆盖人数：60人", "D12").found if one.name == "headcount")
    assert sentence.confidence < label.confidence


def test_what_a_label_says_counts_alone():
    assert _values("体系覆盖人数：60人\n该公司体系覆盖58人。", "D12")["headcount"] == {"60"}


def test_two_sentences_that_differ_are_doubtful():
    found = [one for one in _said("体系覆盖60人。\n体系覆盖58人。", "D12").found if one.name == "headcount"]
    assert any(one.doubtful for one in found)


def test_the_only_organisation_of_a_paper_is_doubtful_without_words_that_say_so():
    found = _said("会议地点设于三楼，苏州瑞通精密机械有限公司全体部门参加。", "D02").found
    assert all(one.doubtful for one in found if one.name == "organisation")


def test_the_same_day_is_the_day_named_before():
    values = _values("2024年1月5日开展了内部审核，管理评审于同日召开。", "D05")
    assert values["internal_audit_on"] == {"2024-01-05"}


def test_a_paper_of_other_people_says_nothing_in_sentences():
    assert "headcount" not in _values("该公司体系覆盖60人。", "A12")


def test_a_paper_of_unknown_kind_says_nothing_in_sentences():
    assert "headcount" not in _values("该公司体系覆盖60人。", "")


def test_a_plan_in_lines_is_read_as_rows():
    text = (
        "4月16日9:00-11:30，管理层，审核条款4.1、4.2、5.1，由栾振东负责。\n"
        "4月16日13:00-15:00，质检部，审核条款8.6、8.7，由曲丽敏负责。"
    )
    found = _said(text, "C06").found
    assert [one.value for one in found if one.name == "plan.department"] == ["管理层", "质检部"]
    assert len({one.group for one in found if one.name.startswith("plan.")}) == 2


def test_notes_in_lines_name_their_departments():
    found = _said("【管理层】条款4.1、4.2：查方针目标，策划充分。\n【质检部】条款8.6：查检验规程，有效。", "D04").found
    assert [one.value for one in found if one.name == "note.department"] == ["管理层", "质检部"]


def test_those_named_in_a_sentence_join_the_leader_of_a_label():
    values = _values("审核组成员为栾振东、曲丽敏，共用4人日。\n审核组长：栾振东", "D12")
    assert values["team"] == {"栾振东", "曲丽敏"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("现委派以下人员，对淄博凯陶新型陶瓷有限责任公司实施审核", "淄博凯陶新型陶瓷有限责任公司"),
        ("审核组在宁波东海电子股份有限公司会议室", "宁波东海电子股份有限公司"),
        ("经我单位核实，青岛海信达食品有限公司人员", "青岛海信达食品有限公司"),
        ("华瀚（北京）科技有限公司上海分公司的审核", "华瀚(北京)科技有限公司上海分公司"),
        ("审核组长栾振东向东营海纳石油机械有限公司通报", "东营海纳石油机械有限公司"),
        ("核查了临沂沐野木业有限公司近一年的投诉", "临沂沐野木业有限公司"),
    ],
)
def test_a_name_begins_where_its_sentence_lets_it(text, name):
    page = _page(text)
    found = mentions(passages_of(page, flow_of(page)), paper_prose().latest.parties)
    assert [one.name for one in found] == [name]


@pytest.mark.parametrize(
    "text", ["本公司", "有限公司", "该有限公司", "我有限公司各部门", "质量管理中心", "某某有限公司"]
)
def test_words_that_name_nobody_are_no_name(text):
    page = _page(text)
    assert mentions(passages_of(page, flow_of(page)), paper_prose().latest.parties) == ()


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("认　证　证　书", "认证证书"),
        ("编制：张三　批准：李四", "编制:张三\t批准:李四"),
        ("于 2024 年 3 月 5 日", "于2024年3月5日"),
        ("ISO 9001:2015", "ISO 9001:2015"),
    ],
)
def test_blanks_are_kept_where_they_part_words(printed, read):
    page = _page(printed)
    assert passages_of(page, flow_of(page)).text == read


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="审核组长公司有限于对为年月日2024、，。（）\n　 GB/T19001-:人受委托", max_size=120))
def test_any_text_is_read_without_error_and_boxes_stay_on_the_page(text):
    for item in _said(text, "D12").found:
        assert 0 <= item.box[0] <= item.box[2] <= 1.0001
        assert 0 < item.confidence <= 1


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="审核公司(对\t年2 　", max_size=60))
def test_every_sign_of_the_text_has_its_place_on_the_page(text):
    passages = passages_of(page := _page(text), flow_of(page))
    assert len(passages.text) == len(passages.at)
    assert list(passages.at) == sorted(passages.at)


@pytest.mark.parametrize(
    "piece", ["审核组组长组员", "实施GB管理体系的", "有限公司", "共发现不符合项", "A1-", "张三、李四、", "认证范围为"]
)
def test_a_long_line_is_read_in_no_time(piece):
    passages = passages_of(page := _page(piece * (4000 // len(piece))), flow_of(page))
    began = time.process_time()
    for kind in ("D12", "C02", "A01"):
        take_prose(passages, 1, kind, Gathering())
    assert time.process_time() - began < 2
