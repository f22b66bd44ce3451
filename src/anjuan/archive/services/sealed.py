"""What a seal forbids: asked by every deed that would change what papers a case consists of."""

from __future__ import annotations

from anjuan.archive.models import Case, Document
from anjuan.archive.models.cases import CaseState
from anjuan.kit.errors import RefusedError, UsageError


class SealedError(RefusedError):
    """A deed would change what stands under a seal."""

    code = "ARCH-088"


class SealedCaseError(UsageError):
    """A sealed case is not changed."""

    code = "ARCH-040"


def case_need_open(case: Case) -> None:
    """Do nothing for a case that may still be described and corrected. One query.

    Raises:
        SealedCaseError: It is sealed, or was destroyed.

    """
    state = Case.objects.values_list("state", flat=True).get(pk=case.pk)
    if state in (CaseState.SEALED, CaseState.DESTROYED):
        raise _sealed(case)


def document_need_correctable(document: Document) -> None:
    """Do nothing for a paper whose kind and cut may be corrected. Addenda that no seal covers yet may. One query.

    Raises:
        SealedCaseError: It stands under a seal, or its case was destroyed.

    """
    row = Document.objects.select_related("case").get(pk=document.pk)
    is_frozen = row.sealed or (row.case.state == CaseState.SEALED and not row.addendum)
    if is_frozen or row.case.state == CaseState.DESTROYED:
        raise _sealed(row.case)


def _sealed(case: Case) -> SealedCaseError:
    return SealedCaseError(
        f"Case {case.number} is sealed and is not changed.",
        why="What a sealed case says must stay what it said when it was sealed.",
        remedy="File an addendum instead.",
    )


def document_need_unsealed(document: Document) -> None:
    """Do nothing for a paper that may still be cut, replaced or removed. Papers that came as addenda may.

    Raises:
        SealedError: The paper stands under a seal, or its case was destroyed.

    """
    state = Case.objects.values_list("state", flat=True).get(pk=document.case_id)
    if document.sealed or state == CaseState.DESTROYED:
        raise SealedError(
            f"Document {document.pk} {document.title!r} stands under the seal of its case.",
            why="What was sealed must stay verifiable as it was.",
            remedy="File the right paper as an addendum; it stands beside the sealed one.",
        )
