"""Sealing a case 封卷 and adding to its seal. There is no unsealing: see docs/decisions/custody.md."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case, Document, IntakeItem, Original
from anjuan.archive.models.cases import CaseState
from anjuan.archive.models.intake import ItemState
from anjuan.archive.services.custody import custody_write
from anjuan.custody.models import Seal
from anjuan.custody.rules.sealing import Manifest, canonical, digest, manifest_of
from anjuan.custody.selectors.sealed import case_described, papers_of
from anjuan.custody.services.codes import case_code_give, document_codes_give
from anjuan.custody.services.retention import retention_compute
from anjuan.custody.services.rights import need
from anjuan.kit.errors import RefusedError
from anjuan.preservation.rules.properties import Moment
from anjuan.preservation.selectors.receipts import receipt_waits
from anjuan.preservation.services.property_tests import properties_test


class SealStateError(RefusedError):
    """A case cannot be sealed, or added to, in the state it is in."""

    code = "CUST-010"


class SealBlockedError(RefusedError):
    """Something about the case stands against sealing it."""

    code = "CUST-011"
    http_status = 422


def case_seal(
    *, deed: Deed, viewer: Viewer, case: Case, fonds: str, problems: Sequence[str] = (), override: str = ""
) -> Seal:
    """Seal a case: give it and its papers their codes, freeze them with a digest of all they are, test what is frozen.

    The four-property test of filing 归档 is made of the sealed case and kept; it does not undo the seal.

    Args:
        deed: Who and when.
        viewer: The same person with their rights: ``case.seal``, and ``case.seal_override`` to override.
        case: The case.
        fonds: 全宗号 of the body.
        problems: What stands against it, as sentences: what judging says is missing or contradictory.
        override: Why it is sealed all the same; a chief archivist's word. Kept in the seal for ever.

    Raises:
        CustodyMayNotError: The person may not.
        SealStateError: It is sealed or destroyed, has no paper, or files are still being filed or read.
        SealBlockedError: Something stands against it and is not overridden, or an original is damaged.
        CodeIncompleteError: Its reference code cannot be given yet.

    """
    need(deed, viewer, "case.seal")
    with durable_transaction():
        seal = _freeze(deed, viewer, case, fonds=fonds, problems=problems, override=override)
    properties_test(deed=deed, case=Case.objects.get(pk=case.pk), moment=Moment.FILING)
    return seal


def _freeze(deed: Deed, viewer: Viewer, case: Case, *, fonds: str, problems: Sequence[str], override: str) -> Seal:
    case = Case.objects.select_for_update().get(pk=case.pk)
    _need_open(case)
    _need_settled(case)
    _need_whole(case)
    if problems:
        _need_override(deed, viewer, case, problems, override)
    case_code_give(deed=deed, case=case, fonds=fonds)
    retention_compute(deed=deed, case=case)
    case.refresh_from_db()
    seal = _seal(deed, case, number=1, previous="", problems=tuple(problems), reason=override)
    Case.objects.filter(pk=case.pk).update(state=CaseState.SEALED, updated_at=deed.now)
    custody_write(deed=deed, event="sealing", about=case, detail=f"{seal.items} papers, digest {seal.digest}")
    journal_write(
        deed=deed, action="case.seal", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"digest": seal.digest, "items": seal.items, "pages": seal.pages, "problems": list(problems),
                "override": override},
    )  # fmt: skip
    return seal


def seal_extend(*, deed: Deed, viewer: Viewer, case: Case, reason: str) -> Seal:
    """Add to the seal of a case what came or was corrected since; what was sealed before stays verifiable.

    The four-property test of filing is made again.

    Raises:
        CustodyMayNotError: The person may not.
        SealStateError: The case is not sealed, files are still being filed, or nothing is new.
        SealBlockedError: No reason is given, or an original is damaged.

    """
    need(deed, viewer, "case.seal")
    with durable_transaction():
        seal = _extend(deed, case, reason)
    properties_test(deed=deed, case=Case.objects.get(pk=case.pk), moment=Moment.FILING)
    return seal


def _extend(deed: Deed, case: Case, reason: str) -> Seal:
    case = Case.objects.select_for_update().get(pk=case.pk)
    last = Seal.objects.filter(case=case).order_by("number").last()
    if case.state != CaseState.SEALED or last is None:
        raise SealStateError(f"The case {case.number} is not sealed.", remedy="Seal it first.")
    if not reason.strip():
        raise SealBlockedError(
            f"No reason is given for adding to the seal of {case.number}.",
            why="Later readers must know why papers came after the sealing.",
            remedy="Say why.",
        )
    _need_settled(case)
    _need_whole(case)
    seal = _seal(deed, case, number=last.number + 1, previous=last.digest, problems=(), reason=reason)
    custody_write(deed=deed, event="sealing", about=case, detail=f"addendum {seal.number}, digest {seal.digest}")
    journal_write(
        deed=deed, action="case.seal_extend", subject=f"archive.case:{case.pk}", label=str(case),
        detail={"digest": seal.digest, "items": seal.items, "pages": seal.pages, "reason": reason},
    )  # fmt: skip
    return seal


def _need_open(case: Case) -> None:
    if case.state in (CaseState.SEALED, CaseState.DESTROYED):
        raise SealStateError(
            f"The case {case.number} is {case.state} already.", remedy="Add later papers to its seal as an addendum."
        )


def _need_settled(case: Case) -> None:
    """Refuse while it is not settled what papers the case consists of; nobody can override that."""
    waiting = IntakeItem.objects.filter(case=case, state=ItemState.RECEIVED).count()
    papers = case.documents.filter(removed=False)
    if waiting:
        raise SealStateError(f"{waiting} files of {case.number} are still being filed.", remedy="Wait until they are.")
    if receipt_waits(case):
        raise SealStateError(
            f"{case.number} came from another installation and nobody has accepted it here.",
            remedy="Compare its papers and accept it first.",
        )
    if not papers.exists():
        raise SealStateError(f"The case {case.number} has no paper.", remedy="File its papers first.")


def _need_whole(case: Case) -> None:
    """Refuse to put a seal on originals whose last check found damage; nobody can override that."""
    mine = Original.objects.filter(Q(documents__case=case, documents__removed=False)).distinct()
    damaged = [original.sha256[:12] for original in mine if _is_suspect(original)]
    if damaged:
        raise SealBlockedError(
            f"Originals of {case.number} are damaged: {', '.join(damaged)}.",
            why="A seal says that the papers are what was received.",
            remedy="Take the same files in again or restore them, then verify the case.",
        )


def _is_suspect(original: Original) -> bool:
    """Say whether the last check of an original found damage."""
    checked, whole = original.checked_at, original.verified_at
    return checked is not None and (whole is None or whole < checked)


def _need_override(deed: Deed, viewer: Viewer, case: Case, problems: Sequence[str], override: str) -> None:
    if not override.strip():
        raise SealBlockedError(
            f"{len(problems)} {'thing stands' if len(problems) == 1 else 'things stand'} against sealing {case.number}:"
            f" {' '.join(problem.rstrip('.') + '.' for problem in problems[:10])}",
            why="What is sealed incomplete stays incomplete.",
            remedy="Mend them, or have the chief archivist seal it with a reason.",
        )
    need(deed, viewer, "case.seal_override")


def _seal(deed: Deed, case: Case, *, number: int, previous: str, problems: tuple[str, ...], reason: str) -> Seal:
    document_codes_give(deed=deed, case=case)
    new = list(case.documents.filter(removed=False, sealed=False))
    papers = tuple(papers_of(new).values())
    description = case_described(case)
    if number > 1 and not papers and not _is_corrected(case, description):
        raise SealStateError(f"Nothing is new in the case {case.number} since its last seal.", remedy="Nothing to do.")
    manifest = Manifest(
        case.number, case.reference_code or "", number, previous, deed.now.isoformat(), deed.actor,
        papers, description, problems, reason,
    )  # fmt: skip
    text = canonical(manifest)
    seal = Seal.objects.create(
        case=case, number=number, digest=digest(text), previous=previous, manifest=text, items=len(papers),
        pages=sum(paper.pages for paper in papers), problems=list(problems), reason=reason[:500], at=deed.now,
        by=deed.actor,
    )  # fmt: skip
    Document.objects.filter(pk__in=[document.pk for document in new]).update(sealed=True)
    return seal


def _is_corrected(case: Case, description: object) -> bool:
    last = Seal.objects.filter(case=case).order_by("number").last()
    return last is not None and manifest_of(last.manifest).description != description
