from __future__ import annotations

import random
import time

import pytest
from tests.judging.matching.labelled import right_code

from anjuan.judging.matching.index import likely, organisation_index
from anjuan.judging.matching.matches import match
from anjuan.judging.matching.pairs import Likeness, OrganisationFacts, known
from anjuan.judging.rules import tables

WORDS = tables.name_words()
SIGNS = "华星明泰科润清江锦博远达恒信宏盛嘉瑞昌隆福德兴荣安康"
TRADES = ("机械", "食品", "精密电子", "建筑工程", "科技", "物流", "塑胶制品", "环保科技")
CITIES = ("泉州市", "厦门", "福州市", "株洲", "大连市", "西安", "南昌市", "柳州")


def many(number):
    chance = random.Random(5)
    made = []
    for key in range(number):
        brand = "".join(chance.sample(SIGNS, 3))
        name = f"{chance.choice(CITIES)}{brand}{chance.choice(TRADES)}有限公司"
        made.append(OrganisationFacts(key, name, credit_code=right_code(key)))
    return made


@pytest.fixture(scope="module")
def index():
    mine = [
        OrganisationFacts(900_001, "晋江澜栩家居有限公司", credit_code=right_code(900_001)),
        OrganisationFacts(900_002, "北京华矗机械有限公司"),
        OrganisationFacts(900_003, "北京华矗机械有限公司上海分公司"),
        OrganisationFacts(900_004, "泉州矗远机械有限公司", former_names=("泉州矗立机械厂",)),
        OrganisationFacts(900_005, "泉州鼍远机械有限公司"),
        OrganisationFacts(900_006, "福州鼍远机械有限公司"),
    ]
    return organisation_index([*many(20_000), *mine], words=WORDS)


def found(name, index, **more):
    return match(OrganisationFacts(-1, name, **more), index, words=WORDS)


@pytest.mark.parametrize("name", ["福建省晋江市澜栩家居有限责任公司", "晋江澜栩家居有跟公司", "晉江瀾栩家居有限公司"])
def test_one_among_many_is_found_in_spite_of_style_and_slips(name, index):
    assert found(name, index).same.key == 900_001


def test_a_code_finds_its_organisation_under_any_name(index):
    (pair,) = found("澜栩", index, credit_code=right_code(900_001)).pairs
    assert (pair.key, pair.likeness) == (900_001, Likeness.SAME)


def test_a_former_name_finds_the_organisation(index):
    assert found("泉州市矗立机械厂", index).same.key == 900_004


def test_a_branch_is_told_with_its_head_office(index):
    matches = found("北京华矗机械有限公司上海分公司", index)
    assert matches.same.key == 900_003
    assert [pair.key for pair in matches.related] == [900_002]


def test_an_unknown_organisation_matches_nothing(index):
    assert found("鹤岗爨骉麤软件有限公司", index).pairs == ()


def test_several_that_would_be_the_same_wait_for_a_person(index):
    matches = found("鼍远机械有限公司", index)
    assert matches.same is None
    assert {pair.key for pair in matches.doubtful} >= {900_005, 900_006}


def test_the_record_with_the_right_code_goes_before_one_of_the_same_name():
    name, code = "泉州矗远机械有限公司", right_code(7)
    records = [OrganisationFacts(1, name), OrganisationFacts(2, name, credit_code=code)]
    matches = match(OrganisationFacts(-1, name, credit_code=code), records, words=WORDS)
    assert matches.same.key == 2
    assert [pair.key for pair in matches.doubtful] == [1]


def test_few_organisations_need_no_index():
    assert match(OrganisationFacts(-1, "泉州矗远机械有限公司"), [OrganisationFacts(5, "泉州市矗远机械有限公司")],
                 words=WORDS).same.key == 5  # fmt: skip


def test_nobody_known_is_no_match():
    assert match(OrganisationFacts(-1, "泉州矗远机械有限公司"), [], words=WORDS).pairs == ()


@pytest.mark.parametrize("name", ["", "x", "。", "有限公司", "北京"])
def test_a_name_that_says_nothing_breaks_nothing(name, index):
    assert found(name, index).same is None


def test_the_index_lists_every_organisation_for_its_own_name(index):
    for place in range(0, 20_000, 250):
        mine = known(index.organisations[place], WORDS)
        assert place in likely(mine, index, WORDS)


def test_the_order_of_the_organisations_changes_no_match():
    organisations = many(400)
    there = organisation_index(organisations, words=WORDS)
    back = organisation_index(organisations[::-1], words=WORDS)
    for facts in organisations[:40]:
        candidate = OrganisationFacts(-1, facts.name.replace("有限", "有跟"))
        assert match(candidate, there, words=WORDS) == match(candidate, back, words=WORDS)


def test_one_candidate_among_twenty_thousand_takes_less_than_twenty_milliseconds(index):
    candidates = [OrganisationFacts(-1, index.organisations[place].name) for place in range(0, 20_000, 500)]
    begun = time.process_time()
    for candidate in candidates:
        match(candidate, index, words=WORDS)
    assert (time.process_time() - begun) / len(candidates) < 0.02
