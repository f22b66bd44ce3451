"""Rows of every list, as many as wanted: for tests that a page asks the database as often for many as for few."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from tests.web.made import MISS, NOW

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import RoleGrant, User
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import (
    Case,
    CaseAttribute,
    CaseField,
    CaseJudgement,
    CaseReader,
    CustodyEvent,
    Document,
    DocumentDescription,
    Intake,
    IntakeItem,
    Match,
    Original,
    OriginalPage,
    Page,
)
from anjuan.archive.models.bulk import BulkDeed, BulkItem
from anjuan.custody.models import AppraisalItem, AppraisalList, Loan
from anjuan.jobs.models import Job
from anjuan.reading import packing
from anjuan.reading.pages import Line
from anjuan.reading.pages import Page as ReadPage
from anjuan.registry.models import Organisation

_BOX = [0.1, 0.2, 0.6, 0.23]


def make_cases(first: int, last: int) -> None:
    """Make cases with all that their list shows; who is named ``wu`` may read them."""
    wu = User.objects.filter(username="wu").first()
    for number in range(first, last):
        organisation = Organisation.objects.create(name=f"组织{number}", created_at=NOW, updated_at=NOW)
        case = Case.objects.create(
            number=f"AJ-2020-{number:06}", title=f"案卷{number}", organisation=organisation, field_code="A01",
            organisation_name=f"组织{number}", audit_type="initial", year=2020, province="330000", problems=1, misses=2,
            contradictions=1, completeness=80, created_at=NOW, updated_at=NOW, created_by="li",
        )  # fmt: skip
        CaseJudgement.objects.create(case=case, blocking=1, judged_at=NOW)
        for name, value in (("standard", "GB/T 19001-2016"), ("professional_code", "17.10.02")):
            CaseAttribute.objects.create(case=case, name=name, value=value, source="papers")
        if wu:
            CaseReader.objects.create(case=case, token=f"user:{wu.pk}", granted_at=NOW, granted_by="li")


def add_papers(case: Case, first: int, last: int) -> None:
    """Add papers with pages, what they say, deeds on them, and what the case lacks."""
    for number in range(first, last):
        original = Original.objects.create(
            sha256=f"{case.pk:032}{number:032}", sm3="", size_bytes=9, received_at=NOW, reading="read", pages_read=1
        )
        paper = Document.objects.create(
            case=case, original=original, sequence=100 + number, title=f"文件{number}", kind="D08", kind_confidence=0.5,
            kind_name="不符合报告", pages_count=1, last_page=1, received_at=NOW,
        )  # fmt: skip
        packed = packing.pack(ReadPage(1, 595, 842, lines=(Line("事实", (0.1, 0.1, 0.5, 0.13)),), picture=False))
        row = OriginalPage.objects.create(
            original=original, number=1, width=595, height=842, source="text", has_picture=False, packed=packed
        )
        Page.objects.create(document=paper, number=1, original_page=row)
        _say(case, paper, number)
        CustodyEvent.objects.create(at=NOW, event="ingestion", actor="li", original=original)
        CustodyEvent.objects.create(at=NOW, event="filing", actor="li", case=case, document=paper, original=original)
    judged, _ = CaseJudgement.objects.get_or_create(case=case, defaults={"judged_at": NOW})
    papers = list(case.documents.values_list("pk", flat=True))
    clash = {
        "rule": "K01", "name": "date_order", "edition": "2026", "what": "The dates differ.", "severity": "block",
        "evidence": [{"document": key, "page": 1, "value": str(key), "box": _BOX, "label": "日期"} for key in papers],
        "what_zh": "审核日期先后不一。",
    }  # fmt: skip
    judged.misses = [{**MISS, "code": f"B{number:02}"} for number in range(first, last)]
    judged.contradictions = [clash] * len(papers)
    judged.save()


def _say(case: Case, paper: Document, number: int) -> None:
    facts = (
        ("organisation", "", "海棠"),
        ("member.name", "", f"审核员{number}"),
        ("finding.fact", "finding-1", "事实"),
    )
    DocumentDescription.objects.create(
        document=paper, made_with="test/1", described_at=NOW,
        found=[
            {"name": name, "value": value, "printed": value, "page": 1, "box": _BOX, "confidence": 0.9, "group": group}
            for name, group, value in facts
        ],
    )  # fmt: skip
    CaseField.objects.create(
        case=case, name=f"field_{number}", value="x", text="x", document=paper, page=1, box=_BOX, confidence=0.9
    )


def _failures(first: int, last: int) -> None:
    intake = Intake.objects.create(way="upload", mode="one_case", root="x", started_by="li", started_at=NOW)
    for case in Case.objects.filter(number__in=_numbers(first, last)):
        IntakeItem.objects.create(
            intake=intake, path=f"{case.number}.pdf", state="failed", reason_code="READ-001", case=case
        )


def _doubts(first: int, last: int) -> None:
    for case in Case.objects.filter(number__in=_numbers(first, last)):
        add_papers(case, 0, 1)


def _matches(first: int, last: int) -> None:
    for case in Case.objects.filter(number__in=_numbers(first, last)):
        offered = Organisation.objects.create(name=f"另一{case.number}", created_at=NOW, updated_at=NOW)
        Match.objects.create(case=case, organisation=offered, confidence=0.7, at=NOW, by="rules")


def _loans(first: int, last: int) -> None:
    for case in Case.objects.filter(number__in=_numbers(first, last)):
        Loan.objects.create(
            number=f"JY-{case.number}", case=case, borrower_id=7, borrower="sun", purpose_code="work", purpose="查考",
            first_day=NOW.date(), last_day=NOW.date() + dt.timedelta(days=3), requested_at=NOW,
        )  # fmt: skip


def _appraisals(first: int, last: int) -> None:
    for case in Case.objects.filter(number__in=_numbers(first, last)):
        made = AppraisalList.objects.create(number=f"JD-{case.number}", title="鉴定", made_at=NOW, made_by="li")
        AppraisalItem.objects.create(list=made, case=case, keep_until=NOW.date())


def _bulks(first: int, last: int) -> None:
    for number in range(first, last):
        deed = BulkDeed.objects.create(kind="judge", actor="li", ordered_at=NOW, total=2)
        for subject in range(2):
            BulkItem.objects.create(bulk=deed, subject_id=number * 10 + subject)


def _people(first: int, last: int) -> None:
    for number in range(first, last):
        user = User.objects.create(username=f"p{number}", display_name=f"人{number}")
        RoleGrant.objects.create(user=user, role="auditor", granted_at=NOW)


def _jobs(first: int, last: int) -> None:
    for number in range(first, last):
        Job.objects.create(kind="archive.judge_case", subject_id=number, run_after=NOW, created_at=NOW, state="failed")


def _journal(first: int, last: int) -> None:
    for number in range(first, last):
        journal_write(deed=Deed("li", NOW), action="case.open", subject=f"archive.case:{number}", label=f"案卷{number}")


def _nothing(_first: int, _last: int) -> None:
    """Make nothing: the cases are the rows."""


def _numbers(first: int, last: int) -> list[str]:
    return [f"AJ-2020-{number:06}" for number in range(first, last)]


#: By list: the role that opens it, its address, and what makes rows of it for the cases made before.
ROWS: Mapping[str, tuple[str, str, Callable[[int, int], None]]] = {
    "desk": ("archivist", "/", _nothing),
    "counts": ("archivist", "/me/counts/", _nothing),
    "cases": ("archivist", "/cases/?size=100", _nothing),
    "cases of some": ("auditor", "/cases/?size=100", _nothing),
    "organisations": ("archivist", "/organisations/?size=100", _nothing),
    "organisations of some": ("auditor", "/organisations/?size=100", _nothing),
    "organisations by cases": ("archivist", "/organisations/?size=100&order=-cases", _nothing),
    "failures": ("archivist", "/failures/?size=100", _failures),
    "doubts": ("archivist", "/doubts/?size=100", _doubts),
    "matches": ("archivist", "/matches/?size=100", _matches),
    "batches": ("archivist", "/intakes/", _failures),
    "deeds": ("archivist", "/deeds/", _bulks),
    "loans": ("chief_archivist", "/loans/", _loans),
    "ledger of loans": ("chief_archivist", "/loans/all/?size=100", _loans),
    "appraisals": ("archivist", "/appraisals/", _appraisals),
    "people": ("system_administrator", "/people/?size=100", _people),
    "jobs": ("system_administrator", "/system/jobs/", _jobs),
    "journal": ("security_auditor", "/journal/", _journal),
}
