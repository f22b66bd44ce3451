"""What stands under a seal, and whether it is still what was sealed."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from anjuan.accounts.selectors.journal import journal_of
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case, Document
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.sight import case_whole
from anjuan.custody.models import Seal
from anjuan.custody.rules.sealing import (
    Difference,
    Manifest,
    Plain,
    SealedPaper,
    description_differences,
    digest,
    manifest_of,
    paper_differences,
)

_COLUMNS = ("title", "organisation_name", "field_code", "audit_type", "year")
_ACTIONS = ("case.seal", "case.seal_extend")


@dataclasses.dataclass(frozen=True, slots=True)
class SealRow:
    """One seal of a case."""

    number: int
    digest: str
    previous: str
    items: int
    pages: int
    problems: tuple[str, ...]
    reason: str
    at: str
    by: str


@dataclasses.dataclass(frozen=True, slots=True)
class SealReport:
    """Whether a case is what was sealed.

    Attributes:
        case: Its number.
        seals: The seals, the oldest first; none when it was never sealed.
        differences: What is not as sealed; ``description`` ones are corrections that no seal covers yet.
        addenda: Papers that came since the last seal and wait to be added to it.

    """

    case: str
    seals: tuple[SealRow, ...]
    differences: tuple[Difference, ...]
    addenda: tuple[int, ...]

    @property
    def is_intact(self) -> bool:
        """Whether papers and seals themselves are as sealed, whatever was corrected in the description."""
        return not any(difference.kind != "description" for difference in self.differences)


def papers_of(documents: Iterable[Document]) -> dict[int, SealedPaper]:
    """Return papers as seals cover them, by key and in the order of their item numbers. One query."""
    found = Document.objects.filter(pk__in=[document.pk for document in documents]).select_related(
        "original", "code_grant"
    )
    papers = {document.pk: _paper(document) for document in found}
    return dict(sorted(papers.items(), key=lambda pair: (pair[1].item, pair[0])))


def _paper(document: Document) -> SealedPaper:
    grant = getattr(document, "code_grant", None)
    original = document.original
    return SealedPaper(
        document=document.pk,
        item=grant.number if grant else 0,
        code=grant.code if grant else "",
        filename=document.filename,
        sha256=original.sha256,
        sm3=original.sm3,
        size_bytes=original.size_bytes,
        first_page=document.first_page,
        last_page=document.last_page,
        pages=document.pages_count,
    )


def case_described(case: Case) -> dict[str, Plain]:
    """Return the description of a case and its papers as a seal covers it. Three queries."""
    described: dict[str, Plain] = {f"case.{name}": getattr(case, name) for name in _COLUMNS}
    for attribute in case.attributes.order_by("name", "value"):
        values = described.setdefault(f"attribute.{attribute.name}", [])
        assert isinstance(values, list)  # noqa: S101  made in the line above
        values.append(attribute.value)
    for name, value in case.fields.order_by("name").values_list("name", "value"):
        described[f"field.{name}"] = value
    for paper in case.documents.filter(removed=False).order_by("pk"):
        described[f"paper.{paper.pk}"] = [paper.kind, paper.title, paper.stage, paper.form_no]
    return described


def seal_verify(viewer: Viewer, name: str) -> SealReport:
    """Compare a case with its seals and say what differs. Nine queries, whatever its size.

    Stored bytes are not read: that is ``anjuan archive verify``.

    Raises:
        CaseUnknownError: There is no such case that this person may see.

    """
    case = case_whole(viewer, name)
    seals = list(Seal.objects.filter(case=case).order_by("number"))
    documents = list(case.documents.filter(removed=False))
    differences = list(_differences(case, seals, documents)) if seals else []
    addenda = tuple(document.pk for document in documents if seals and not document.sealed)
    return SealReport(case.number, tuple(_row(seal) for seal in seals), tuple(differences), addenda)


def _row(seal: Seal) -> SealRow:
    return SealRow(
        seal.number, seal.digest, seal.previous, seal.items, seal.pages, tuple(seal.problems), seal.reason,
        seal.at.isoformat(timespec="seconds"), seal.by,
    )  # fmt: skip


def _differences(case: Case, seals: list[Seal], documents: list[Document]) -> Iterator[Difference]:
    yield from _broken_records(case, seals)
    present = papers_of(documents)
    sealed: set[int] = set()
    manifest: Manifest | None = None
    for seal in seals:
        try:
            manifest = manifest_of(seal.manifest)
        except ValueError as error:
            yield Difference("seal", seal.number, f"it cannot be read: {error}")
            continue
        sealed |= {paper.document for paper in manifest.papers}
        yield from paper_differences(seal.number, manifest.papers, present)
    for document in documents:
        if document.pk not in sealed and not document.addendum:
            what = f"the paper {document.sequence} {document.title!r} stands in the case, but under no seal"
            yield Difference("paper", seals[-1].number, what, document.pk)
    if manifest and case.state != CaseState.DESTROYED:
        yield from description_differences(seals[-1].number, manifest.description, _known(case, manifest))


def _known(case: Case, manifest: Manifest) -> dict[str, Plain]:
    """Return the present description without papers that came since the seal: they wait, they do not differ."""
    described = case_described(case)
    new = [name for name in described if name.startswith("paper.") and name not in manifest.description]
    return {name: value for name, value in described.items() if name not in new}


def _broken_records(case: Case, seals: list[Seal]) -> Iterator[Difference]:
    """Yield what is wrong with the seals themselves: their bytes, their chain, their witness in the journal."""
    entries = journal_of(subject=f"archive.case:{case.pk}", actions=_ACTIONS)
    witnessed = [entry.detail.get("digest") for entry in entries]
    previous = ""
    for place, seal in enumerate(seals, start=1):
        if seal.number != place:
            yield Difference("seal", seal.number, f"seal {place} is missing")
        if digest(seal.manifest) != seal.digest:
            yield Difference("seal", seal.number, "its digest is not that of its manifest: it was altered")
        if seal.previous != previous:
            yield Difference("seal", seal.number, "it does not follow the seal before it")
        if seal.digest not in witnessed:
            yield Difference("seal", seal.number, "the journal does not know it")
        previous = seal.digest
    for lost in [known for known in witnessed if known not in {seal.digest for seal in seals}]:
        yield Difference("seal", len(seals), f"the journal knows a seal {str(lost)[:12]} that is not there")
