"""What a seal forbids: asked by every deed that would change what papers a case consists of."""

from __future__ import annotations

from anjuan.archive.models import Case, Document
from anjuan.archive.models.cases import CaseState
from anjuan.kit.errors import RefusedError


class SealedError(RefusedError):
    """A deed would change what stands under a seal."""

    code = "ARCH-088"


def document_need_unsealed(document: Document) -> None:
    """Do nothing for a paper that may still be cut, replaced or removed. Papers that came as addenda may.

    Descriptions and kinds may be corrected under a seal: the correction is kept, and the seal names it as a change.

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
