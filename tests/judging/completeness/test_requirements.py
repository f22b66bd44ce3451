from __future__ import annotations

import datetime as dt

import pytest

from anjuan.judging.completeness.requirements import Demand, Need, expectation, read_demand
from anjuan.judging.rules import tables

OLD, NEW = dt.date(2025, 12, 31), dt.date(2026, 1, 1)


def row(code, day=NEW):
    return next(row for row in tables.requirements().on(day).rows if row.code == code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R", Demand(Need.REQUIRED)),
        ("R(link)", Demand(Need.REQUIRED, remark="link")),
        ("W", Demand(Need.EXPECTED)),
        ("-", Demand(Need.NONE)),
        ("C:multi_site", Demand(Need.CONDITIONAL, "multi_site")),
    ],
)
def test_a_cell_of_the_table_is_read(text, expected):
    assert read_demand(text) == expected


@pytest.mark.parametrize("text", ["", "r", "C:", "C: nc", "R (link)", "maybe"])
def test_a_cell_that_says_something_else_is_refused(text):
    with pytest.raises(ValueError, match="no demand"):
        read_demand(text)


def test_every_edition_has_every_kind_from_application_to_payment():
    for edition in tables.requirements().all:
        assert len(edition.rows) == 72
        assert {"A01", "A16", "B09", "C09", "D23", "E04", "F04", "G04", "X03"} <= {row.code for row in edition.rows}


def test_every_condition_of_the_requirements_can_be_evaluated():
    known = tables.conditions().latest.by_code
    asked = {
        demand.condition
        for edition in tables.requirements().all
        for row in edition.rows
        for demand in row.demands.values()
        if demand.condition
    }
    assert asked - set(known) == set()


def test_the_edition_changes_with_the_year_2026():
    editions = tables.requirements()
    assert editions.on(OLD).edition != editions.on(NEW).edition


def test_remote_papers_of_a_recertification_are_only_asked_for_until_2025():
    assert row("C08", OLD).demands["RC"].condition == "ict"
    assert row("C08", NEW).demands["RC"].need is Need.NONE


def test_a_weak_row_is_never_more_than_expected():
    assert row("D20").weak
    assert expectation(row("D20"), "surveillance", ()) == "expected"


def test_a_paper_of_stage_one_that_links_to_stage_two_is_asked_for_once():
    remarks = {demand.remark for _, _, demand in row("A01").demands_on("initial")}
    assert "link" in remarks


@pytest.mark.parametrize("audit_type", ["initial", "surveillance", "recertification"])
def test_the_base_records_are_required_whatever_the_audit(audit_type):
    for code in ("C01", "C02", "C03", "C06", "D12", "E01", "E03", "X01"):
        assert expectation(row(code), audit_type, ()) == "required", code
