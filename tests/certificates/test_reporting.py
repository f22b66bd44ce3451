from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.certificates.given import ALL, BODY, DEED, NOBODY, TODAY, issued, later

from anjuan.certificates.documents.sheets import layout_of, report_workbook
from anjuan.certificates.faults import MayNotCertifyError, ReportNoteError, ReportTemplateError
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.cellwords import cell_said
from anjuan.certificates.rules.facts import SiteRow
from anjuan.certificates.rules.reporting import clean_cell, month_due, report_faults
from anjuan.certificates.selectors.reporting import certsearch_report, national_report
from anjuan.certificates.services.reporting import audit_note
from anjuan.certificates.services.status import ReissueWish, StatusWish, certificate_reissue, status_change

TABLE = tables.national_report().latest
NUMBER = "45426Q00001R0M"
GOOD = {
    "body_number": "CNCA-R-2018-454", "report_type": "01", "period": "2026-03", "organisation": "甲公司",
    "country": "156", "address": "宁波", "number": NUMBER, "item": "A01", "standard": "GB/T 19001-2016",
    "multi_site": "0", "scope": "模具", "issued_on": "2026-03-02", "expires_on": "2029-03-01", "status": "01",
    "is_sub": "0",
}  # fmt: skip


def rules(**changes: str) -> list[str]:
    rows = {"certificate": [{key: value for key, value in (GOOD | changes).items() if value is not None}]}
    return [fault.rule for fault in report_faults(TABLE, rows, reported=dt.date(2026, 4, 10))]


def report(month: dt.date = TODAY, today: dt.date = TODAY):
    return national_report(ALL, month, issuer=BODY, today=today)


def certificate_rows(**more):
    return report(**more).rows["certificate"]


def test_a_good_row_has_no_fault():
    assert rules() == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [({"organisation": ""}, "required"), ({"organisation": " 甲公司"}, "trimmed"), ({"scope": "模\u200b具"}, "trimmed"),
     ({"status": "06"}, "code_known"), ({"status": "1"}, "code_known"), ({"item": "a01"}, "code_plain"),
     ({"item": "A 01"}, "code_plain"), ({"item": "Z99"}, "pattern"),
     ({"scope_codes": "17.10.02,18.01.01"}, "codes_parted"),
     ({"scope_codes": "17.10.02；x"}, "code_plain"), ({"issued_on": "2026/03/02"}, "date"),
     ({"issued_on": "2026-02-30"}, "date"), ({"capital": "一百万"}, "number"), ({"capital": "-1"}, "number"),
     ({"period": "202603"}, "pattern"), ({"body_number": "454"}, "pattern"), ({"organisation": "甲" * 301}, "most"),
     ({"status": "03"}, "withdrawn_complete"), ({"item": "A0102"}, "gbt50430_coverage"),
     ({"item": "A0901"}, "energy_boundary"), ({"mark": "01"}, "cnas_overdue"), ({"is_sub": "1"}, "sub_has_main"),
     ({"activity": "01"}, "audit_given"), ({"is_reissue": "1"}, "reissue_complete"),
     ({"multi_site": "1"}, "multi_site_listed"), ({"is_overdue": "1"}, "overdue_reason"),
     ({"audit_start": "2026-02-03", "audit_end": "2026-02-01"}, "audit_dates"),
     ({"expires_on": "2026-01-01"}, "validity"), ({"decided_on": "2026-03-03"}, "decided_first"),
     ({"issued_on": "2026-04-11"}, "issued_before_report")],
)  # fmt: skip
def test_a_cell_that_the_platform_would_refuse_is_found(changes, rule):
    assert rule in rules(**changes)


def test_a_suspension_needs_reason_start_and_end():
    assert rules(status="02") == ["suspended_complete"] * 3


@pytest.mark.parametrize("activity", ["", "05"])
def test_a_change_needs_no_audit(activity):
    assert rules(activity=activity) == []


