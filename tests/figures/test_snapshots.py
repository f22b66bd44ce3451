"""Counting, snapshots, tables of them, the rows behind every number, bulletins."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pytest
from tests.figures.made import ALL, DEED, FEW, NOW, TODAY, case, certificate, organisation, shelf

from anjuan.figures.faults import NoSnapshotError, NoSuchTableError
from anjuan.figures.models import FigureQuery
from anjuan.figures.rules.cells import Missing
from anjuan.figures.rules.measuring import Question
from anjuan.figures.selectors.behind import rows_behind
from anjuan.figures.selectors.bulletins import answer_shown, asked_again, bulletin_text
from anjuan.figures.selectors.counting import case_cells, certificate_cells
from anjuan.figures.selectors.snapshots import (
    cells_of,
    figure_defined,
    series,
    snapshot_before,
    snapshot_get,
    table_defined,
    table_of,
)
from anjuan.figures.services.bulletins import bulletin_write
from anjuan.figures.services.rounds import SNAPSHOT_JOB, figures_order, month_bulletin
from anjuan.figures.services.snapshots import snapshot_take
from anjuan.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("figure", "field", "region", "expected"),
    [
        ("certificates", "", "", 9), ("certificates", "A", "", 5), ("certificates", "A01", "", 4),
        ("certificates", "B-V", "", 1), ("certificates", "", "CN", 8), ("certificates", "", "ABROAD", 1),
        ("certificates", "", "UNKNOWN", 1), ("certificates", "", "330000", 5), ("certificates", "", "G-EAST", 5),
        ("organisations", "", "", 5), ("organisations", "A", "", 3), ("organisations", "A01", "", 3),
        ("organisations", "", "CN", 4), ("organisations", "", "330000", 2), ("organisations", "C01", "110000", 1),
        ("organisations", "A01", "G-EAST", 2),
    ],
)  # fmt: skip
def test_every_row_counts_what_is_in_it(figure, field, region, expected):
    shelf()
    assert certificate_cells(TODAY)[figure, field, region, ""] == expected


@pytest.mark.parametrize(
    ("issued", "expires", "counts"),
    [
        (TODAY, TODAY, True), (TODAY + dt.timedelta(days=1), None, False), (None, TODAY - dt.timedelta(days=1), False),
        (None, None, True), (dt.date(2020, 1, 1), TODAY, True),
    ],
)  # fmt: skip
def test_a_certificate_counts_from_its_first_to_its_last_day(issued, expires, counts):
    certificate(organisation("110000"), "A01", issued, expires)
    assert (certificate_cells(TODAY).get(("certificates", "", "", ""), 0) == 1) is counts


def test_an_unknown_field_is_counted_as_unknown():
    certificate(organisation("110000"), "Z9")
    assert certificate_cells(TODAY)["certificates", "UNKNOWN", "CN", ""] == 1


def test_cases_are_counted_by_field_province_and_year():
    holder = organisation("330000")
    case("A01", "330000", 2024, holder, pages_count=40, misses=2)
    case("A02", "330000", 2025, holder, pages_count=10)
    case("A01", "", None)
    cells = case_cells()
    assert cells["cases", "", "", ""] == 3
    assert cells["pages", "A01", "330000", "2024"] == 40
    assert cells["lacks", "", "", ""] == 2
    assert cells["cases", "", "UNKNOWN", "UNKNOWN"] == 1
    assert (cells["clients", "", "", ""], cells["clients", "A01", "", ""]) == (1, 1)


def test_destroyed_cases_are_not_counted():
    case("A01", "330000", 2024, state="destroyed")
    assert case_cells() == {}


def test_a_day_counted_again_without_change_has_one_revision():
    shelf()
    assert snapshot_take(deed=DEED) == snapshot_take(deed=DEED)


def test_a_change_makes_a_revision_and_keeps_the_first():
    made = shelf()
    first = snapshot_take(deed=DEED)
    certificate(made["one"], "A03")
    second = snapshot_take(deed=DEED)
    assert (first.revision, second.revision) == (1, 2)
    asked = Question("certificates")
    assert (cells_of(first).value(asked), cells_of(second).value(asked)) == (9, 10)
    assert snapshot_get(TODAY) == second


def test_without_a_count_there_is_nothing_to_show():
    with pytest.raises(NoSnapshotError):
        snapshot_get()


@pytest.mark.parametrize("name", ["nothing", "certificates"])
def test_an_unknown_table_is_refused(name):
    with pytest.raises(NoSuchTableError):
        table_defined(name, TODAY)


def test_a_figure_is_not_shown_by_what_it_has_not():
    with pytest.raises(NoSuchTableError):
        figure_defined("certificates", "year", TODAY)


def _table(name: str, viewer=ALL):
    snapshot = snapshot_take(deed=DEED)
    return table_of(viewer, table_defined(name, TODAY), snapshot, cells_of(snapshot))


def test_a_province_has_its_share_of_the_nation_and_its_rank():
    shelf()
    table = _table("certificates-by-province")
    assert str(table.cell("330000", "share_certificates")) == "62.50"
    assert (table.cell("330000", "rank_certificates"), table.cell("110000", "rank_certificates")) == (1, 2)


@pytest.mark.parametrize("column", ["share_certificates", "rank_certificates"])
def test_abroad_has_no_share_and_no_rank(column):
    shelf()
    assert _table("certificates-by-province").cell("ABROAD", column) is Missing.NOT_APPLICABLE


def test_organisations_by_field_come_with_their_overlap():
    shelf()
    table = _table("certificates-by-field")
    assert table.cell("", "organisations") == 5
    assert any("多 1" in note for note in table.notes)


def test_there_are_thirty_four_provinces():
    shelf()
    assert sum(row.kind == "province" for row in _table("certificates-by-province").rows) == 34


def test_small_counts_are_kept_from_who_may_not_see_the_rows():
    shelf()
    table = _table("certificates-by-province", FEW)
    values = [row.cells[table.place("certificates")] for row in table.rows]
    assert not any(isinstance(value, int) and 0 < value < 5 for value in values)
    assert table.cell("110000", "share_certificates") is Missing.SUPPRESSED


@pytest.mark.parametrize(
    "asked",
    [
        Question("certificates"), Question("certificates", "A"), Question("certificates", "A01", "330000"),
        Question("certificates", region="UNKNOWN"), Question("certificates", region="ABROAD"),
        Question("certificates", region="CN"), Question("organisations", "A01"), Question("organisations"),
        Question("organisations", region="G-EAST"), Question("cases"), Question("cases", "A01", "", "2024"),
        Question("cases", year="UNKNOWN"), Question("cases", region="330000"),
    ],
    ids=str,
)  # fmt: skip
def test_a_number_opens_as_many_rows_as_it_counts(asked):
    shelf()
    case("A01", "330000", 2024)
    case("A02", "", None)
    snapshot = snapshot_take(deed=DEED)
    assert rows_behind(ALL, asked, TODAY).total == cells_of(snapshot).value(asked)


@pytest.mark.parametrize("figure", ["certificates", "organisations", "cases"])
def test_rows_that_a_person_may_not_see_are_not_listed(figure):
    shelf()
    case("A01", "330000", 2024)
    got = rows_behind(FEW, Question(figure), TODAY)
    assert (got.rows, got.total, got.is_partial) == ((), 0, True)


def test_rows_come_in_pages():
    shelf()
    first, second = (rows_behind(ALL, Question("certificates"), TODAY, offset=at, limit=5) for at in (0, 5))
    keys = [row.key for row in (*first.rows, *second.rows)]
    assert len(keys) == len(set(keys)) == first.total == 9


def test_months_follow_each_other():
    shelf()
    early = snapshot_take(deed=DEED, day=dt.date(2026, 2, 27))
    late = snapshot_take(deed=DEED)
    assert snapshot_before(late, 1) == early
    assert snapshot_before(late, 12) is None
    assert series("certificates") == {"2026-02": 9, "2026-03": 9}


def test_every_numeral_of_a_bulletin_is_a_stored_query_that_gives_it_again():
    made = shelf()
    snapshot_take(deed=DEED, day=dt.date(2026, 2, 27))
    certificate(made["one"], "A03", dt.date(2026, 3, 1))
    case("A01", "330000", 2024, made["one"], pages_count=12)
    snapshot_take(deed=DEED)
    text = bulletin_text(bulletin_write(deed=DEED))
    pieces = [piece for section in text.sections for line in section.sentences for piece in line]
    assert not [piece.words for piece in pieces if not piece.query and re.search(r"\d", piece.words)]
    numbers = [piece for piece in pieces if piece.query]
    assert len(numbers) > 20
    for piece in numbers:
        query = FigureQuery.objects.get(pk=piece.query)
        assert answer_shown(asked_again(query), query.places) == piece.words


def test_a_bulletin_stays_when_the_rows_change():
    made = shelf()
    snapshot_take(deed=DEED)
    text = bulletin_text(bulletin_write(deed=DEED))
    certificate(made["one"], "A03")
    snapshot_take(deed=DEED)
    query = FigureQuery.objects.get(pk=text.queries[0])
    assert asked_again(query) == query.value == 9


def test_a_sentence_without_its_value_is_left_out():
    shelf()
    snapshot_take(deed=DEED)
    words = "".join(
        piece.words for section in bulletin_text(bulletin_write(deed=DEED)).sections for line in section.sentences
        for piece in line
    )  # fmt: skip
    assert "环比" not in words
    assert "截至统计日" in words


def test_one_snapshot_has_one_bulletin():
    shelf()
    snapshot_take(deed=DEED)
    assert bulletin_write(deed=DEED) == bulletin_write(deed=DEED)


def test_a_bulletin_needs_a_count():
    with pytest.raises(NoSnapshotError):
        bulletin_write(deed=DEED)


def test_the_night_orders_a_count_and_a_bulletin_once():
    for _ in range(2):
        figures_order(deed=DEED)
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["figures.bulletin", SNAPSHOT_JOB]


def test_nothing_is_ordered_before_one_o_clock():
    figures_order(deed=dataclasses.replace(DEED, now=NOW.replace(hour=16)))
    assert not Job.objects.exists()


def test_the_bulletin_of_a_month_is_of_its_last_count():
    shelf()
    snapshot_take(deed=DEED, day=dt.date(2026, 2, 3))
    last = snapshot_take(deed=DEED, day=dt.date(2026, 2, 20))
    assert month_bulletin(deed=DEED, month=2026 * 12 + 1).snapshot == last
    assert month_bulletin(deed=DEED, month=2025 * 12 + 11) is None
