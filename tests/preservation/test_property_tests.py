from __future__ import annotations

import subprocess

import pikepdf
import pytest

from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.archive.models import CustodyEvent, Original, OriginalPage
from anjuan.archive.selectors.sight import CaseUnknownError
from anjuan.archive.services.cases import case_describe
from anjuan.cli.archive_seal import seal
from anjuan.preservation import printing, scanning
from anjuan.preservation.faults import NoFontError
from anjuan.preservation.models import PropertyTest
from anjuan.preservation.rules import tables
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors import exhibits
from anjuan.preservation.selectors.property_tests import cases_to_test, property_test_latest, property_test_view
from anjuan.preservation.services.property_reports import property_report
from anjuan.preservation.services.property_tests import item_test, properties_test


@pytest.fixture(autouse=True)
def no_scanner(monkeypatch):
    monkeypatch.setattr(exhibits, "scanner_version", lambda: "")


def results(test: PropertyTest) -> dict[str, str]:
    return {item["id"]: item["result"] for item in test.items}


def test_a_test_is_stored_with_its_evidence(case, deed):
    test = properties_test(deed=deed, case=case, moment=Moment.FILING)
    found = results(test)
    assert (found["ZS-01"], found["WZ-01"], found["KY-04"], found["AQ-01"]) == (
        "pass",
        "pass",
        "pass",
        "not applicable",
    )
    assert all(item["evidence"] and item["tool"] and item["at"] for item in test.items)
    assert JournalEntry.objects.filter(action="case.properties_test").count() == 1
    assert CustodyEvent.objects.filter(event="four-property test", case=case).count() == 1


def test_an_altered_original_fails_the_case(case, blobs, deed):
    path = blobs.path_of(Original.objects.order_by("pk")[0].sha256)
    path.chmod(0o640)
    path.write_bytes(b"altered")
    test = properties_test(deed=deed, case=case, moment=Moment.SCHEDULE)
    assert (test.result, results(test)["ZS-01"], results(test)["WZ-02"]) == ("fail", "fail", "fail")


def test_a_stored_page_that_cannot_be_read_is_found(case, deed):
    OriginalPage.objects.order_by("pk").update(packed=b"\x09broken")
    assert results(properties_test(deed=deed, case=case, moment=Moment.FILING))["KY-01"] == "fail"


def test_a_check_that_crashes_has_failed_and_the_others_go_on(case, deed, clock):
    table = tables.properties().latest
    item = table.items[0]

    def crash(shown, table):
        raise ZeroDivisionError

    found = item_test(item, None, table, clock.now(), {item.check: crash})
    assert (found.result, found.crashed) == ("fail", True)
    assert "ZeroDivisionError" in found.evidence


def test_a_test_that_cannot_be_made_is_stored_as_failed(case, deed, monkeypatch):
    monkeypatch.setattr(exhibits, "case_description", lambda _: 1 / 0)
    test = properties_test(deed=deed, case=case, moment=Moment.FILING)
    assert (test.result, set(results(test).values())) == ("fail", {"fail"})


def test_a_package_that_differs_fails_the_export(case, deed):
    test = properties_test(deed=deed, case=case, moment=Moment.EXPORT, package=[("changed", "x was changed")])
    assert (test.result, results(test)["ZS-12"], results(test)["ZS-11"]) == ("fail", "fail", "pass")


def test_the_last_test_is_shown_in_the_shape_of_the_contract(case, deed):
    properties_test(deed=deed, case=case, moment=Moment.FILING)
    view = property_test_latest(system_viewer(), case.number)
    assert set(view.properties[0]) == {"group", "item", "result", "evidence"}


def test_who_may_not_see_the_case_does_not_see_its_test(case, deed):
    viewer = Viewer(7, "wang", frozenset(), frozenset({"case.read_assigned"}), frozenset({"user:7"}))
    with pytest.raises(CaseUnknownError):
        property_test_latest(viewer, case.number)


def test_a_case_tested_lately_is_not_due(case, deed):
    assert cases_to_test(before=deed.now, most=10) == [case]
    properties_test(deed=deed, case=case, moment=Moment.SCHEDULE)
    assert cases_to_test(before=deed.now, most=10) == []


def test_a_scanner_that_fails_is_no_clean_bill(case, deed, monkeypatch):
    def fail(paths):
        raise scanning.ScanError("no signatures")

    monkeypatch.setattr(exhibits, "scanner_version", lambda: "ClamAV")
    monkeypatch.setattr(exhibits, "scan", fail)
    assert properties_test(deed=deed, case=case, moment=Moment.FILING).result == "fail"


def test_the_scanner_s_findings_are_named(tmp_path, monkeypatch):
    done = subprocess.CompletedProcess([], 1, "/x/a: Eicar-Signature FOUND\n", "")
    monkeypatch.setattr(scanning, "scanner", lambda: "/usr/bin/clamscan")
    monkeypatch.setattr(scanning.subprocess, "run", lambda *_, **__: done)
    assert scanning.scan([tmp_path / "a"]) == ("Eicar-Signature",)


@pytest.mark.usefixtures("chinese_font")
def test_the_report_is_a_pdf_with_every_item(case, deed, tmp_path):
    view = property_test_view(properties_test(deed=deed, case=case, moment=Moment.FILING))
    (tmp_path / "r.pdf").write_bytes(property_report(view))
    with pikepdf.open(tmp_path / "r.pdf") as pdf:
        assert len(pdf.pages) >= 1
        assert pdf.open_metadata().pdfa_status == "2B"


def test_without_a_chinese_font_the_report_is_refused_with_a_remedy(case, deed, monkeypatch):
    monkeypatch.setattr(printing, "chinese_families", tuple)
    view = property_test_view(properties_test(deed=deed, case=case, moment=Moment.FILING))
    with pytest.raises(NoFontError, match="fonts-noto-cjk"):
        property_report(view)


def test_sealing_tests_the_four_properties(case, home, settings, deed):
    body = settings.ANJUAN_OPTIONS.body.model_copy(update={"fonds_number": "J001"})
    settings.ANJUAN_OPTIONS = settings.ANJUAN_OPTIONS.model_copy(update={"body": body})
    values = {"field_code": "A01", "audit_type": "initial", "year": 2025}
    case_describe(deed=deed, case=case, source="person", values=values)
    seal.callback(case=case.number, override="试封", extend="", dry_run=False, as_json=True)
    assert list(PropertyTest.objects.values_list("moment", flat=True)) == ["filing"]
