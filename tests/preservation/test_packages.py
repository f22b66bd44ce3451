from __future__ import annotations

import json
import zipfile

import bagit
import pytest
from tests.archive.conftest import LI

from anjuan.accounts.models import JournalEntry
from anjuan.accounts.selectors.people import Viewer, system_viewer
from anjuan.archive.models import (
    Case,
    CaseJudgement,
    CustodyEvent,
    Document,
    IndexOrder,
    Original,
    OriginalPage,
    Page,
)
from anjuan.archive.models.cases import CaseState
from anjuan.archive.rules.findings import miss_key
from anjuan.archive.selectors.findings import case_findings
from anjuan.archive.selectors.sight import CaseUnknownError
from anjuan.archive.services.correcting import finding_rule
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.errors import BlobMissingError
from anjuan.preservation.faults import (
    CaseUnreadError,
    ExportRefusedError,
    PackageClashError,
    PackageDamagedError,
    TargetTakenError,
)
from anjuan.preservation.services.package_import import PackageSource, package_import
from anjuan.preservation.services.package_rows import CARRIED, rows_of
from anjuan.preservation.services.packages import PackageOrder, case_export


def reader(*capabilities: str) -> Viewer:
    return Viewer(7, "wang", frozenset(), frozenset(capabilities), frozenset({"user:7"}))


def export(deed, blobs, case, target, **more):
    return case_export(deed=deed, viewer=system_viewer(), order=PackageOrder(case.number, target, **more), blobs=blobs)


def take_in(deed, blobs, path, work):
    return package_import(deed=deed, viewer=system_viewer(), source=PackageSource(path, work), blobs=blobs)


def told(case: Case) -> dict:
    """Everything that a case is, without the keys that every archive gives anew."""
    tables = rows_of(case)
    keys = {name: {row["id"]: n for n, row in enumerate(rows)} for name, rows in tables.items()}
    names = {"original_id": "originals", "document_id": "documents", "parent_id": "documents", "case_id": "case"}
    for rows in tables.values():
        for row in rows:
            row["id"] = None
            for column in set(row) & set(names):
                row[column] = keys[names[column]].get(row[column])
    tables["judgement"] = [  # an imported case is judged again
        row | {"stale": None, "revision": None} for row in tables["judgement"] if row["judged_at"]
    ]
    pages = Page.objects.filter(document__case=case).order_by("document__sequence", "number")
    tables["pages"] = [(page.number, bytes(page.original_page.packed)) for page in pages]
    events = CustodyEvent.objects.order_by("id").exclude(event__in=["export", "package import"])
    tables["events"] = list(events.values_list("at", "event", "outcome", "actor", "detail", "tool",
                                               "document__sequence", "original__sha256"))  # fmt: skip
    return tables


def test_the_reference_library_finds_the_package_whole(package):
    bag = bagit.Bag(str(package))
    assert bag.validate(processes=1)
    assert bag.info["External-Identifier"] == package.name


def test_originals_are_the_bytes_that_came_under_names_that_every_system_takes(package):
    names = sorted(path.name for path in (package / "data" / "originals").iterdir())
    assert [name[:4] for name in names] == ["0001", "0002", "0003"]
    assert any(name.endswith("02 报告？.txt") for name in names)
    assert "淬火".encode() in b"".join(path.read_bytes() for path in (package / "data" / "originals").iterdir())


def test_a_person_can_read_what_is_in_it(package):
    page = (package / "data" / "README.md").read_text(encoding="utf-8")
    assert "卷内目录" in page
    assert "0001 01 申请书.txt" in page


def test_description_has_eight_digit_dates_and_both_levels(package):
    rows = json.loads((package / "data/metadata/description.json").read_text(encoding="utf-8"))
    assert [row["著录层级"] for row in rows] == ["案卷级", "文件级", "文件级", "文件级"]
    assert (rows[0]["日期"], rows[1]["日期"], rows[1]["开放标识"]) == ("202503", "20250106", "未审核")


