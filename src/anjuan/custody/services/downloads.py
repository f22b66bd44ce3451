"""Taking a paper out of the archive: as it was received, or with the name of who has it on every page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tempfile
from pathlib import Path

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Document
from anjuan.archive.places import Places
from anjuan.archive.selectors.sight import document_seen, reads_whole
from anjuan.custody.markedpdf import picture_pdf
from anjuan.custody.rules import tables
from anjuan.custody.rules.downloads import Way, download_mark
from anjuan.custody.selectors.downloads import way_for_document
from anjuan.custody.watermarks import pdf_mark
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import RefusedError
from anjuan.preservation.rules.names import safe_name
from anjuan.preservation.services.copies import document_pdf

PDF = "application/pdf"
#: A PDF of more pages is not made while somebody waits for the page.
MOST_PAGES = 300


class DownloadRefusedError(RefusedError):
    """None of the person's roles takes papers out in this form."""

    code = "CUST-076"


class DownloadTooLongError(RefusedError):
    """A paper has too many pages to be made into a marked PDF while one waits."""

    code = "CUST-077"


@dataclasses.dataclass(frozen=True, slots=True)
class HandedPaper:
    """A paper on its way out.

    Attributes:
        name: A file name for it.
        media_type: What it is.
        content: Its bytes.
        number: The number that stands on it, which is that of the journal's entry.

    """

    name: str
    media_type: str
    content: bytes
    number: str


def document_hand_out(
    *, deed: Deed, viewer: Viewer, document_id: int, way: Way, here: Places, address: str = ""
) -> HandedPaper:
    """Return a paper in the form asked for, with an entry in the journal before it leaves.

    Args:
        deed: Who and when.
        viewer: The same person.
        document_id: The paper.
        way: The form, at most as free as the person's roles allow.
        here: The folders of the data home.
        address: Where it goes to.

    Raises:
        DocumentUnknownError: There is none that this person may see.
        DownloadRefusedError: The form is freer than the person's roles, or the file holds papers not open to them.
        DownloadTooLongError: It has more than :data:`MOST_PAGES` pages.
        CopyFailedError: No PDF can be made of it.

    """
    document = document_seen(viewer, document_id)
    _check(viewer, document, way, _today(deed))
    number = _note(deed, document, way, address)
    if way is Way.ORIGINAL:
        with here.blobs.open(document.original.sha256) as stream:
            content = stream.read()
        name = safe_name(document.filename or document.title, document.sequence)
        return HandedPaper(name, document.original.media_type, content, number)
    local = deed.now.astimezone(CHINA)
    mark = download_mark(tables.downloads().on(local.date()), name=viewer.name, at=local, number=number)
    content = document_marked(document, way=way, mark=mark, here=here)
    return HandedPaper(f"{safe_name(document.title, document.sequence)}.pdf", PDF, content, number)


def _today(deed: Deed) -> dt.date:
    return deed.now.astimezone(CHINA).date()


def _check(viewer: Viewer, document: Document, way: Way, today: dt.date) -> None:
    most = way_for_document(viewer, document.pk, today=today)
    if way is Way.NONE or way.rank > most.rank:
        raise DownloadRefusedError(
            f"{viewer.name} may not take papers out as {way}.",
            why="What leaves the archive cannot be called back.",
            remedy="Read it on the page, or ask an archivist for a copy."
            if most is Way.NONE
            else f"Take it as {most}.",
        )
    if way is Way.ORIGINAL and not reads_whole(viewer, document.case):
        raise DownloadRefusedError(
            f"The file of document {document.pk} may hold papers that are not open to {viewer.name}.",
            remedy=f"Take it as {Way.MARKED}.",
        )
    if way is not Way.ORIGINAL and document.pages_count > MOST_PAGES:
        raise DownloadTooLongError(
            f"{document.title} has {document.pages_count} pages.", remedy="Order the case as a parcel instead."
        )


@durable_transaction()
def _note(deed: Deed, document: Document, way: Way, address: str) -> str:
    entry = journal_write(
        deed=deed, action="document.download", subject=f"archive.document:{document.pk}",
        label=f"{document.case.number} {document.title}", detail={"way": way.value, "address": address[:45]},
    )  # fmt: skip
    return f"XZ-{entry.number}"


def document_marked(document: Document, *, way: Way, mark: str, here: Places) -> bytes:
    """Return the pages of a document as PDF with a mark on each. Who may have it is for the caller to say.

    Raises:
        CopyFailedError: No PDF can be made of it.
        WatermarkError: A page cannot be marked.

    """
    here.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="marked-", dir=here.work) as folder:
        made, _how = document_pdf(document, blobs=here.blobs, folder=Path(folder))
        return picture_pdf(made, mark) if way is Way.PICTURES else pdf_mark(made.read_bytes(), mark)
