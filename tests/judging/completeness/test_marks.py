from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from tests.judging.completeness.sample_cases import paper

from anjuan.judging.casefile import CaseFile, Severity
from anjuan.judging.completeness.missing import missing
from anjuan.judging.rules import tables
from anjuan.papers.facts import Marks

BOOK = tables.rulebook()


def marks_missing(*papers, audit_type="initial"):
    case = CaseFile(1, papers, audit_type, ("A01",), dt.date(2024, 5, 6))
    return [miss for miss in missing(case, requirements=BOOK) if miss.what != "paper"]


@pytest.mark.parametrize(
    ("kind", "marks", "what"),
    [
        ("B05", Marks(signed=False), "signature"),
        ("C06", Marks(sealed=False), "seal"),
        ("E01", Marks(dated=False), "date"),
        ("A09", Marks(sealed=False), "seal"),
    ],
)
def test_an_empty_place_is_a_miss_of_that_paper(kind, marks, what):
    (miss,) = marks_missing(paper(7, kind, title="某文件", marks=marks))
    assert (miss.code, miss.what, miss.document, miss.severity) == (kind, what, 7, Severity.BLOCK)
    assert "某文件 shows an empty place" in miss.why


@pytest.mark.parametrize("kind", ["B05", "C06", "E01", "A09", "D12"])
def test_what_the_pages_do_not_tell_is_no_miss(kind):
    assert marks_missing(paper(1, kind, marks=Marks())) == []


def test_a_mark_that_the_table_does_not_ask_for_is_no_miss():
    assert marks_missing(paper(1, "A04", marks=Marks(signed=False, sealed=False, dated=False))) == []


def bare_contract(*others, **paper_is):
    bare = paper(9, "B05", marks=Marks(asks_seal=True), **paper_is)
    return [(miss.document, miss.what, miss.severity) for miss in marks_missing(bare, *others)]


SEALED = tuple(paper(number, kind, marks=Marks(sealed=True)) for number, kind in enumerate(("A01", "A09", "C06"), 1))


def test_an_electronic_paper_without_its_seal_is_a_question_where_others_show_theirs():
    assert bare_contract(*SEALED) == [(9, "seal", Severity.WARN)]


def test_an_electronic_paper_without_its_seal_tells_nothing_alone():
    assert bare_contract(SEALED[0]) == []


def test_seals_nobody_asks_for_tell_nothing_of_the_others():
    assert bare_contract(*(dataclasses.replace(other, kind="F01") for other in SEALED)) == []


@pytest.mark.parametrize("paper_is", [{"paged": False}, {"digital": False}])
def test_a_word_file_or_a_scan_is_not_compared_with_electronic_papers(paper_is):
    assert bare_contract(*SEALED, **paper_is) == []


def test_a_draft_beside_the_signed_paper_is_only_a_warning():
    draft, signed = paper(1, "C06", marks=Marks(signed=False)), paper(2, "C06", marks=Marks(signed=True))
    (miss,) = marks_missing(draft, signed)
    assert (miss.document, miss.severity) == (1, Severity.WARN)


def test_the_signed_paper_of_the_other_stage_excuses_nothing():
    draft, signed = paper(1, "C06", stage="1", marks=Marks(signed=False)), paper(2, "C06", marks=Marks(signed=True))
    assert [miss.severity for miss in marks_missing(draft, signed)] == [Severity.BLOCK]


def test_each_nonconformity_report_is_signed_for_itself():
    first, second = paper(1, "D08", marks=Marks(signed=False)), paper(2, "D08", marks=Marks(signed=True))
    assert [(miss.document, miss.severity) for miss in marks_missing(first, second)] == [(1, Severity.BLOCK)]


def test_a_paper_of_doubtful_kind_does_not_block():
    (miss,) = marks_missing(paper(1, "E03", marks=Marks(signed=False), confidence=0.6))
    assert miss.severity is Severity.WARN


def test_a_paper_the_audit_type_does_not_ask_for_does_not_block():
    (miss,) = marks_missing(paper(1, "B05", marks=Marks(sealed=False)), audit_type="surveillance")
    assert miss.severity is Severity.WARN


def test_a_paper_that_calls_itself_a_copy_is_no_original():
    (miss,) = marks_missing(paper(1, "B05", title="认证合同（复印件）"))
    assert (miss.what, miss.severity) == ("original", Severity.WARN)


def test_a_text_file_is_not_taken_for_a_copy():
    assert marks_missing(paper(1, "B05", title="认证合同", digital=True)) == []
