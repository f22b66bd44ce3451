"""What a case states, lacks and contradicts, as persons look at it."""

from __future__ import annotations

import dataclasses
from typing import Any

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseField, CaseJudgement, Document, PageCare, PageRemark, Ruling
from anjuan.archive.rules.findings import contradiction_key, is_ruled, miss_key
from anjuan.archive.selectors.sight import case_named, document_seen, documents_of, reads_whole
from anjuan.judging.rules.tables import contradiction_rules

#: Papers that report what an audit found.
_FINDING_KINDS = ("D08", "D10")


@dataclasses.dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a case, with where its value stands."""

    name: str
    value: Any
    text: str
    printed: str
    document_id: int | None
    document_title: str
    page: int | None
    box: tuple[float, ...] | None
    confidence: float
    source: str


def case_fields(viewer: Viewer, name: str) -> list[FieldRow]:
    """Return the fields of a case; only those that documents open to them state, if a person may not read all of it.

    Four queries at most.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    case = case_named(viewer, name)
    rows = CaseField.objects.filter(case=case).select_related("document").order_by("id")
    if not reads_whole(viewer, case):
        rows = rows.filter(document__in=documents_of(viewer))
    return [
        FieldRow(
            row.name, row.value, row.text, row.printed, row.document_id, row.document.title if row.document else "",
            row.page, tuple(row.box) if row.box else None, row.confidence, row.source,
        )
        for row in rows
    ]  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence."""

    document_id: int
    document_title: str
    sequence: int
    kind: str
    page: int | None
    value: str
    label: str
    box: tuple[float, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class FindingRow:
    """One miss or contradiction.

    Attributes:
        key: What rulings refer to.
        group: ``miss`` or ``contradiction``.
        rule: The rule's id; ``edition`` is the rule table's.
        code: The kind of paper missed, or what a contradiction is about.
        name: The Chinese name of the kind.
        what: For a miss: ``paper``, ``signature``, ``seal``, ``date`` or ``original``; else the sentence.
        why: Why it applies here; ``why_zh`` is the same in Chinese, as ``what_zh`` is of a contradiction's sentence.
        severity: ``block``, ``warn`` or ``near``.
        evidence: The pieces, the one taken as right first.
        verdict: What a person said of it last; empty while nobody has.
        reason: The reason given.

    """

    key: str
    group: str
    rule: str
    edition: str
    code: str
    name: str
    what: str
    why: str
    severity: str
    stage: str
    evidence: tuple[Piece, ...]
    verdict: str = ""
    reason: str = ""
    ruled_by: str = ""
    what_zh: str = ""
    why_zh: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted it or called it a false alarm."""
        return not self.verdict


@dataclasses.dataclass(frozen=True, slots=True)
class JudgementView:
    """The judgement of a case; empty before the first one."""

    case: str
    findings: tuple[FindingRow, ...]
    editions: dict[str, str]
    judged_at: str
    is_stale: bool

    def of(self, group: str) -> tuple[FindingRow, ...]:
        """Return the findings of a group, those that nobody accepted first."""
        return tuple(sorted((one for one in self.findings if one.group == group), key=lambda one: not one.is_open))


