"""Half characters leave the reading replaced and marked; everything else leaves it as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjuan.reading.halves import STAND_IN, is_whole, whole_event, whole_text
from anjuan.reading.pages import Cell, Line, Member, Notice, Opened, Page, Seal, Table

BOX = (0.0, 0.0, 1.0, 1.0)
HALF = "半\ud83d"
CELLS = Table(BOX, (Cell(0, 0, HALF, BOX),))


@pytest.mark.parametrize(
    "event",
    [
        Page(1, 1, 1, lines=(Line(HALF, BOX),)),
        Page(1, 1, 1, tables=(CELLS,)),
        Page(1, 1, 1, seals=(Seal(BOX, HALF),)),
        Page(1, 1, 1, label=HALF),
        Member(HALF, "path", 1),
        Notice("macros", HALF),
        Opened("text/plain", "reader", properties={"title": HALF}),
    ],
    ids=["line", "cell", "seal", "label", "name", "notice", "property"],
)
def test_halves_are_found_and_replaced_wherever_they_stand(event):
    assert not is_whole(event)
    assert is_whole(whole_event(event))


@given(st.text(st.characters(codec=None, categories=("L", "N", "Cs"))))
def test_every_place_stays_where_it_was(text):
    whole = whole_text(text)
    assert len(whole) == len(text)
    assert all(after in (before, STAND_IN) for before, after in zip(text, whole, strict=True))


@given(st.text())
def test_a_whole_text_stays_as_it_is(text):
    assert whole_text(text) == text