def test_history_goes_along_as_events_and_agents(package):
    lines = [json.loads(line) for line in (package / "data/metadata/events.jsonl").read_text("utf-8").splitlines()]
    assert {"ingestion", "filing"} <= {line["eventType"] for line in lines if line["entity"] == "event"}
    assert "li" in {line["agentIdentifier"] for line in lines if line["entity"] == "agent"}


def test_texts_have_the_place_of_every_line(package):
    texts = [path.read_text(encoding="utf-8") for path in (package / "data" / "texts").iterdir()]
    lines = [json.loads(line) for text in texts for line in text.splitlines()]
    boxes = [line["box"] for page in lines for line in page["page"]["lines"]]
    assert len(lines) == 3
    assert all(len(box) == 4 and 0 <= min(box) <= max(box) <= 1 for box in boxes)


def test_an_export_stands_in_the_journal_with_its_seal(package, case):
    entry = JournalEntry.objects.filter(action="case.export").get()
    assert len(entry.detail["seal"]) == 64
    assert CustodyEvent.objects.filter(event="export", case=case).count() == 1


def test_who_may_read_but_not_take_out_is_refused(case, blobs, deed, tmp_path):
    viewer = reader("case.read_all")
    with pytest.raises(ExportRefusedError):
        case_export(deed=deed, viewer=viewer, order=PackageOrder(case.number, tmp_path / "p"), blobs=blobs)


def test_who_may_not_see_the_case_learns_nothing_of_it(case, blobs, deed, tmp_path):
    viewer = reader("case.read_assigned", "case.export")
    with pytest.raises(CaseUnknownError):
        case_export(deed=deed, viewer=viewer, order=PackageOrder(case.number, tmp_path / "p"), blobs=blobs)


def test_a_package_is_never_overwritten(package, case, blobs, deed):
    with pytest.raises(TargetTakenError):
        export(deed, blobs, case, package.parent)


def test_a_missing_original_leaves_nothing_behind(case, blobs, deed, tmp_path):
    blobs.path_of(Original.objects.order_by("-pk")[0].sha256).unlink()
    with pytest.raises(BlobMissingError):
        export(deed, blobs, case, tmp_path / "p")
    assert list((tmp_path / "p").iterdir()) == []


def test_a_case_that_is_being_read_does_not_leave(case, blobs, deed, tmp_path):
    Original.objects.filter(pk=Original.objects.earliest("pk").pk).update(reading="reading")
    with pytest.raises(CaseUnreadError):
        export(deed, blobs, case, tmp_path / "p")


def test_an_altered_original_is_not_exported(case, blobs, deed, tmp_path):
    path = blobs.path_of(Original.objects.order_by("-pk")[0].sha256)
    path.chmod(0o640)
    path.write_bytes(b"altered")
    with pytest.raises(PackageDamagedError):
        export(deed, blobs, case, tmp_path / "p")


def test_import_gives_an_equal_case(package, case, deed, tmp_path, forget):
    before = told(case)
    forget()
    fresh = FolderBlobs(tmp_path / "fresh")
    report = take_in(deed, fresh, package, tmp_path / "work")
    after = told(Case.objects.get())
    assert report.status == "imported"
    assert set(after) == {table.name for table in CARRIED} | {"pages", "events"}
    assert after == before
    assert all(fresh.verify(sha256) for sha256 in Original.objects.values_list("sha256", flat=True))


def test_a_zipped_package_is_taken_in_as_well(case, blobs, deed, tmp_path, forget):
    path = export(deed, blobs, case, tmp_path / "p", zipped=True).path
    forget()
    assert take_in(deed, blobs, path, tmp_path / "work").documents == 3
    assert zipfile.is_zipfile(path)
    assert list((tmp_path / "work").iterdir()) == []