def test_a_sub_certificate_may_not_outlast_its_main_one():
    sub = GOOD | {"number": f"{NUMBER}-1", "is_sub": "1", "main_number": NUMBER, "expires_on": "2029-03-02"}
    found = report_faults(TABLE, {"certificate": [GOOD, sub]}, reported=dt.date(2026, 4, 10))
    assert [(fault.rule, fault.row) for fault in found] == [("sub_within_main", 3)]


@pytest.mark.parametrize("english", [True, False])
def test_a_fault_is_said_with_sheet_row_column_value_and_rule(english):
    found = report_faults(TABLE, {"certificate": [GOOD | {"status": "06"}]}, reported=dt.date(2026, 4, 10))
    said = cell_said(found[0], english=english)
    assert all(part in said for part in ("证书信息表", "2", "证书状态", "06", "code_known"))


@pytest.mark.parametrize("sheet", TABLE.sheets, ids=lambda one: one.key)
def test_no_rule_of_a_sheet_is_without_words(sheet):
    assert all(one.zh and one.en for one in (*sheet.conditions, *sheet.orders))


@given(st.text())
def test_a_clean_cell_stays_as_it_is(text):
    assert clean_cell(clean_cell(text)) == clean_cell(text)


@pytest.mark.parametrize(
    ("month", "due"), [("2026-10-01", "2026-11-10"), ("2026-12-31", "2027-01-10"), ("2024-02-29", "2024-03-10")]
)
def test_a_month_is_reported_by_the_tenth_of_the_next(month, due):
    assert month_due(dt.date.fromisoformat(month)) == dt.date.fromisoformat(due)


def test_the_four_sheets_have_their_names_and_order():
    assert [sheet.name for sheet in TABLE.sheets] == [
        "审核计划信息表",
        "证书信息表",
        "审核结果信息表",
        "能源绩效信息表",
    ]


@pytest.mark.parametrize("table", [TABLE, tables.certsearch().latest], ids=["national", "certsearch"])
def test_headers_that_are_not_confirmed_say_so(table):
    assert any(source.certainty == "weak" for source in table.source)
    assert table.warning_zh
    assert table.warning_en


@pytest.mark.django_db
def test_an_issue_is_reported_in_its_month():
    issued()
    assert [row["report_type"] for row in certificate_rows()] == ["01"]
    assert certificate_rows(month=dt.date(2026, 4, 1)) == []


@pytest.mark.django_db
def test_a_row_of_an_issue_has_no_fault_but_what_is_not_known():
    issued()
    assert report().faults == []


@pytest.mark.django_db
def test_a_suspension_is_reported_with_reason_and_days():
    issued()
    wish = StatusWish("suspend", "0116", ends_on=dt.date(2026, 9, 1))
    status_change(deed=later(40), viewer=ALL, number=NUMBER, wish=wish)
    row = certificate_rows(month=dt.date(2026, 4, 1))[0]
    assert (row["report_type"], row["suspension_reason"], row["suspension_end"]) == ("05", "0116", "2026-09-01")


@pytest.mark.django_db
def test_a_month_is_told_as_it_was_whatever_came_later():
    issued()
    status_change(deed=later(40), viewer=ALL, number=NUMBER, wish=StatusWish("withdraw", "0112"))
    assert [row["status"] for row in certificate_rows()] == ["01"]


@pytest.mark.django_db
def test_a_reissue_is_reported_as_such():
    issued()
    certificate_reissue(deed=later(40), viewer=ALL, number=NUMBER, wish=ReissueWish("0104", "02"), issuer=BODY)
    row = certificate_rows(month=dt.date(2026, 4, 1))[0]
    assert (row["report_type"], row["reissue_reason"], row["change_code"]) == ("02", "0104", "02")


