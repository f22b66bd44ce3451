"""Style is seen through, slips are near, and another value is another value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.judging.comparing.compare import METHODS, compare
from anjuan.judging.comparing.likeness import Likeness, Stated, Why
from anjuan.judging.comparing.organisations import is_part_of
from anjuan.judging.comparing.standards import named_standards
from anjuan.judging.rules.tables import comparing
from anjuan.registry.rules.tables import standards

TABLE = comparing().latest


def answer(method, one, other, *, recognised=False):
    return compare(method, Stated(one, recognised), Stated(other), TABLE)


AGREE = [
    ("organisation", "四川天府（集团）有限责任公司", "四川天府(集团)有限公司"),
    ("organisation", "成都市天府机械有限公司", "成都天府机械有限公司"),
    ("organisation", "山東海澄精密鑄造有限公司", "山东海澄精密铸造有限公司"),
    ("organisation", "山东省海澄精密铸造有限公司（盖章）", "山东海澄 精密铸造有限公司"),
    ("organisation", "天府精密机械有限公司", "四川省成都市天府精密机械有限公司"),
    ("organisation", "天府精密", "四川天府精密机械有限公司"),
    ("address", "四川省成都市武侯区一环路南四段18号3楼", "武侯区一环路南四段１８号３Ｆ"),
    ("address", "福建省晋江市云溪路894号", "晋江市云溪路894号（一址多照）"),
    ("address", "江苏省苏州工业园区星湖街328号", "苏州市工业园区星湖街328号"),
    ("address", "上海市浦东新区张江路1号", "上海浦东新区张江路1号"),
    ("address", "三元区红印山路12号二幢201室", "三明市三元区红印山路12号2栋201"),
    ("address", "青岛市城阳区锦盛二路19号", "青岛市城阳区锦盛2路19号"),
    ("scope", "木质家具的设计、生产和销售", "木质家具设计、生产及销售。"),
    ("scope", "质量管理体系：木质家具的设计、生产和销售", "木质家具的设计，生产与销售"),
    ("scope", "木质家具的设计、生产和销售", "木质家具的设计、生产和销售（资质范围内）"),
    ("scope", "木质家具的生产", "木质家具的生产及相关管理活动"),
    ("identifier", "TLRZ(2021)第1001号", "TLRZ（2021）1001"),
    ("identifier", "30522Q10467R0M", "30522 Q 10467 R0M"),
    ("person", "张 雪", "张雪（组长）"),
    ("person", "張雪", "张雪"),
    ("date", "2021-05", "2021-05-03"),
    ("number", "6", "6.0"),
    ("credit_code", "９１370202MA3C1A2B93", "91370202ma3c1a2b93"),
]
DIFFER = [
    ("organisation", "西安牧岚荷苔食品有限公司", "西安牧岚海苔食品有限公司"),
    ("organisation", "成都天府机械有限公司", "成都天府贸易有限公司"),
    ("organisation", "海澄精密铸造有限公司", "海澄精密铸造股份有限公司"),
    ("address", "福建省晋江市云溪路894号", "福建省晋江市云溪路1894号"),
    ("address", "福建省晋江市云溪路894号", "福建省石狮市云溪路894号"),
    ("address", "云溪路12-3号", "云溪路123号"),
    ("scope", "木质家具的设计、生产和销售", "木质家具的生产、设计和销售"),
    ("scope", "电商仓储及配送服务", "电商仓储及配送及相关咨询服务"),
    ("scope", "木质家具的设计和生产", "木质家具的生产"),
    ("identifier", "30522Q10467R0M", "30522Q10461R0M"),
    ("person", "张雪", "张云"),
    ("date", "2021-05", "2021-06-03"),
    ("date", "2021-05-03", "2021-05-04"),
    ("number", "86", "68"),
    ("credit_code", "91370202MA3C1A2B93", "91370202MA3C1A2B73"),
]


@pytest.mark.parametrize(("method", "one", "other"), AGREE)
def test_style_is_seen_through(method, one, other):
    assert answer(method, one, other).agrees


@pytest.mark.parametrize(("method", "one", "other"), DIFFER)
def test_another_value_is_another_value(method, one, other):
    assert answer(method, one, other).likeness is Likeness.DIFFERENT


@pytest.mark.parametrize(
    ("method", "one", "other"),
    [
        ("organisation", "西安牧岚海若食品有限公司", "西安牧岚海苔食品有限公司"),
        ("identifier", "3O522Q1O467R0M", "30522Q10467R0M"),
        ("person", "王未", "王末"),
        ("number", "16", "76"),
        ("credit_code", "91370202MA3C1A2893", "91370202MA3C1A2B93"),
    ],
)
def test_look_alike_signs_are_near_in_recognised_text_only(method, one, other):
    assert answer(method, one, other, recognised=True).why is Why.LOOK_ALIKE
    assert answer(method, one, other).why is Why.VALUE


def test_one_sign_of_many_in_recognised_text_may_be_a_slip():
    assert (
        answer("organisation", "西安牧岚荷苔食品有限公司", "西安牧岚海苔食品有限公司", recognised=True).why
        is Why.FEW_SIGNS
    )


def test_branch_is_part_of_its_head_office():
    assert is_part_of("青岛海澄铸造有限公司胶州分公司", "青岛海澄铸造有限公司", TABLE)


@pytest.mark.parametrize("method", METHODS)
@given(one=st.text(max_size=30), other=st.text(max_size=30), recognised=st.booleans())
def test_comparing_is_symmetric(method, one, other, recognised):
    left = compare(method, Stated(one, recognised), Stated(other, recognised), TABLE)
    right = compare(method, Stated(other, recognised), Stated(one, recognised), TABLE)
    assert left.likeness is right.likeness


@pytest.mark.parametrize("method", METHODS)
@given(text=st.text(alphabet="省市区县镇路号楼一二三0123456789（）()有限责任公司的和与、ABC", max_size=25))
def test_value_agrees_with_itself(method, text):
    assert answer(method, text, text).agrees


@given(text=st.text(alphabet="青岛海澄精密铸造设计制造A1", min_size=1, max_size=20), place=st.integers(0, 20))
def test_blanks_never_part_names(text, place):
    assert answer("organisation", text, text[:place] + " \u3000" + text[place:]).agrees


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        ("GB/T 19001-2016/ISO 9001:2015", {"ISO 9001:2015"}),
        ("GB/T19001-2016 idt ISO9001：2015", {"ISO 9001:2015"}),
        ("ISO 9001:2008", {"ISO 9001:2008"}),
        ("ISO 9001：2015、GB/T24001-2016", {"ISO 9001:2015", "ISO 14001:2015"}),
        ("GB/T 19001", {""}),
        ("GB/T 28001-2011", {"OHSAS 18001:2007"}),
    ],
)
def test_standards_are_told_by_edition(text, editions):
    assert {named.edition for named in named_standards(text, standards().latest)} == editions


def test_editions_of_one_standard_are_one_family():
    families = {
        item.family
        for text in ("GB/T 28001-2011", "ISO 45001:2018")
        for item in named_standards(text, standards().latest)
    }
    assert len(families) == 1


def test_product_standard_is_not_known():
    assert not any(named.known for named in named_standards("GB/T 3324-2017", standards().latest))
