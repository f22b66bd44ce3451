from __future__ import annotations

import dataclasses

import pytest
from tests.papers.splitting.made import blank, form, line, page, paper, renumbered

from anjuan.papers.splitting.split import split
from anjuan.reading.pages import Seal, TextSource


def remarks(pages, code):
    return [(remark.pages, remark.text) for remark in split(pages).remarks if remark.code == code]


def test_clean_papers_get_no_remarks():
    assert split([*paper(1, "审核计划", 1), *paper(2, "审核报告", 3)]).remarks == ()


def test_a_blank_page_is_named():
    assert remarks([form(1, "审核计划"), blank(2)], "blank") == [((2,), "Page 2 is blank.")]


def test_a_page_with_specks_only_is_blank():
    speck = page(2, line("一", confidence=0.3))
    assert [pages for pages, _ in remarks([form(1, "审核计划"), speck], "blank")] == [(2,)]


@pytest.mark.parametrize(
    "more", [{"lines": ()}, {"lines": (line("一", confidence=0.3),), "seals": (Seal((0.4, 0.4, 0.6, 0.6)),)}]
)
def test_a_picture_or_a_seal_is_not_blank(more):
    shown = dataclasses.replace(page(2), **more)
    assert remarks([form(1, "审核计划"), shown], "blank") == []


def test_a_doubled_page_is_named_with_its_first():
    assert remarks(renumbered(paper(1, "审核计划", 1) * 2), "doubled") == [((1, 2), "Page 2 is page 1 once more.")]


def test_a_gap_inside_a_paper_names_both_sides():
    first, _, third = paper(1, "审核报告", 3)
    found = remarks(renumbered([first, third]), "missing")
    assert found == [((1, 2), "Between page 1 and page 2 the paper lacks its page 2.")]


def test_a_paper_without_its_end_is_named():
    pages = [*paper(1, "审核报告", 3)[:2], form(3, "认证决定书")]
    assert [pages for pages, _ in remarks(pages, "missing")] == [(2,)]


def test_a_paper_without_its_beginning_is_named():
    pages = renumbered([form(1, "认证决定书"), *paper(2, "审核报告", 3)[1:]])
    assert [pages for pages, _ in remarks(pages, "missing")] == [(2,)]


def test_a_copy_is_no_gap():
    first, second = paper(1, "审核报告", 2)
    assert remarks(renumbered([first, first, second]), "missing") == []


@pytest.mark.parametrize(("rotation", "code"), [(180, "upside-down"), (90, "sideways"), (270, "sideways")])
def test_a_turned_page_among_upright_ones_is_named(rotation, code):
    pages = [form(at, f"{word}记录") for at, word in enumerate(("培训", "检验", "设备"), start=1)]
    pages[1] = dataclasses.replace(pages[1], rotation=rotation)
    assert [pages for pages, _ in remarks(pages, code)] == [(2,)]


def test_a_stack_that_lay_upside_down_as_a_whole_is_no_fault_of_its_pages():
    pages = [dataclasses.replace(form(at, "培训记录"), rotation=180) for at in (1, 2, 3)]
    assert remarks(pages, "upside-down") == []


def test_a_landscape_page_of_a_pdf_is_not_sideways():
    pages = [form(1, "培训记录"), dataclasses.replace(form(2, "检验记录"), rotation=90, source=TextSource.TEXT)]
    assert remarks(pages, "sideways") == []


def test_every_remark_is_a_sentence_about_its_pages():
    first, _, third = paper(1, "审核报告", 3)
    for remark in split(renumbered([first, first, third, blank(4)])).remarks:
        assert remark.text.endswith(".")
        assert all(str(number) in remark.text for number in remark.pages)