@pytest.mark.django_db
def test_a_surveillance_is_reported_from_its_note():
    issued()
    audit_note(deed=DEED, kind="audit", key=NUMBER, on=dt.date(2027, 2, 1), cells={"activity": "03", "audit_days": 2})
    row = certificate_rows(month=dt.date(2027, 2, 1), today=dt.date(2027, 3, 1))[0]
    assert (row["report_type"], row["activity"], row["audit_days"]) == ("03", "03", "2")


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "cells"), [("audit", {"nonsense": 1}), ("nothing", {})])
def test_a_note_that_no_sheet_has_room_for_is_refused(kind, cells):
    with pytest.raises(ReportNoteError):
        audit_note(deed=DEED, kind=kind, key=NUMBER, on=TODAY, cells=cells)


@pytest.mark.django_db
def test_a_second_note_of_one_thing_replaces_the_first():
    for days in ("3", "4"):
        audit_note(deed=DEED, kind="plan", key="R045400X", on=TODAY, cells={"audit_days": days})
    assert [row["audit_days"] for row in report().rows["plan"]] == ["4"]


@pytest.mark.django_db
def test_the_workbook_has_the_sheets_and_headers_of_the_table_in_order():
    book = load_workbook(io.BytesIO(report_workbook(report())))
    assert book.sheetnames == [sheet.name for sheet in TABLE.sheets]
    for sheet in TABLE.sheets:
        assert [cell.value for cell in book[sheet.name][1]] == [column.header for column in sheet.columns]


@pytest.mark.django_db
def test_every_cell_is_a_text_and_codes_keep_their_zeros():
    issued()
    page = load_workbook(io.BytesIO(report_workbook(report())))["证书信息表"]
    values = {head.value: cell for head, cell in zip(page[1], page[2], strict=True)}
    assert (values["证书状态"].value, values["证书状态"].data_type) == ("01", "s")


@pytest.mark.django_db
def test_a_text_that_looks_like_a_formula_stays_a_text():
    issued(scope='=HYPERLINK("x")')
    page = load_workbook(io.BytesIO(report_workbook(report())))["证书信息表"]
    assert [cell.data_type for cell in page[2] if cell.value == '=HYPERLINK("x")'] == ["s"]


def template(**headers: tuple[str, ...]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for sheet in TABLE.sheets:
        book.create_sheet(sheet.name).append(headers.get(sheet.key, tuple(one.header for one in sheet.columns)))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.django_db
def test_the_platforms_own_template_gives_headers_and_order():
    issued()
    layout = layout_of(template(certificate=("证书状态", "新列", "证书编号")), report())
    page = load_workbook(io.BytesIO(report_workbook(report(), layout)))["证书信息表"]
    assert [cell.value for cell in page[1]] == ["证书状态", "新列", "证书编号"]
    assert [cell.value for cell in page[2]] == ["01", None, NUMBER]


@pytest.mark.django_db
def test_columns_that_differ_from_the_template_are_named():
    layout = layout_of(template(certificate=("证书状态", "新列")), report())
    assert layout.unknown == ("证书信息表/新列",)
    assert "证书信息表/证书编号" in layout.missing


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text"])
def test_a_template_that_is_no_workbook_is_told(content):
    with pytest.raises(ReportTemplateError):
        layout_of(content, report())


@pytest.mark.django_db
def test_the_sheet_for_certsearch_holds_accredited_open_certificates_alone():
    issued(mark="01", mark_number="CNAS C454-M")
    issued()
    issued(mark="01", mark_number="CNAS C454-M", confidential="on_request")
    found = certsearch_report(ALL, today=TODAY)
    assert [row["number"] for row in found.rows["certsearch"]] == [NUMBER]
    assert found.faults == []


@pytest.mark.django_db
def test_several_sites_are_listed():
    issued(sites=(SiteRow("一厂", "宁波"), SiteRow("二厂", "杭州")))
    assert certificate_rows()[0]["sites"] == "一厂 宁波；二厂 杭州"


@pytest.mark.django_db
def test_reports_need_the_right():
    with pytest.raises(MayNotCertifyError):
        national_report(NOBODY, TODAY, issuer=BODY, today=TODAY)
