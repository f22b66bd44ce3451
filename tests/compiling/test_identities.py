"""Nothing that is published tells who the client is, whatever way it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.compiling.identities.generalising import generalised
from anjuan.compiling.identities.known import Identity, IdentityBook
from anjuan.compiling.identities.leaks import leaks_in
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.identities.variants import address_identities, organisation_identities
from anjuan.compiling.rules.tables import identities
from anjuan.judging.rules.tables import name_words

NOBODY = IdentityBook([])


@pytest.fixture(scope="module")
def book() -> IdentityBook:
    near = organisation_identities(["宁波海棠精密模具有限公司", "宁波鄞州海棠模具厂"], name_words(), is_near=True)
    return IdentityBook(
        [
            *near,
            *address_identities("浙江省宁波市北仑区大碶街道坝头西路215号", is_near=True),
            Identity("虞海生", Sort.PERSON, is_near=True),
            Identity("陶伯年", Sort.AUDITOR, is_near=True),
            Identity("91330206MA2AB3C477", Sort.NUMBER, is_near=True),
            Identity("0123Q31234R1M", Sort.NUMBER, is_near=True),
        ]
    )


@pytest.mark.parametrize("example", identities().latest.examples, ids=lambda one: one.text[:16])
def test_the_worked_examples_hold(example) -> None:
    assert generalised(example.text, NOBODY).text == example.becomes


@pytest.mark.parametrize(
    "written",
    [
        "宁波海棠精密模具有限公司",
        "宁波市海棠精密模具有限公司",
        "宁波 海棠精密 模具有限公司",
        "寧波海棠精密模具有限公司",
        "宁波海棠精密摸具有限公司",
        "宁波海棠精密模具有限公",
        "海棠精密模具",
        "宁波海棠",
        "海棠公司",
        "海棠",
        "海棠模具厂",
        "虞海生",
        "虞海牛",
        "虞 海 生",
        "陶伯年",
        "91330206MA2AB3C477",
        "9133O206MA2AB3C477",
        "91330206MA2AB3C47",
        "0123Q31234R1M",
        "大碶街道坝头西路215号",
        "坝头西路215号",
    ],
)
def test_an_identity_is_replaced_however_it_is_written(book: IdentityBook, written: str) -> None:
    told = generalised(f"现场查看{written}的模具台账，符合要求", book).text
    assert not leaks_in({"line": told}, book)
    assert written not in told
    assert told.endswith("的模具台账，符合要求")


def test_a_leak_names_its_place_and_blocks(book: IdentityBook) -> None:
    found = leaks_in({"controls/1": "海棠精密模具的熔炼温度"}, book)
    assert [(leak.place, leak.sort, leak.blocks) for leak in found[:1]] == [("controls/1", Sort.ORGANISATION, True)]


def test_a_person_may_say_that_a_shape_is_harmless() -> None:
    text = {"line": "见大众汽车有限公司的技术要求"}
    assert [leak.blocks for leak in leaks_in(text, NOBODY)] == [False]
    assert not leaks_in(text, NOBODY, harmless=["大众汽车有限公司"])


def test_one_person_keeps_one_letter_in_a_line(book: IdentityBook) -> None:
    told = generalised("操作工虞海生填写，组长陶伯年确认，虞海生签字", book).text
    assert told == "操作工人员A填写，组长审核员A确认，人员A签字"


@pytest.mark.parametrize(
    "text",
    [
        "淬火加热温度 840±10 ℃，保温不少于 3 h",
        "依据 GB/T 307.1-2017 和 HJ 2.2-2018 检验",
        "抽3批次记录，每批10件，均合格",
        "车加工后转热处理，高温老化48h",
        "经理层、管理者代表和各部门负责人参加了管理评审",
        "查供方评价表、合同评审记录和采购订单",
        "氧气瓶与乙炔瓶间距不小于5米，距明火不小于10米",
        "审核员应当查看应急预案和演练记录",
        "噪声昼间不大于65dB(A)，夜间不大于55dB(A)",
    ],
)
def test_words_of_the_trade_stay(text: str) -> None:
    assert generalised(text, NOBODY).text == text


@given(st.text(alphabet="查见操作工王虞海生宁波海棠有限公司3号路，。 A1-", max_size=40))
def test_what_is_generalised_leaks_nothing_and_replays(book: IdentityBook, text: str) -> None:
    passage = generalised(text, book)
    assert not [leak for leak in leaks_in({"x": passage.text}, book) if leak.how != "shape"]
    assert passage.replays_in(text)
