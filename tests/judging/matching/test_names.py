from __future__ import annotations

import pytest

from anjuan.judging.matching.likeness import places_clash
from anjuan.judging.matching.names import name_parts
from anjuan.judging.matching.slips import slips_between
from anjuan.judging.matching.words import places_of
from anjuan.judging.rules import tables

WORDS = tables.name_words()


def test_the_worked_examples_of_the_table_hold():
    for example in WORDS.table.examples:
        parts = name_parts(example.name, WORDS)
        assert (parts.core, parts.brand, parts.form, parts.branch) == (
            example.core, example.brand, example.form, example.branch
        ), example.name  # fmt: skip


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("内蒙古自治区牧岚乳业有限公司", "牧岚乳业"),
        ("新疆维吾尔自治区昌吉回族自治州牧岚乳业有限公司", "牧岚乳业"),
        ("恩施土家族苗族自治州矗远茶业有限公司", "矗远茶业"),
        ("漠河市奈曼环保科技有限公司", "奈曼环保科技"),
        ("长安矗远汽车有限公司", "长安矗远汽车"),
        ("北京有限公司", "北京"),
        ("矗", "矗"),
        ("", ""),
    ],
)
def test_places_are_cut_and_nothing_else(name, core):
    assert name_parts(name, WORDS).core == core


def test_a_place_in_brackets_counts_as_one_before_the_name():
    inside, before = name_parts("矗远（苏州）机械有限公司", WORDS), name_parts("苏州矗远机械有限公司", WORDS)
    assert (inside.core, inside.places) == (before.core, before.places)


@pytest.mark.parametrize("form", ["有跟公司", "有限公可", "限责任公司", "有银责任公司", "份有限公司"])
def test_a_legal_form_with_a_slip_is_still_one(form):
    assert name_parts(f"泉州矗远机械{form}", WORDS).core == "矗远机械"


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ((("1101",),), (("31",),), True),
        ((("35",),), (("3505",),), False),
        ((("35",), ("3505",)), (("3502",),), True),
        ((), (("3502",),), False),
        ((("2113", "110105"),), (("11",),), False),
    ],
)
def test_places_clash_only_when_neither_lies_in_the_other(one, other, clash):
    assert places_clash(one, other) is clash
    assert places_clash(other, one) is clash


def test_short_names_of_districts_are_no_places():
    codes = places_of([("610116", "长安区", "县级"), ("350582", "晋江市", "县级")]).codes
    assert set(codes) == {"长安区", "晋江市", "晋江"}


def test_slips_tell_lookalikes_from_other_exchanges_and_gaps():
    slips = slips_between("株州澜机械", "株洲斓机械厂")
    assert (set(slips.alike), slips.other, slips.gaps) == ({"州/洲", "斓/澜"}, (), ("厂",))


def test_texts_that_differ_by_much_have_no_slips():
    assert slips_between("株洲澜栩食品", "北京华矗机械") is None
