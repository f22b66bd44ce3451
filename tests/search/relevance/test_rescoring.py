from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.search.relevance.rescoring import Candidate, rescored, title_context
from anjuan.search.relevance.rulebook import weights

PLAIN = weights().model_copy(update={"context_weight": 0.0})


def order(query, candidates, table=None):
    scores = rescored([query], candidates, table)
    return sorted(scores, key=lambda page: -scores[page])


def test_a_page_that_covers_the_whole_question_wins():
    part = Candidate(1, 10.0, "轴承轴承轴承的采购")
    whole = Candidate(2, 10.0, "轴承的热处理记录")
    assert order("轴承热处理", [part, whole]) == [2, 1]


def test_shared_characters_count_when_words_differ():
    # Neither page has the word; one shares its rare character.
    other = Candidate(1, 5.0, "应当及时通知当事人")
    near = Candidate(2, 5.0, "应当承担补偿的责任")
    assert order("赔偿", [other, near]) == [2, 1]


def test_what_papers_write_counts_for_what_was_said():
    other = Candidate(1, 5.0, "检验人员应当到场")
    written = Candidate(2, 5.0, "用人单位应当到场")
    assert order("老板", [other, written], PLAIN) == [2, 1]


def test_a_page_of_a_document_with_other_good_pages_wins():
    alone = Candidate(1, 10.0, "电镀", "甲")
    together = Candidate(2, 10.0, "电镀", "乙")
    sister = Candidate(3, 9.0, "电镀槽", "乙")
    assert order("电镀", [alone, together, sister])[0] == 2


def test_pages_of_no_document_do_not_support_each_other():
    pages = [Candidate(number, 10.0, "电镀") for number in range(4)]
    alone = rescored(["电镀"], pages[:1])[0]
    assert rescored(["电镀"], pages)[0] < 2 * alone


def test_one_document_of_many_pages_gains_no_more_than_of_a_few():
    few = [Candidate(number, 10.0, "", "甲") for number in range(weights().context_pages)]
    many = [Candidate(number, 10.0, "", "甲") for number in range(50)]
    assert rescored(["电镀"], many)[0] == pytest.approx(rescored(["电镀"], few)[0])


def test_traditional_pages_count_like_simplified_ones():
    simplified, traditional = Candidate(1, 5.0, "赔偿责任"), Candidate(2, 5.0, "賠償責任")
    scores = rescored(["赔偿责任"], [simplified, traditional])
    assert scores[1] == pytest.approx(scores[2])


def test_a_page_without_text_keeps_its_score():
    scores = rescored(["电镀"], [Candidate(1, 7.0, ""), Candidate(2, 3.0, "电镀")], PLAIN)
    assert scores[1] == 7.0


def test_a_query_without_characters_keeps_the_order():
    pages = [Candidate(1, 3.0, "甲"), Candidate(2, 5.0, "乙")]
    assert order("？", pages) == [2, 1]


def test_no_pages_have_no_scores():
    assert rescored(["电镀"], []) == {}


@pytest.mark.parametrize(
    ("title", "context"),
    [
        ("产品质量法第四十一条", "产品质量法"),
        ("刑法第二百八十七条之二", "刑法"),
        ("审核报告 第 3 页", "审核报告"),
        ("第三方检测报告", "第三方检测报告"),
        ("", ""),
    ],
)
def test_articles_and_pages_share_their_documents_name(title, context):
    assert title_context(title) == context


@given(
    st.lists(st.tuples(st.floats(0, 100), st.text(alphabet="电镀槽液温度记录 ", max_size=20)), max_size=8), st.data()
)
def test_the_order_of_the_candidates_does_not_matter(pages, data):
    candidates = [Candidate(number, score, text, text[:1]) for number, (score, text) in enumerate(pages)]
    shuffled = data.draw(st.permutations(candidates))
    assert rescored(["电镀温度"], shuffled) == pytest.approx(rescored(["电镀温度"], candidates))


@given(st.floats(0, 50), st.floats(0, 50))
def test_a_better_first_score_is_never_worse(one, other):
    low, high = sorted((one, other))
    candidate = Candidate(1, low, "电镀槽", "")
    second = Candidate(2, 20.0, "温度记录")
    before = rescored(["电镀温度"], [candidate, second])[1]
    after = rescored(["电镀温度"], [dataclasses.replace(candidate, score=high), second])[1]
    assert after >= before
