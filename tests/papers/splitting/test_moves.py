from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.papers.facts import Cut, Split
from anjuan.papers.splitting.errors import CutError
from anjuan.papers.splitting.moves import cut_at, join, move

#: Page 4 is a blank separator.
THREE = Split((Cut(1, 3, 0.9), Cut(5, 6, 0.8), Cut(7, 7, 0.7)))


def spans(split):
    return [(cut.first_page, cut.last_page) for cut in split.cuts]


def test_a_paper_is_cut_in_two():
    assert spans(cut_at(THREE, 2)) == [(1, 1), (2, 3), (5, 6), (7, 7)]


def test_a_cut_made_by_hand_is_sure_and_says_so():
    made = cut_at(THREE, 2).cuts[1]
    assert made.confidence == 1.0
    assert [reason.code for reason in made.reasons] == ["by-hand"]


@pytest.mark.parametrize("page", [1, 4, 5, 8, 0])
def test_a_cut_needs_a_page_within_a_paper(page):
    with pytest.raises(CutError):
        cut_at(THREE, page)


def test_papers_are_joined_with_the_separator_between_them():
    assert spans(join(THREE, 5)) == [(1, 6), (7, 7)]


@pytest.mark.parametrize("page", [1, 2, 4])
def test_only_a_paper_with_another_before_it_is_joined(page):
    with pytest.raises(CutError):
        join(THREE, page)


@pytest.mark.parametrize(
    ("page", "to", "expected"),
    [
        (7, 6, [(1, 3), (5, 5), (6, 7)]),
        (5, 6, [(1, 5), (6, 6), (7, 7)]),
        (5, 4, [(1, 3), (4, 6), (7, 7)]),
        (5, 2, [(1, 1), (2, 6), (7, 7)]),
        (5, 5, [(1, 3), (5, 6), (7, 7)]),
    ],
)
def test_a_beginning_is_moved(page, to, expected):
    assert spans(move(THREE, page, to)) == expected


@pytest.mark.parametrize(("page", "to"), [(5, 1), (5, 7), (7, 8), (1, 2), (6, 5)])
def test_no_paper_is_left_without_pages(page, to):
    with pytest.raises(CutError):
        move(THREE, page, to)


def test_the_first_paper_may_take_pages_before_it():
    assert spans(move(Split((Cut(3, 4, 0.9),)), 3, 1)) == [(1, 4)]


def test_remarks_stay():
    split = Split(THREE.cuts, remarks=())
    assert cut_at(split, 2).remarks == split.remarks


@given(
    st.lists(st.tuples(st.sampled_from(["cut", "join", "move"]), st.integers(1, 12), st.integers(1, 12)), max_size=9)
)
def test_any_deeds_leave_papers_in_order_without_overlap(deeds):
    split = Split((Cut(1, 5, 0.9), Cut(6, 9, 0.9), Cut(11, 12, 0.9)))
    held = 11
    for deed, page, to in deeds:
        try:
            split = {"cut": cut_at, "join": join}[deed](split, page) if deed != "move" else move(split, page, to)
        except CutError:
            continue
        pages = [page for cut in split.cuts for page in range(cut.first_page, cut.last_page + 1)]
        assert pages == sorted(set(pages))
        assert len(pages) >= held
        held = len(pages)
