"""Figures keep in step with the cases, and show to nobody more than they may see."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.mining.made import BY_EDITOR, EDITOR, NOW, READER, LineExtractor, made_case, made_document

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseField, CaseReader
from anjuan.mining.models import CaseTally, MinedFact, TallyChunk
from anjuan.mining.rules.counting import Asked
from anjuan.mining.selectors.guides import KnowledgeMayNotError
from anjuan.mining.selectors.trends import (
    CompareMayNotError,
    DimensionUnknownError,
    archive_columns,
    cases_behind,
    leaders_compared,
    offered,
    trend_pairs,
    trend_series,
    trend_table,
)
from anjuan.mining.services.comparing import leaders_look
from anjuan.mining.services.reviewing import fact_reject
from anjuan.mining.services.running import case_mine, facts_drop
from anjuan.mining.services.tallying import cases_count, trends_order, trends_update

pytestmark = pytest.mark.django_db
SYSTEM = Deed("system", NOW)
CLOCK_NC = "finding: number=NC-1; grade=minor; clause=7.1.5; fact=千分尺无校准标识"
OIL_NC = "finding: number=NC-2; grade=major; clause=8.5.1; fact=淬火油温无记录"
MANAGER = Viewer(
    5, "jing", frozenset(), frozenset({"case.read_all", "knowledge.read", "knowledge.compare_auditors"}), frozenset()
)


def _mined(number: str, firm: str, *lines: str, deed: Deed = SYSTEM) -> Case:
    case = made_case(number, firm, *lines)
    case_mine(deed=deed, case_id=case.pk, extractor=LineExtractor())
    return case


def _update() -> int:
    return max(trends_update(deed=SYSTEM), default=0)


def _count(clause: str) -> tuple[int, int]:
    rows = trend_table(EDITOR, Asked(), "clause").rows
    return next(((row.cell.rate.count, row.cell.rate.of) for row in rows if row.cell.key == clause), (0, 0))


def test_a_mined_case_is_counted():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC, OIL_NC)
    assert _update() == 1
    assert _count("7.1.5") == (1, 1)


def test_a_second_round_counts_nothing_anew():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    assert (_update(), trends_order(deed=SYSTEM)) == (0, False)


def test_one_new_case_leaves_the_other_parts_as_they_are():
    first = _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    TallyChunk.objects.update(number=99)
    versions = set(TallyChunk.objects.values_list("version", flat=True))
    _mined("C2", "洛阳云帆轴承有限公司", CLOCK_NC, deed=Deed("system", NOW + dt.timedelta(minutes=1)))
    assert _update() == 1
    assert versions < set(TallyChunk.objects.values_list("version", flat=True))
    assert first.pk


def test_a_case_mined_at_an_earlier_moment_is_not_forgotten():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    _mined("C2", "洛阳云帆轴承有限公司", OIL_NC, deed=Deed("system", NOW - dt.timedelta(minutes=1)))
    assert _update() == 1
    assert _count("8.5.1") == (1, 2)


def test_a_case_that_changed_is_counted_anew():
    case = _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    made_document(case, OIL_NC)
    case_mine(deed=Deed("system", NOW + dt.timedelta(minutes=5)), case_id=case.pk, extractor=LineExtractor())
    assert trends_order(deed=SYSTEM)
    _update()
    assert _count("8.5.1") == (1, 1)


def test_a_rejected_finding_counts_no_more():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC, OIL_NC)
    _update()
    fact_reject(deed=BY_EDITOR, viewer=EDITOR, fact_id=MinedFact.objects.get(clause="8.5.1").pk)
    assert trends_order(deed=SYSTEM)
    _update()
    assert (_count("8.5.1"), _count("7.1.5")) == ((0, 0), (1, 1))


def test_a_destroyed_case_leaves_the_figures():
    case = _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    Case.objects.filter(pk=case.pk).update(state="destroyed")
    facts_drop(case_ids=[case.pk])
    assert trends_order(deed=SYSTEM)
    _update()
    assert (CaseTally.objects.count(), len(archive_columns().case)) == (0, 0)


def test_a_finding_told_in_two_papers_counts_once():
    case = made_case("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    made_document(case, CLOCK_NC, kind="D08")
    case_mine(deed=SYSTEM, case_id=case.pk, extractor=LineExtractor())
    _update()
    assert trend_table(EDITOR, Asked(), "clause").rows[0].cell.findings == 1


def test_a_case_without_papers_of_findings_is_no_denominator():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    quiet = _mined("C2", "洛阳云帆轴承有限公司")
    quiet.documents.update(kind="A01")
    cases_count(deed=SYSTEM, case_ids=[quiet.pk])
    _update()
    assert _count("7.1.5") == (1, 1)


def test_numbers_are_hidden_from_who_may_not_read_the_cases():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    table = trend_table(READER, Asked(), "clause")
    assert (table.hidden, table.is_whole_hidden) == (1, True)


def test_numbers_of_enough_clients_are_told_to_everybody():
    for number in range(3):
        _mined(f"C{number}", f"第{number}轴承有限公司", CLOCK_NC)
    _update()
    table = trend_table(READER, Asked(), "clause")
    assert (table.hidden, table.whole.rate.count) == (0, 3)


def test_the_cases_behind_a_number_are_only_those_one_may_read():
    cases = [_mined(f"C{number}", f"第{number}轴承有限公司", CLOCK_NC) for number in range(3)]
    CaseReader.objects.create(case=cases[1], token="user:3", granted_at=NOW, granted_by="x")
    _update()
    found = cases_behind(READER, Asked(clause="7.1.5"), with_finding=True)
    assert ([row.number for row in found.rows], found.total, found.readable) == (["C1"], 3, 1)


def test_how_many_cases_of_few_clients_is_not_told():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    assert cases_behind(READER, Asked(), with_finding=True).total is None


def test_every_number_opens_as_many_cases_as_it_counts():
    for number in range(4):
        _mined(f"C{number}", f"第{number}轴承有限公司", CLOCK_NC, *([OIL_NC] if number else []))
    _update()
    for row in trend_table(EDITOR, Asked(), "clause").rows:
        found = cases_behind(EDITOR, Asked(clause=row.cell.key), with_finding=True)
        assert (len(found.rows), sum(len(one.findings) for one in found.rows)) == (
            row.cell.rate.count,
            row.cell.findings,
        )
    both = cases_behind(EDITOR, Asked(clause="7.1.5", also="8.5.1"), with_finding=True)
    assert both.total == 3


def test_who_may_not_read_what_was_compiled_sees_no_figure():
    nobody = Viewer(9, "x", frozenset(), frozenset({"case.read_all"}), frozenset())
    for look in (
        lambda: trend_table(nobody, Asked(), "clause"),
        lambda: trend_series(nobody, Asked()),
        lambda: trend_pairs(nobody, Asked()),
        lambda: cases_behind(nobody, Asked(), with_finding=True),
    ):
        with pytest.raises(KnowledgeMayNotError):
            look()


def test_what_cannot_be_counted_by_is_refused():
    with pytest.raises(DimensionUnknownError):
        trend_table(EDITOR, Asked(), "leader")


def test_a_series_of_few_cases_is_shown_without_a_verdict():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    series = trend_series(EDITOR, Asked())
    assert [(one.clause, one.trend.is_tested, one.is_believed) for one in series] == [
        ("", False, False),
        ("7.1.5", False, False),
    ]
    assert series[0].points[0][0] == "2024Q2"


def test_pairs_of_clauses_found_together_are_told():
    for number in range(6):
        _mined(f"C{number}", f"第{number}轴承有限公司", CLOCK_NC, OIL_NC)
    _update()
    assert [(pair.first, pair.second, pair.both) for pair in trend_pairs(EDITOR, Asked())] == [("7.1.5", "8.5.1", 6)]


def test_an_auditor_may_not_compare_auditors():
    for viewer in (READER, EDITOR):
        with pytest.raises(CompareMayNotError):
            leaders_compared(viewer, Asked())


def test_looking_at_leaders_is_written_down():
    case = _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    Case.objects.filter(pk=case.pk).update(team_leader="李四")
    CaseField.objects.create(case=case, name="audit_days", value=4, text="4")
    cases_count(deed=SYSTEM, case_ids=[case.pk])
    [one] = leaders_look(deed=Deed("jing", NOW), viewer=MANAGER, asked=Asked())
    assert (one.name, one.audits, one.days, one.place) == ("李四", 1, 4.0, "few")
    assert JournalEntry.objects.filter(action="knowledge.compare", actor="jing").count() == 1


def test_leaders_are_offered_to_nobody_as_a_condition():
    _mined("C1", "宁波海棠轴承有限公司", CLOCK_NC)
    _update()
    assert "leaders" not in offered()
