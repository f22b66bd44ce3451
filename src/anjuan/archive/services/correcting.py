"""What persons set right: kinds, cuts, values, conditions, and what they say of findings."""

from __future__ import annotations

import json
from collections.abc import Sequence

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import (
    Case,
    CaseField,
    CaseJudgement,
    Correction,
    Document,
    DocumentDescription,
    Page,
    Ruling,
)
from anjuan.archive.rules.case_columns import text_of
from anjuan.archive.rules.findings import contradiction_key, miss_key, open_counts
from anjuan.archive.selectors.casefiles import CONDITION
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.cutting import documents_of_file, file_cut
from anjuan.archive.services.overview import figures_keep
from anjuan.archive.services.rights import need_describer
from anjuan.archive.services.sealed import case_need_open, document_need_correctable
from anjuan.archive.services.studying import BY_PERSON, CUT, documents_describe
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.kit.errors import NotFoundError, UsageError
from anjuan.papers.study import Scholar

VERDICTS = ("accepted", "false-alarm", "reopened")


class KindUnknownError(UsageError):
    """There is no such kind of paper."""

    code = "ARCH-045"


class CutImpossibleError(UsageError):
    """A file cannot be cut so."""

    code = "ARCH-042"


class FindingUnknownError(NotFoundError):
    """The judgement holds no such finding."""

    code = "ARCH-043"


@durable_transaction()
def document_set_kind(
    *, deed: Deed, viewer: Viewer, document: Document, kind: str, scholar: Scholar, stage: str = ""
) -> None:
    """Say what kind of paper a document is; it is described anew as one. An empty kind asks the rules again.

    Raises:
        DescribeMayNotError: The person may not.
        KindUnknownError: There is no such kind.
        SealedCaseError: The case is sealed.

    """
    need_describer(deed, viewer)
    document_need_correctable(document)
    names = scholar.kind_names()
    if kind and kind not in names:
        raise KindUnknownError(f"There is no kind of paper {kind!r}.", remedy="Choose one of the list of kinds.")
    before = document.kind
    values = {"kind": kind, "kind_name": names.get(kind, ""), "stage": stage, "kind_by": BY_PERSON if kind else ""}
    for name, value in values.items():
        setattr(document, name, value)
    Document.objects.filter(pk=document.pk).update(**values)
    _note(deed, document, "kind", before, kind)
    documents_describe(deed=deed, documents=[document], scholar=scholar)


@durable_transaction()
def file_recut(
    *, deed: Deed, viewer: Viewer, document: Document, starts: Sequence[int], scholar: Scholar
) -> list[Document]:
    """Let the papers of a document's file begin at these pages of the file; return its documents in order.

    The original stays whole; every page stays in one document.

    Raises:
        DescribeMayNotError: The person may not.
        CutImpossibleError: The pages do not rise, or lie outside the file.
        SealedCaseError: The case is sealed.

    """
    need_describer(deed, viewer)
    document_need_correctable(document)
    documents = documents_of_file(case_id=document.case_id, original_id=document.original_id)
    shown = Page.objects.filter(document__in=documents).values_list("original_page__number", flat=True)
    pages = sorted(shown)
    wanted = sorted({*pages[:1], *starts})
    strange = [start for start in wanted if start not in set(pages)]
    if strange or not pages:
        raise CutImpossibleError(
            f"A paper cannot begin on page {(strange or [1])[0]}: the case shows {len(pages)} pages of the file.",
            remedy=f"Choose pages from {pages[0]} to {pages[-1]}." if pages else "Wait until the file has been read.",
        )
    before = [one.first_page for one in documents]
    if wanted == before:
        return documents
    spans = {one.first_page: one.last_page for one in documents}
    made = file_cut(deed=deed, documents=documents, starts=wanted)
    _note(deed, document, CUT, json.dumps(before), json.dumps(wanted))
    changed = [one for one in made if spans.get(one.first_page) != one.last_page]
    DocumentDescription.objects.filter(document__in=changed).delete()
    documents_describe(deed=deed, documents=changed, scholar=scholar)
    case_unsettle(case_id=document.case_id, deed=deed)
    return made


