"""Copies of documents for the long term: PDF/A-2b, searchable in Chinese."""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from anjuan import __version__
from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Document
from anjuan.archive.passwords import opened_password
from anjuan.archive.selectors.page_reads import WITH_CARE, page_read
from anjuan.archive.selectors.sight import document_seen
from anjuan.archive.services.custody import custody_write
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.digests import pieces_of
from anjuan.kit.errors import AnjuanError
from anjuan.preservation.faults import CopyFailedError, ExportRefusedError, TargetTakenError
from anjuan.preservation.pdf import building
from anjuan.reading import pictures
from anjuan.reading.office import soffice
from anjuan.reading.pages import Page

_PDF = "application/pdf"
_OFFICE = (
    "application/msword", "application/rtf", "application/vnd.openxmlformats-officedocument.",
    "application/vnd.oasis.opendocument.", "application/vnd.ms-", "application/wps-office",
)  # fmt: skip
_OFFICE_SECONDS = 180.0
_DOTS = 200
_POINTS_AN_INCH = 72


@dataclasses.dataclass(frozen=True, slots=True)
class PdfaCopy:
    """A copy that was written.

    Attributes:
        way: How it was made: ``pages`` kept as they are, ``images`` kept as they are, ``office`` program,
            ``typeset`` by us, ``pictures`` of the pages.
        tried: Ways that did not do, each with its reason.

    """

    path: Path
    way: str
    pages: int
    size_bytes: int
    sha256: str
    tried: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Given:
    path: Path
    media_type: str
    pages: tuple[Page, ...]
    passwords: tuple[str, ...]
    work: Path


def pdfa_copy(
    *, deed: Deed, viewer: Viewer, document_id: int, target: Path, blobs: FolderBlobs, work: Path
) -> PdfaCopy:
    """Write a PDF/A-2b copy of a document and return how it was made. It appears whole and validated, or not at all.

    Scans keep their pictures untouched and get the text that was read, each character at its place.

    Args:
        deed: Who and when.
        viewer: As whom; must be allowed to take cases out.
        document_id: The document.
        target: The file to write; must not exist.
        blobs: The store of originals.
        work: Where temporary files may lie.

    Raises:
        DocumentUnknownError: There is none that this person may see.
        ExportRefusedError: The person may not take documents out.
        TargetTakenError: The file exists.
        CopyFailedError: The document has no pages, or no way gave a valid file.
        NoFontError: A document without pages of its own, and no Chinese font on this machine.

    """
    document = document_seen(viewer, document_id)
    if not viewer.may("case.export"):
        raise ExportRefusedError(f"{viewer.name} may not take documents out.", remedy="Ask an archivist for the copy.")
    if target.exists():
        raise TargetTakenError(f"{target} exists already.", remedy="Name another file.")
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="copy-", dir=work) as folder:
        given = _given(document, blobs, Path(folder))
        made = Path(folder) / "copy.pdf"
        way, tried = _make(given, made)
        with made.open("rb") as source, target.open("xb") as stream:
            hasher = hashlib.sha256()
            for piece in pieces_of(source):
                stream.write(piece)
                hasher.update(piece)
    copy = PdfaCopy(target, way, len(given.pages), target.stat().st_size, hasher.hexdigest(), tried)
    with durable_transaction():
        custody_write(deed=deed, event="migration", about=document, tool=f"anjuan/{__version__}",
                      detail=f"PDF/A-2b by {way}, sha256 {copy.sha256}")  # fmt: skip
        journal_write(
            deed=deed, action="document.copy", subject=f"archive.document:{document.pk}",
            label=f"{document.case.number} {document.title}", detail={"way": way, "sha256": copy.sha256},
        )  # fmt: skip
    return copy


def document_pdf(document: Document, *, blobs: FolderBlobs, folder: Path) -> tuple[Path, str]:
    """Write the pages of a document as PDF into a folder; return the file and how it was made, as in `PdfaCopy`.

    Nothing but its pages is in it: no attachment, no script, no page of another document of the same scan. Who may
    have it is for the caller to say.

    Raises:
        CopyFailedError: The document has no pages, or no way gave a file.
        NoFontError: A document without pages of its own, and no Chinese font on this machine.

    """
    made = folder / "copy.pdf"
    way, _tried = _make(_given(document, blobs, folder), made)
    return made, way


def _given(document: Document, blobs: FolderBlobs, work: Path) -> _Given:
    rows = document.pages.select_related(*WITH_CARE).order_by("number").iterator(chunk_size=200)
    pages = tuple(page_read(row) for row in rows)
    if not pages:
        raise CopyFailedError(
            f"{document.title} has no pages: it is {document.original.reading}.",
            remedy="Copy its original as it is; its digest proves it.",
        )
    original = document.original
    return _Given(blobs.path_of(original.sha256), original.media_type, pages, opened_password(original), work)


def _make(given: _Given, made: Path) -> tuple[str, tuple[str, ...]]:
    """Try the ways that suit a document, the most faithful first."""
    tried = []
    ways = _ways(given)
    for name, way in ways:
        try:
            way(given, made)
        except AnjuanError as fault:
            if (name, way) == ways[-1]:
                raise
            tried.append(f"{name}: {fault.what}")
        else:
            return name, tuple(tried)
    raise AssertionError(ways)


def _ways(given: _Given) -> Sequence[tuple[str, Callable[[_Given, Path], None]]]:
    drawable = pictures.has_picture(given.media_type)
    if given.media_type == _PDF:
        return (("pages", _pages), ("pictures", _pictures))
    if drawable:
        return (("images", _images), ("pictures", _pictures))
    if given.media_type.startswith(_OFFICE) and soffice.program():
        return (("office", _office), ("typeset", _typeset))
    return (("typeset", _typeset),)


def _pages(given: _Given, made: Path) -> None:
    building.with_text_layer(given.path, given.pages, given.passwords[0] if given.passwords else "", made)


def _images(given: _Given, made: Path) -> None:
    building.from_images(given.path, given.pages, made)


def _pictures(given: _Given, made: Path) -> None:
    def draw(page: Page) -> pictures.DrawnPage:
        width = round(page.width / _POINTS_AN_INCH * _DOTS)
        return pictures.draw_page(
            given.path, given.media_type, page.number, width=width, rotation=page.rotation, passwords=given.passwords
        )

    building.from_pictures(given.pages, draw, made)


def _office(given: _Given, made: Path) -> None:
    building.from_office(soffice.convert(given.path, "pdf", given.work, _OFFICE_SECONDS), made)


def _typeset(given: _Given, made: Path) -> None:
    building.typeset(given.pages, made)
