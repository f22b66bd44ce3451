"""One of everything that has a page of its own, and a person of every role, for the visit of every page."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from tests.e2e.papers import paper_copied
from tests.web.asked import own_search
from tests.web.kept import destroyed, held, kept_list, lent
from tests.web.knowing import edition_of
from tests.web.linked import link_of
from tests.web.made import DEED, NOW, Shelf, person
from tests.web.routes import visited

from anjuan.accounts.models import User
from anjuan.accounts.rules import tables
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import (
    BulkDeed,
    BulkItem,
    Case,
    CaseJudgement,
    Intake,
    IntakeItem,
)
from anjuan.archive.rules.findings import contradiction_key
from anjuan.archive.services.body_tables import Workbook, checklist_load, template
from anjuan.archive.services.cases import case_grant_reading
from anjuan.archive.services.judging import case_judge
from anjuan.registry.models import CodeEdition, Organisation

#: Cases that contradict themselves: one to read, and one for each flow that writes.
READ, FACTS, RULED, CUT, DROPPED = "FL-READ", "FL-FACTS", "FL-RULED", "FL-CUT", "FL-DROPPED"
#: Under the data home: what stands for the arguments of an address.
KEPT = "arguments.json"


def name_of(role: str) -> str:
    """Return the log-in name of the person who holds one role."""
    return f"as-{role}"


def everything_made(shelf: Shelf) -> None:
    """Make a loan, a list, an order, a batch and the like, and people; keep what names them beside the data."""
    people = {role.key: person(role.key, name_of(role.key)) for role in tables.roles().latest.roles}
    people["nobody"] = person("", name_of("nobody"))
    kept = {number: _case(number, shelf) for number in (READ, FACTS, RULED, CUT, DROPPED)}
    for user in people.values():
        case_grant_reading(deed=DEED, case=kept[READ].case, token=f"user:{user.pk}")
    other = _other(shelf)
    lent("", other, borrower=name_of("auditor"), borrower_id=people["auditor"].pk)
    held(other)
    destroyed(other)
    judged = CaseJudgement.objects.get(case=kept[READ].case)
    viewer, book = system_viewer(), Workbook(template("checklist"), "checklist.xlsx")
    guide = edition_of(kept[READ])
    known: dict[str, object] = {
        "number": READ, "document_id": kept[READ].scan.pk, "page_number": 1,
        "key": contradiction_key(judged.contradictions[0]), "intake_id": _batch(shelf).pk,
        "organisation_id": Organisation.objects.order_by("pk")[0].pk, "user_id": people["auditor"].pk,
        "edition": checklist_load(deed=DEED, viewer=viewer, workbook=book, valid_from=NOW.date()).edition,
        "edition_id": _edition(), "name": "cases",
        "routes": {
            "appraisal": {"number": kept_list("appraisal", other).number},
            "share_gate": {"token": str(link_of("share_gate", kept[READ])[0])},
            "knowledge_edition": {"edition_id": guide.pk},
            "knowledge_field": {"field_code": "A01"}, "knowledge_guide": {"field_code": "A01", "code": "17.10.02"},
            **visited(kept[READ]),
        },
        "of": {user.username: _own(user, shelf) for user in people.values()},
    }  # fmt: skip
    (Path(settings.ANJUAN_HOME) / KEPT).write_text(json.dumps(known), encoding="utf-8")


def _other(shelf: Shelf) -> Shelf:
    """Return the shelf with another case: what is lent or destroyed is not the case that the flows read."""
    return Shelf(Case.objects.exclude(pk=shelf.case.pk).order_by("pk")[0], shelf.scan, shelf.text)


#: What the two papers of a case state. They differ, so that a new judgement finds again what the last one found.
STATED = (
    ("A01", "认证申请书", {"headcount": 60, "credit_code": "91331002704674000X", "phone": "0576-1", "contact": "王燕"}),
    ("D12", "审核报告", {"headcount": 72, "credit_code": "91331002704675001Q", "audit_start": "2023-05-04"}),
)


def _case(number: str, shelf: Shelf) -> Shelf:
    """Return a judged case with a scan of two pages and a text that contradict each other."""
    name = "台州云雀泵业有限公司"
    case = Case.objects.create(
        number=number, title=f"{name} {number}", organisation_name=name, state="collecting", audit_type="initial",
        year=2023, field_code="A01", documents_count=2, pages_count=3, created_at=NOW, updated_at=NOW, created_by="li",
    )  # fmt: skip
    scan, text = (
        paper_copied(paper, case, *stated) for paper, stated in zip((shelf.scan, shelf.text), STATED, strict=True)
    )
    case_judge(deed=DEED, case_id=case.pk)
    return Shelf(case, scan, text)


def _own(user: User, shelf: Shelf) -> dict[str, int]:
    """Return what belongs to one person alone."""
    bulk = BulkDeed.objects.create(kind="assign", actor=user.username, ordered_at=NOW, total=1, finished_at=NOW)
    BulkItem.objects.create(
        bulk=bulk, subject_id=shelf.case.pk, label=shelf.case.title, state="done", before={"token": "user:0"}
    )
    own_search("search", user.pk)
    return {"bulk_id": bulk.pk, "batch_id": own_search("batch", user.pk)}


def _batch(shelf: Shelf) -> Intake:
    """Return a batch with a file in every state."""
    batch = Intake.objects.create(
        way="upload", mode="into_case", root="上传", started_by="li", started_at=NOW, finished_at=NOW, state="finished"
    )
    for state, reason in (("filed", ""), ("duplicate", ""), ("refused", "READ-002"), ("failed", "READ-001")):
        IntakeItem.objects.create(
            intake=batch, path=f"上传/{state}.pdf", case=shelf.case, size_bytes=1, state=state, reason_code=reason,
            document=shelf.scan if state == "filed" else None, original=shelf.scan.original,
        )  # fmt: skip
    return batch


def _edition() -> int:
    found = CodeEdition.objects.create(
        list_id="fields", edition="x", title="x", valid_from=NOW.date(), source="x", origin="import",
        fingerprint="x", loaded_at=NOW,
    )  # fmt: skip
    return found.pk
