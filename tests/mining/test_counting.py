"""Findings are counted by clause, code, field, region, quarter and type, each with its denominator."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.mining.counted import archive, counted

from anjuan.mining.rules.columns import columns_of, merged, packed, unpacked
from anjuan.mining.rules.counting import (
    DIMENSIONS,
    Asked,
    cases_counted,
    cases_with,
    clause_key,
    counted_by,
    facts_counted,
    series_of,
    total,
)
from anjuan.mining.rules.hiding import shown
from anjuan.mining.rules.tallies import (
    FindingSeen,
    clause_of,
    client_number,
    count_from_json,
    count_to_json,
    distinct_findings,
    quarter_of,
    quarter_read,
    quarter_said,
)

ARCHIVE = archive(
    counted(1, "8.5.1", "8.5.1", "7.1.5", client=1),
    counted(2, "8.5.1", client=1, quarter="2025Q2", province="37"),
    counted(3, client=2, codes=("17.11.01", "19.01"), audit_type="surveillance"),
    counted(4, "9.2", client=3, field="A02", codes=(), quarter=""),
    counted(5, "8.5.1", client=4, tells=False),
)


def _cell(asked: Asked, dimension: str, key: str, groups: int = 0):
    return next((cell for cell in counted_by(ARCHIVE, asked, dimension, groups=groups) if cell.key == key), None)


@pytest.mark.parametrize(
    ("dimension", "key", "count", "of", "findings"),
    [
        ("clause", "8.5.1", 2, 4, 3), ("clause", "7.1.5", 1, 4, 1), ("clause", "9.2", 1, 4, 1),
        ("code", "17.10.02", 2, 2, 4), ("code", "17.11.01", 0, 1, 0), ("code", "19.01", 0, 1, 0),
        ("field", "A01", 2, 3, 4), ("field", "A02", 1, 1, 1), ("province", "37", 1, 1, 1), ("province", "33", 2, 3, 4),
        ("audit_type", "initial", 3, 3, 5), ("audit_type", "surveillance", 0, 1, 0),
        ("quarter", "2025Q1", 1, 2, 3), ("quarter", "2025Q2", 1, 1, 1), ("quarter", "", 1, 1, 1),
    ],
)  # fmt: skip
def test_each_value_counts_its_cases_with_a_finding_of_all_its_cases(dimension, key, count, of, findings):
    cell = _cell(Asked(), dimension, key)
    assert (cell.rate.count, cell.rate.of, cell.findings) == (count, of, findings)


def test_a_case_whose_papers_do_not_tell_of_findings_counts_nowhere():
    assert total(ARCHIVE, Asked()).rate.of == 4


def test_a_code_with_several_subcodes_counts_a_case_once():
    one = archive(counted(1, "8.1", codes=("17.10.02", "17.11.01")))
    [cell] = counted_by(one, Asked(), "code", groups=1)
    assert (cell.key, cell.rate.of, cell.findings) == ("17", 1, 1)


def test_a_clause_is_cut_to_as_many_groups_as_asked():
    assert _cell(Asked(), "clause", "8", 1).rate.count == 2


def test_two_cases_of_one_client_are_one_client():
    assert _cell(Asked(), "clause", "8.5.1").clients == 1


@pytest.mark.parametrize(
    ("asked", "cases"),
    [
        (Asked(), [1, 2, 3, 4]), (Asked(field="A02"), [4]), (Asked(code="17"), [1, 2, 3]), (Asked(code="17.1"), []),
        (Asked(code="17.10"), [1, 2]), (Asked(province="37"), [2]), (Asked(audit_type="surveillance"), [3]),
        (Asked(first=quarter_read("2025Q2")), [2]), (Asked(last=quarter_read("2025Q1")), [1, 3]),
        (Asked(field="nothing"), []), (Asked(clause="9"), [1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_the_denominator_holds_the_cases_asked_for(asked, cases):
    assert cases_counted(ARCHIVE, asked) == cases


@pytest.mark.parametrize(
    ("asked", "cases"),
    [
        (Asked(clause="8.5.1"), [1, 2]), (Asked(clause="8.5"), [1, 2]), (Asked(clause="8.5.1.1"), []),
        (Asked(clause="9"), [4]), (Asked(grade="major"), []), (Asked(grade="minor"), [1, 2, 4]),
        (Asked(clause="8.50"), []),
    ],
)  # fmt: skip
def test_the_numerator_holds_the_cases_with_such_a_finding(asked, cases):
    assert cases_with(ARCHIVE, asked) == cases


def test_the_facts_behind_a_number_are_as_many_as_the_number():
    assert len(facts_counted(ARCHIVE, Asked(clause="8.5.1"))) == _cell(Asked(), "clause", "8.5.1").findings


@pytest.mark.parametrize("dimension", ["field", "province", "audit_type", "quarter"])
def test_parts_add_up_to_the_whole(dimension):
    cells, whole = counted_by(ARCHIVE, Asked(), dimension), total(ARCHIVE, Asked())
    assert sum(cell.rate.of for cell in cells) == whole.rate.of
    assert sum(cell.findings for cell in cells) == whole.findings


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_an_empty_archive_counts_nothing(dimension):
    assert counted_by(archive(), Asked(), dimension) == []


def test_columns_come_back_as_they_were_kept():
    again = unpacked(packed(ARCHIVE))
    for field in dataclasses.fields(ARCHIVE):
        told, kept = getattr(again, field.name), getattr(ARCHIVE, field.name)
        assert told == kept if field.name == "words" else (told.tolist() == kept.tolist())


_COUNTS = st.lists(
    st.builds(
        counted, st.integers(1, 10_000), st.sampled_from(["8.5.1", "7.2", "9.1.3"]),
        client=st.integers(1, 5), field=st.sampled_from(["A01", "A02", ""]), leader=st.sampled_from(["甲", "乙"]),
        codes=st.sampled_from([(), ("17",), ("17.1", "28")]), quarter=st.sampled_from(["2024Q4", "2025Q1", ""]),
    ),
    unique_by=lambda count: count.case, max_size=12,
)  # fmt: skip


@given(_COUNTS, st.integers(0, 12), st.sampled_from(DIMENSIONS))
def test_parts_merged_count_as_the_whole(counts, cut, dimension):
    parts = merged([columns_of(counts[:cut]), columns_of(counts[cut:])])
    assert counted_by(parts, Asked(), dimension) == counted_by(columns_of(counts), Asked(), dimension)


@given(_COUNTS, st.sampled_from(["", "8.5", "7.2"]))
def test_counts_are_those_of_a_plain_walk(counts, clause):
    told = total(columns_of(counts), Asked(clause=clause))
    plain = [
        one
        for one in counts
        if any(not clause or (each.clause + ".").startswith(clause + ".") for each in one.findings)
    ]
    assert (told.rate.count, told.clients) == (len(plain), len({one.client for one in plain}))


def test_quarters_of_a_clause_are_counted_in_order():
    quarters, series = series_of(ARCHIVE, Asked(), ["8.5.1", ""])
    assert [quarter_said(one) for one in quarters] == ["2025Q1", "2025Q2"]
    assert series == {"8.5.1": [(1, 2), (1, 1)], "": [(1, 2), (1, 1)]}


@given(_COUNTS)
def test_a_count_comes_back_as_it_was_kept(counts):
    assert [count_from_json(count_to_json(one)) for one in counts] == counts


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        ("2025-03-31", "2025Q1"),
        ("2025-04", "2025Q2"),
        ("2025-12-01", "2025Q4"),
        ("2025", ""),
        ("", ""),
        ("2025-13", ""),
    ],
)
def test_a_day_lies_in_its_quarter(day, quarter):
    assert quarter_said(quarter_of(day)) == quarter


@pytest.mark.parametrize("text", ["2025Q5", "2025", "Q1", "2025-1", ""])
def test_what_names_no_quarter_is_none(text):
    assert quarter_read(text) is None


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("8.5.1", "8.5.1"),
        ("GB/T 19001-2016 8.5.1 c)", "8.5.1"),
        ("条款8.4.2/8.4.3", "8.4.2"),
        ("", ""),
        ("无", ""),
        ("9.2", "9.2"),
    ],
)
def test_the_clause_is_taken_out_of_what_stands_around_it(text, clause):
    assert clause_of(text) == clause


def test_a_finding_told_in_three_papers_is_one_finding():
    told = [
        FindingSeen(1, "NC-1", "8.5.1", "", "现场2台设备无点检记录"),
        FindingSeen(2, "NC-1", "8.5.1", "minor", "无点检记录"),
        FindingSeen(3, "", "8.5.1", "", "查现场2台设备无点检记录，不符合"),
    ]  # fmt: skip
    [one] = distinct_findings(told)
    assert (one.fact, one.grade) == (1, "minor")


def test_two_findings_on_one_clause_stay_two():
    told = [
        FindingSeen(1, "", "8.5.1", "", "现场2台设备无点检记录"),
        FindingSeen(2, "", "8.5.1", "", "首件检验未签字确认"),
    ]
    assert len(distinct_findings(told)) == 2


def test_a_finding_without_a_clause_is_not_counted():
    assert distinct_findings([FindingSeen(1, "", "", "minor", "无记录")]) == ()


def test_a_clients_number_is_always_the_same_and_fits_a_column():
    assert client_number("organisation:7") == client_number("organisation:7") < 2**63


def test_clauses_stand_in_the_order_of_their_standard():
    assert sorted(["10.2", "8.5.1", "8.10", "8.5", "7.A"], key=clause_key) == ["7.A", "8.5", "8.5.1", "8.10", "10.2"]


def test_who_may_read_all_cases_sees_every_number():
    cells = counted_by(ARCHIVE, Asked(), "clause")
    assert not any(row.is_hidden for row in shown(cells, least_clients=3, sees_all=True))


def test_numbers_of_few_clients_are_hidden_from_others():
    cells = counted_by(ARCHIVE, Asked(), "clause")
    assert all(row.is_hidden for row in shown(cells, least_clients=3, sees_all=False))


def test_one_hidden_number_takes_a_second_with_it_so_that_no_total_tells_it():
    many = [counted(key, "8.1", field="A01") for key in range(5)] + [
        counted(key, "8.1", field="A02") for key in range(5, 9)
    ]
    cells = counted_by(archive(*many, counted(20, "8.1", field="A03")), Asked(), "field")
    assert [row.cell.key for row in shown(cells, least_clients=3, sees_all=False) if row.is_hidden] == ["A02", "A03"]


def test_a_zero_of_many_clients_is_told():
    cells = counted_by(archive(*(counted(key) for key in range(5))), Asked(), "field")
    assert not shown(cells, least_clients=3, sees_all=False)[0].is_hidden
