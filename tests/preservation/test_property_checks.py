from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from anjuan.preservation.rules import tables
from anjuan.preservation.rules.describing import Item, Volume, described, gaps
from anjuan.preservation.rules.exhibit import DocumentShown, EventShown, Exhibit, OriginalShown, Surroundings
from anjuan.preservation.rules.properties import GROUPS, Moment, Outcome, overall
from anjuan.preservation.rules.property_checks_more import CHECKS

DAY = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
TABLE = tables.properties().latest
CODE = "J001-ZY·A01·CS·2025·D10-0123"
ORIGINAL = OriginalShown("a" * 64, "申请书.pdf", "", 10, 10, "application/pdf", "application/pdf", "read", "pdfium/1",
                         "", 2, 2, protected=False)  # fmt: skip
DOCUMENT = DocumentShown(1, "申请书", "申请书.pdf", "A01", "a" * 64, 1, 2, 2, removed=False)
ROWS = tuple(described(
    Volume(CODE, "甲公司", "2025-03-01", "甲认证", 2),
    [Item(1, "申请书", "2025-01-06", "甲认证", "", "", 2, 10, "application/pdf", digitised=False)],
))  # fmt: skip
AROUND = Surroundings(DAY.date(), "", "", backup_good=True, backup="昨天", scanner="ClamAV 1.0")
GOOD = Exhibit(
    number="AJ-1", title="甲公司", reference_code=CODE, field_code="A01", audit_type="initial", documents_recorded=1,
    pages_recorded=2, documents=(DOCUMENT,), originals=(ORIGINAL,),
    events=(EventShown("filing", "success", "li", DAY, 1),),
    description=ROWS, description_gaps=(), dates={"audit_start": "2025-02-01", "decision_date": "2025-03"}, twins=0,
    members=0,
    members_lost=(), unread_items=0, pages_unreadable=(), pages_waiting=0, blocking=0, package=(),
    malware=(), surroundings=AROUND,
)  # fmt: skip


def with_original(**changes) -> Exhibit:
    return dataclasses.replace(GOOD, originals=(dataclasses.replace(ORIGINAL, **changes),))


def with_document(**changes) -> Exhibit:
    return dataclasses.replace(GOOD, documents=(dataclasses.replace(DOCUMENT, **changes),))


def with_case(**changes) -> Exhibit:
    return dataclasses.replace(GOOD, **changes)


def with_around(**changes) -> Exhibit:
    return dataclasses.replace(GOOD, surroundings=dataclasses.replace(AROUND, **changes))


def with_row(**changes) -> Exhibit:
    return dataclasses.replace(GOOD, description=(ROWS[0], {**ROWS[1], **changes}))


BAD = {
    "fixity": with_original(fixity="摘要不符"),
    "metadata_shape": with_row(日期="2025年"),
    "code_lists": with_row(开放标识="公开"),
    "plausible_values": with_case(dates={"audit_start": "2025-02-01", "decision_date": "2025-01"}),
    "forbidden_signs": with_document(title="申请\x07书"),
    "reference_code_form": with_case(reference_code="123"),
    "no_duplicates": with_case(twins=1),
    "electronic_properties": with_original(found_type="application/zip"),
    "linked_content": with_original(found_bytes=None),
    "description_form": with_case(description=ROWS[1:]),
    "package_form": with_case(package=(("missing", "x is missing"),)),
    "package_identical": with_case(package=(("changed", "x was changed"),)),
    "counts_as_declared": with_case(pages_recorded=3),
    "bytes_as_declared": with_original(found_bytes=9),
    "mandatory_elements": with_case(description_gaps=(("申请书", "档号"),)),
    "process_information": with_case(events=()),
    "running_numbers": with_document(sequence=2),
    "content_present": with_original(reading="failed", trouble="坏"),
    "attachments_present": with_case(members=2, members_lost=("a.eml!/b.pdf",)),
    "filing_scope": with_case(blocking=3),
    "metadata_readable": with_case(pages_unreadable=("第 1 页",)),
    "findable": with_case(pages_waiting=2),
    "allowed_format": with_original(recorded_type="application/x-msdownload"),
    "opens": with_original(reading="refused"),
    "lasting_format": with_original(recorded_type="application/msword"),
    "environment_recorded": with_original(reader=""),
    "not_locked": with_original(protected=True),
    "restorable": with_around(backup_good=False),
    "no_malware": with_case(malware=("Eicar",)),
    "no_foreign_files": with_case(package=(("extra", "x is in no manifest"),)),
    "controlled_process": with_around(journal="第 3 条断裂"),
}


def test_every_item_has_a_check_and_every_check_an_item():
    assert {item.check for item in TABLE.items} == set(CHECKS)


def test_all_four_groups_are_tested_at_every_moment():
    assert all({item.group for item in TABLE.at(moment)} == set(GROUPS) for moment in Moment)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_good_case_fails_nothing(name):
    finding = CHECKS[name](GOOD, TABLE)
    assert finding.result is not Outcome.FAIL, finding.evidence


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_fault_is_found_and_shown(name):
    finding = CHECKS[name](BAD[name], TABLE)
    assert finding.result is Outcome.FAIL
    assert len(finding.evidence) > 4


def test_a_case_without_a_code_or_a_package_is_not_blamed_for_them():
    shown = with_case(reference_code="", package=None, malware=None, blocking=None)
    names = (
        "reference_code_form",
        "package_form",
        "package_identical",
        "no_malware",
        "no_foreign_files",
        "filing_scope",
    )
    assert {CHECKS[name](shown, TABLE).result for name in names} == {Outcome.NOT_APPLICABLE}


def test_a_machine_without_a_scanner_is_warned_of():
    finding = CHECKS["scanner_present"](with_around(scanner=""), TABLE)
    assert finding.result is Outcome.NOT_APPLICABLE
    assert "没有配置病毒查杀软件" in finding.evidence


def test_dates_that_are_known_in_part_are_compared_as_far_as_they_go():
    shown = with_case(dates={"audit_start": "2025-02-15", "decision_date": "2025-02"})
    assert CHECKS["plausible_values"](shown, TABLE).result is Outcome.PASS


@pytest.mark.parametrize(
    ("group", "expected"), [("真实性", "fail"), ("完整性", "fail"), ("可用性", "pass"), ("安全性", "pass")]
)
def test_authenticity_and_integrity_decide(group, expected):
    assert overall([(group, Outcome.FAIL)]) == expected


def test_gaps_of_the_good_case_are_none():
    assert gaps(ROWS) == []
