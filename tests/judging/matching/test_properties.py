from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.judging.matching.labelled import broken_code, right_code

from anjuan.judging.matching.pairs import Likeness, OrganisationFacts, compare
from anjuan.judging.rules import tables
from anjuan.judging.rules.look_alikes import look_alikes

WORDS = tables.name_words()
RARE = "矗鼍爨龘麤犇骉羴"
ALIKE: dict[str, str] = {}
for pair in sorted(look_alikes().latest.pairs):
    ALIKE.setdefault(*pair)

places = st.sampled_from(["", "泉州", "泉州市", "福建省泉州市", "北京", "上海市", "内蒙古", "晋江"])
brands = st.text(st.sampled_from("华星明泰科润清江锦博" + RARE), min_size=2, max_size=4)
trades = st.sampled_from(["机械", "食品", "精密电子", "建筑工程", "科技", "海苔食品", ""])
forms = st.sampled_from(["有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "厂", "有限公司上海分公司", ""])
names = st.one_of(
    st.tuples(places, brands, trades, forms).map("".join),
    st.text(max_size=12),
    st.text("公司有限分（）北京", max_size=12),
)
codes = st.one_of(
    st.just(""), st.integers(1, 3).map(right_code), st.integers(1, 3).map(broken_code), st.text(max_size=18)
)
organisations = st.builds(
    OrganisationFacts,
    st.just(1),
    names,
    st.lists(names, max_size=1).map(tuple),
    st.lists(brands, max_size=1).map(tuple),
    codes,
    st.lists(st.sampled_from(["福建省泉州市云溪路8号", "泉州市云溪路8号", "北京市海淀区青禾路3号"]), max_size=1).map(
        tuple
    ),
    st.sampled_from(["", "金德胜", "魏勇"]),
    st.lists(st.sampled_from(["0595-22334455", "13100006259"]), max_size=1).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(organisations, organisations)
def test_the_answer_does_not_depend_on_which_record_comes_first(one, other):
    there, back = compare(one, other, words=WORDS), compare(other, one, words=WORDS)
    assert (there.likeness, there.confidence, there.relation) == (back.likeness, back.confidence, back.relation)


@settings(max_examples=200, deadline=None)
@given(organisations.filter(lambda organisation: any("一" <= sign <= "龥" for sign in organisation.name)))
def test_every_record_with_a_name_is_the_same_as_itself(organisation):
    assert compare(organisation, organisation, words=WORDS).likeness is Likeness.SAME


@settings(max_examples=300, deadline=None)
@given(organisations, organisations)
def test_confidence_and_likeness_agree(one, other):
    pair = compare(one, other, words=WORDS)
    bounds = {Likeness.SAME: (0.85, 1), Likeness.DOUBTFUL: (0.6, 0.85), Likeness.DIFFERENT: (0, 0.6)}
    low, high = bounds[pair.likeness]
    assert low <= pair.confidence <= high


@settings(max_examples=200, deadline=None)
@given(places, brands, trades, st.sampled_from(["有限公司", "股份有限公司"]), st.randoms(use_true_random=False))
def test_more_slips_never_make_a_name_more_alike(place, brand, trade, form, chance):
    body = list(brand + trade)
    right = OrganisationFacts(1, place + brand + trade + form)
    at = [place for place, sign in enumerate(body) if sign in ALIKE]
    chance.shuffle(at)
    last = 1.0
    for where in at:
        body[where] = ALIKE[body[where]]
        confidence = compare(right, OrganisationFacts(2, place + "".join(body) + form), words=WORDS).confidence
        assert confidence <= last
        last = confidence


@settings(max_examples=100, deadline=None)
@given(organisations, organisations)
def test_what_speaks_for_two_records_never_makes_them_less_alike(one, other):
    bare = [dataclasses.replace(each, legal_representative="") for each in (one, other)]
    more = [dataclasses.replace(each, legal_representative="金德胜") for each in (one, other)]
    assert compare(*more, words=WORDS).confidence >= compare(*bare, words=WORDS).confidence