@durable_transaction()
def case_field_set(*, deed: Deed, viewer: Viewer, case: Case, name: str, value: object) -> None:
    """State a field of a case; papers do not overrule it. None takes the statement back.

    Raises:
        DescribeMayNotError: The person may not.
        SealedCaseError: The case is sealed.

    """
    need_describer(deed, viewer)
    case_need_open(case)
    old = CaseField.objects.filter(case=case, name=name).first()
    if value is None:
        CaseField.objects.filter(case=case, name=name).exclude(source="papers").delete()
    else:
        CaseField.objects.update_or_create(
            case=case, name=name,
            defaults={
                "value": value, "text": text_of(value)[:500], "printed": "", "document": None, "page": None,
                "box": None, "confidence": 1.0, "source": "person",
            },
        )  # fmt: skip
    Correction.objects.create(
        case=case, what=name, before=old.text if old else "", after="" if value is None else text_of(value),
        at=deed.now, by=deed.actor,
    )  # fmt: skip
    journal_write(
        deed=deed, action="case.correct", subject=f"archive.case:{case.pk}", label=str(case), detail={"field": name}
    )
    case_unsettle(case_id=case.pk, deed=deed)


def case_condition_set(*, deed: Deed, viewer: Viewer, case: Case, condition: str, holds: bool | None) -> None:
    """Answer a condition that the papers leave open, such as ``temp_site``; None takes the answer back.

    Raises:
        DescribeMayNotError: The person may not.
        SealedCaseError: The case is sealed.

    """
    case_field_set(deed=deed, viewer=viewer, case=case, name=f"{CONDITION}{condition}"[:40], value=holds)


@durable_transaction()
def finding_rule(*, deed: Deed, viewer: Viewer, case: Case, key: str, verdict: str, reason: str) -> Ruling:
    """Say of a finding that it is accepted as it is, or a false alarm, or open again. Nothing is deleted.

    Raises:
        DescribeMayNotError: The person may not.
        UsageError: The verdict is unknown or the reason is empty.
        FindingUnknownError: The judgement holds no such finding.

    """
    need_describer(deed, viewer)
    if verdict not in VERDICTS or not reason.strip():
        raise UsageError(
            "A ruling needs a verdict and a reason.", remedy=f"The verdict is one of {', '.join(VERDICTS)}."
        )
    judgement = CaseJudgement.objects.select_for_update().filter(case=case).first()
    found = {miss_key(one): one["rule"] for one in judgement.misses} if judgement else {}
    if judgement:
        found |= {contradiction_key(one): one["rule"] for one in judgement.contradictions}
    if key not in found:
        raise FindingUnknownError(f"Case {case.number} has no such finding.", remedy="Load the page again.")
    ruling = Ruling.objects.create(
        case=case, key=key, rule=found[key][:40], verdict=verdict, reason=reason.strip()[:500], at=deed.now,
        by=deed.actor,
    )  # fmt: skip
    if judgement:
        verdicts = dict(Ruling.objects.filter(case=case).order_by("id").values_list("key", "verdict"))
        counts = open_counts(judgement.misses, judgement.contradictions, verdicts)
        CaseJudgement.objects.filter(pk=judgement.pk).update(**counts)
        figures_keep(
            case_id=case.pk,
            misses=judgement.misses,
            contradictions=judgement.contradictions,
            verdicts=verdicts,
        )
    journal_write(
        deed=deed, action="finding.rule", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"rule": found[key], "verdict": verdict, "reason": reason.strip()[:500]},
    )  # fmt: skip
    return ruling


def _note(deed: Deed, document: Document, what: str, before: str, after: str) -> None:
    Correction.objects.create(
        case_id=document.case_id, document=document, what=what, before=before, after=after, at=deed.now, by=deed.actor
    )
    custody_write(deed=deed, event="correction", about=document, detail=f"{what}: {before} → {after}")
    journal_write(
        deed=deed, action="document.correct", subject=f"archive.document:{document.pk}", label=document.title,
        detail={"what": what, "before": before, "after": after},
    )  # fmt: skip