def test_imported_pages_are_ordered_to_be_indexed(package, deed, blobs, tmp_path, forget):
    forget()
    take_in(deed, blobs, package, tmp_path / "work")
    assert IndexOrder.objects.count() == 3


def test_the_same_case_again_changes_nothing(package, case, deed, blobs, tmp_path):
    before = OriginalPage.objects.count()
    report = take_in(deed, blobs, package, tmp_path / "work")
    assert (report.status, report.number, OriginalPage.objects.count()) == ("present", case.number, before)


def test_the_case_with_other_documents_is_a_clash(package, case, deed, blobs, tmp_path):
    case.documents.order_by("sequence").first().pages.all().delete()
    case.documents.filter(sequence=1).update(removed=True)
    with pytest.raises(PackageClashError):
        take_in(deed, blobs, package, tmp_path / "work")


def test_a_taken_number_gives_the_next_one(package, case, deed, blobs, tmp_path, forget):
    forget()
    other = {"title": "另一卷", "created_at": deed.now.replace(year=2020), "updated_at": deed.now, "created_by": "li"}
    Case.objects.create(number=package.name, **other)
    report = take_in(deed, blobs, package, tmp_path / "work")
    assert report.number_in_package == package.name
    assert report.number == package.name[:-1] + "2"


def test_who_may_not_file_may_not_import(package, deed, blobs, tmp_path):
    with pytest.raises(ExportRefusedError):
        package_import(
            deed=deed, viewer=reader("case.read_all"), source=PackageSource(package, tmp_path / "work"), blobs=blobs
        )


@pytest.fixture
def judged(case, deed) -> Case:
    """The case with a finding about its second paper that somebody accepted."""
    paper = case.documents.order_by("sequence")[1]
    miss = {"rule": "R1", "edition": "2024", "code": "D12", "name": "审核报告", "what": "seal", "why": "x",
            "severity": "block", "document": paper.pk, "stage": ""}  # fmt: skip
    evidence = [{"document": paper.pk, "page": 1, "value": "a"}, {"document": 999_999, "page": 1, "value": "b"}]
    clash = {"rule": "K16", "edition": "2024", "name": "auditor", "what": "y", "severity": "block",
             "evidence": evidence}  # fmt: skip
    CaseJudgement.objects.update_or_create(
        case=case, defaults={"misses": [miss], "contradictions": [clash], "judged_at": deed.now, "stale": False}
    )
    finding_rule(deed=deed, viewer=LI, case=case, key=miss_key(miss), verdict="accepted", reason="原件另存")
    return case


def test_findings_name_the_papers_of_the_archive_they_came_to(judged, blobs, deed, tmp_path, forget):
    path = export(deed, blobs, judged, tmp_path / "p").path
    forget()
    take_in(deed, blobs, path, tmp_path / "work")
    miss, clash = case_findings(system_viewer(), judged.number).findings
    assert miss.evidence[0].document_title == Document.objects.order_by("sequence")[1].title
    assert clash.evidence[0].document_id == Document.objects.order_by("sequence")[1].pk
    assert clash.evidence[1].document_id == 0
    assert miss.verdict == "accepted"


def test_an_imported_case_is_judged_among_the_cases_of_this_archive(judged, blobs, deed, tmp_path, forget):
    path = export(deed, blobs, judged, tmp_path / "p").path
    forget()
    take_in(deed, blobs, path, tmp_path / "work")
    assert CaseJudgement.objects.get().stale


def test_a_case_that_was_sealed_elsewhere_waits_for_a_seal_here(case, blobs, deed, tmp_path, forget):
    Case.objects.update(state=CaseState.SEALED)
    Document.objects.update(sealed=True)
    path = export(deed, blobs, case, tmp_path / "p").path
    forget()
    take_in(deed, blobs, path, tmp_path / "work")
    assert Case.objects.get().state == CaseState.FILED
    assert not Document.objects.filter(sealed=True).exists()