def case_findings(viewer: Viewer, name: str) -> JudgementView:
    """Return what a case lacks and contradicts. Six queries at most.

    Who may read single documents only is told what those documents alone give rise to.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    case = case_named(viewer, name)
    judgement = CaseJudgement.objects.filter(case=case).first()
    if judgement is None:
        return JudgementView(case.number, (), {}, "", is_stale=True)
    documents = {one.pk: one for one in Document.objects.filter(case=case)}
    opened = _opened(viewer, case)
    rulings = {one.key: one for one in Ruling.objects.filter(case=case).order_by("id")}
    findings = [_miss(one, documents, rulings) for one in judgement.misses]
    findings += [_contradiction(one, documents, rulings) for one in judgement.contradictions]
    return JudgementView(
        case.number,
        tuple(one for one in findings if opened is None or _is_open(one, opened)),
        judgement.editions,
        judgement.judged_at.isoformat(timespec="seconds") if judgement.judged_at else "",
        judgement.stale,
    )


def _opened(viewer: Viewer, case: Case) -> set[int] | None:
    """Return the documents of a case that a person may open; None when it is all of them."""
    if reads_whole(viewer, case):
        return None
    return set(documents_of(viewer).filter(case=case).values_list("pk", flat=True))


def _is_open(finding: FindingRow, opened: set[int]) -> bool:
    return bool(finding.evidence) and {piece.document_id for piece in finding.evidence} <= opened


def _ruled(key: str, rulings: dict[str, Ruling]) -> dict[str, str]:
    ruling = rulings.get(key)
    if ruling is None or not is_ruled(ruling.verdict):
        return {}
    return {"verdict": ruling.verdict, "reason": ruling.reason, "ruled_by": ruling.by}


def _miss(one: dict[str, Any], documents: dict[int, Document], rulings: dict[str, Ruling]) -> FindingRow:
    key = miss_key(one)
    row = {"document": one.get("document"), "page": None, "value": "", "label": "", "box": None}
    evidence = (_piece(row, documents),) if row["document"] else ()
    return FindingRow(
        key, "miss", one["rule"], one["edition"], one["code"], one["name"], one["what"], one["why"], one["severity"],
        one.get("stage", ""), evidence, **_ruled(key, rulings), why_zh=one.get("why_zh", ""),
    )  # fmt: skip


def _contradiction(one: dict[str, Any], documents: dict[int, Document], rulings: dict[str, Ruling]) -> FindingRow:
    key = contradiction_key(one)
    return FindingRow(
        key, "contradiction", one["rule"], one["edition"], one["name"], "", one["what"], "", one["severity"], "",
        tuple(_piece(row, documents) for row in one["evidence"]), **_ruled(key, rulings),
        what_zh=one.get("what_zh", ""),
    )  # fmt: skip


def _piece(row: dict[str, Any], documents: dict[int, Document]) -> Piece:
    document = documents.get(row["document"])
    return Piece(
        row["document"],
        document.title if document else "",
        document.sequence if document else 0,
        document.kind if document else "",
        row["page"],
        str(row["value"]),
        row.get("label", ""),
        tuple(row["box"]) if row.get("box") else None,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentSaid:
    """What one document says, and why it has its kind."""

    document_id: int
    kind: str
    kind_name: str
    stage: str
    form_no: str
    confidence: float
    by: str
    found: tuple[dict[str, Any], ...]
    marks: dict[str, Any]
    reasons: tuple[dict[str, Any], ...]
    others: tuple[tuple[str, float], ...]
    unknown_labels: tuple[str, ...]
    made_with: str
    remarks: tuple[str, ...]


def document_said(viewer: Viewer, document_id: int) -> DocumentSaid:
    """Return what a document says. Five queries.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = document_seen(viewer, document_id)
    said = getattr(document, "description", None)
    last = document.last_page or document.first_page + document.pages_count - 1
    remarks = [
        one.text
        for one in PageRemark.objects.filter(original_id=document.original_id)
        if any(document.first_page <= page <= last for page in one.pages)
    ]
    remarks += _marked(document)
    return DocumentSaid(
        document.pk, document.kind, document.kind_name, document.stage, document.form_no, document.kind_confidence,
        document.kind_by, tuple(said.found) if said else (), dict(said.marks) if said else {},
        tuple(said.reasons) if said else (), tuple((k, c) for k, c in said.others) if said else (),
        tuple(said.unknown_labels) if said else (), said.made_with if said else "", tuple(remarks),
    )  # fmt: skip


#: What is told of pages that a person set aside.
_MARKED = {
    "blank": "Page {number} was marked as blank.",
    "foreign": "Page {number} was marked as belonging to another file.",
    "duplicate": "Page {number} was marked as here twice.",
}


def _marked(document: Document) -> list[str]:
    cares = PageCare.objects.filter(page__document=document).exclude(mark="").order_by("page__number")
    return [_MARKED[mark].format(number=number) for number, mark in cares.values_list("page__number", "mark")]


@dataclasses.dataclass(frozen=True, slots=True)
class HandCheck:
    """A rule that a person has to check on the papers themselves."""

    rule: str
    edition: str
    title: str
    title_en: str
    why: str
    why_zh: str


def hand_checks() -> list[HandCheck]:
    """Return the rules that no judgement asks, because what is kept of papers does not tell. No query."""
    table = contradiction_rules().latest
    return [
        HandCheck(rule, table.edition, one.title, one.title_en, one.why.en, one.why.zh)
        for rule, one in table.by_hand.items()
    ]


def case_key(viewer: Viewer, name: str) -> int:
    """Return the key of a case by number or title.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    return case_named(viewer, name).pk


@dataclasses.dataclass(frozen=True, slots=True)
class AuditFinding:
    """A nonconformity or observation that the audit raised, as one paper reports it."""

    document: int
    page: int
    parts: dict[str, Any]


def audit_findings(viewer: Viewer, name: str) -> list[AuditFinding]:
    """Return the findings of the audit, from its nonconformity and observation reports that a person may open.

    Two queries.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    case = case_named(viewer, name)
    documents = documents_of(viewer).filter(case=case, kind__in=_FINDING_KINDS, removed=False)
    found = []
    for document in documents.select_related("description").order_by("sequence"):
        said = getattr(document, "description", None)
        groups: dict[str, dict[str, Any]] = {}
        pages: dict[str, int] = {}
        for row in said.found if said else ():
            if row["name"].startswith("finding."):
                group = row.get("group", "")
                groups.setdefault(group, {})[row["name"].removeprefix("finding.")] = row["value"]
                pages.setdefault(group, row["page"])
        found += [AuditFinding(document.pk, pages[group], parts) for group, parts in groups.items()]
    return found
