"""Which cases a person may see: the one filter that every selector of the archive starts from."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, CaseReader, Document
from anjuan.kit.errors import NotFoundError


class CaseUnknownError(NotFoundError):
    """No such case, or not for this person; the two are told alike."""

    code = "ARCH-010"


class DocumentUnknownError(NotFoundError):
    """No such document or page, or not for this person."""

    code = "ARCH-011"


def cases_of(viewer: Viewer) -> QuerySet[Case]:
    """Return the cases a person may see, or of which they may open single documents."""
    if viewer.sees_all:
        return Case.objects.all()
    if not viewer.may("case.read_assigned"):
        return Case.objects.none()
    return Case.objects.filter(pk__in=CaseReader.objects.filter(token__in=viewer.tokens).values("case"))


def whole_cases_of(viewer: Viewer) -> QuerySet[Case]:
    """Return the cases of which a person may open every document: only then may they see what all papers say."""
    if viewer.sees_all:
        return Case.objects.all()
    if not viewer.may("case.read_assigned"):
        return Case.objects.none()
    granted = CaseReader.objects.filter(token__in=viewer.tokens, document=None)
    return Case.objects.filter(pk__in=granted.values("case"))


def documents_of(viewer: Viewer) -> QuerySet[Document]:
    """Return the documents a person may open."""
    if viewer.sees_all:
        return Document.objects.all()
    if not viewer.may("case.read_assigned"):
        return Document.objects.none()
    granted = CaseReader.objects.filter(case=OuterRef("case"), token__in=viewer.tokens)
    return Document.objects.filter(Exists(granted.filter(Q(document=None) | Q(document=OuterRef("pk")))))


def reads_whole(viewer: Viewer, case: Case) -> bool:
    """Return whether a person may read a whole case, not only single documents of it. One query at most."""
    if viewer.sees_all:
        return True
    granted = CaseReader.objects.filter(case=case, document=None, token__in=viewer.tokens)
    return viewer.may("case.read_assigned") and granted.exists()


def case_whole(viewer: Viewer, name: str) -> Case:
    """Return a case by its number or title, for what tells of all its papers.

    Raises:
        CaseUnknownError: There is none of which this person may see more than single documents.

    """
    case = case_named(viewer, name)
    if not reads_whole(viewer, case):
        raise CaseUnknownError(
            f"There is no case {name!r} that you may see as a whole.",
            why="Single documents of it may be open to you.",
            remedy="Open those, or ask an archivist to let you read the case.",
        )
    return case


def case_named(viewer: Viewer, name: str) -> Case:
    """Return a case by its number, or by its title when only one case has it.

    Raises:
        CaseUnknownError: There is none that this person may see, or several have the title.

    """
    case = cases_of(viewer).filter(number=name).first()
    if case:
        return case
    titled = list(cases_of(viewer).filter(title=name).order_by("number")[:5])
    if len(titled) == 1:
        return titled[0]
    if titled:
        raise CaseUnknownError(
            f"{len(titled)} cases or more have the title {name!r}.",
            remedy=f"Name one by its number: {', '.join(case.number for case in titled)}.",
        )
    raise CaseUnknownError(
        f"There is no case {name!r} that you may see.",
        remedy="Check the number with `anjuan archive list`, or ask an archivist to let you read it.",
    )


def document_seen(viewer: Viewer, document_id: int) -> Document:
    """Return a document with its case and original.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = documents_of(viewer).select_related("case", "original").filter(pk=document_id).first()
    if document is None:
        raise DocumentUnknownError(
            f"There is no document {document_id} that you may see.",
            remedy="Open it from its case, or ask an archivist to let you read the case.",
        )
    return document
