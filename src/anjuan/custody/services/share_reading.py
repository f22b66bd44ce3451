"""Reading by a share link: opening it, leafing, taking a watermarked copy. Each is in the journal with the address."""

from __future__ import annotations

import dataclasses
import datetime as dt

from django.contrib.auth.hashers import check_password
from django.db.models import F

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write, journal_write_once
from anjuan.archive.models import Document
from anjuan.archive.places import Places
from anjuan.archive.selectors.cases import DocumentRow
from anjuan.custody.models import Share, ShareOpening
from anjuan.custody.rules.downloads import Way
from anjuan.custody.selectors.shares import Shared, ShareUnknownError, share_need_open
from anjuan.custody.services.downloads import MOST_PAGES, PDF, DownloadRefusedError, DownloadTooLongError, HandedPaper
from anjuan.custody.services.downloads import document_marked as marked
from anjuan.kit.errors import RefusedError
from anjuan.preservation.rules.names import safe_name


class SharePasswordError(RefusedError):
    """The password of a link is another."""

    code = "CUST-075"


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """Who reads by a link, as far as is known."""

    now: dt.datetime
    address: str
    agent: str = ""


@durable_transaction()
def share_open(*, share: Share, reader: Reader, password: str = "") -> None:
    """Open a link once: the opening is counted, and noted with its address, before anything is shown.

    Raises:
        ShareGoneError: It opens nothing any more.
        ShareWaitingError: It has still to be allowed.
        SharePasswordError: The password is another.

    """
    locked = Share.objects.select_for_update(of=("self",)).select_related("case").get(pk=share.pk)
    share_need_open(locked, now=reader.now)
    if locked.password and not check_password(password, locked.password):
        raise SharePasswordError("The password of the link is another.", remedy="Ask who sent the link.")
    Share.objects.filter(pk=share.pk).update(openings=F("openings") + 1, opened_at=reader.now)
    ShareOpening.objects.create(share=share, at=reader.now, address=reader.address[:45], agent=reader.agent[:300])
    journal_write(
        deed=Deed(locked.number, reader.now), action="share.open", subject=f"archive.case:{locked.case_id}",
        label=str(locked.case), detail=_detail(locked, reader),
    )  # fmt: skip


def _detail(share: Share, reader: Reader) -> dict[str, str]:
    return {"share": share.number, "receiver": share.receiver, "address": reader.address[:45]}


def share_refused(*, share: Share, reader: Reader, why: str) -> None:
    """Note that a link was not opened, once in ten minutes for an address and a reason."""
    journal_write_once(
        deed=Deed(share.number, reader.now), since=reader.now - dt.timedelta(minutes=10), action="share.refuse",
        subject=f"web.address:{reader.address}"[:120], label=str(share.case),
        detail={**_detail(share, reader), "why": why},
    )  # fmt: skip


def shared_paper(shared: Shared, document_id: int) -> DocumentRow:
    """Return a paper of what a link opens.

    Raises:
        ShareUnknownError: The link does not open it.

    """
    row = next((row for row in shared.documents if row.id == document_id), None)
    if row is None:
        raise ShareUnknownError("The link does not open this paper.", remedy="Choose one from its list.")
    return row


def share_reading_note(*, share: Share, paper: DocumentRow, reader: Reader) -> bool:
    """Note that somebody leafs through a paper by a link, once an hour; say whether it was noted."""
    hour = reader.now.replace(minute=0, second=0, microsecond=0)
    entry = journal_write_once(
        deed=Deed(share.number, reader.now), since=hour, action="share.read",
        subject=f"archive.document:{paper.id}", label=f"{share.case.number} {paper.title}",
        detail=_detail(share, reader),
    )  # fmt: skip
    return entry is not None


def share_copy(*, share: Share, shared: Shared, document_id: int, reader: Reader, here: Places) -> HandedPaper:
    """Return a paper of a link as PDF with the receiver's name on every page. Nothing else ever leaves by a link.

    Raises:
        ShareUnknownError: The link does not open it.
        DownloadRefusedError: The link gives no copies.
        DownloadTooLongError: The paper has too many pages.
        CopyFailedError: No PDF can be made of it.

    """
    row = shared_paper(shared, document_id)
    if not shared.may_copy:
        raise DownloadRefusedError("The link gives no copies.", remedy="Read it on the page.")
    if row.pages_count > MOST_PAGES:
        raise DownloadTooLongError(f"{row.title} has {row.pages_count} pages.", remedy="Read it on the page.")
    with durable_transaction():
        journal_write(
            deed=Deed(share.number, reader.now), action="share.copy", subject=f"archive.document:{row.id}",
            label=f"{share.case.number} {row.title}", detail=_detail(share, reader),
        )  # fmt: skip
    document = Document.objects.select_related("case", "original").get(pk=row.id)
    content = marked(document, way=Way.MARKED, mark=shared.mark, here=here)
    return HandedPaper(f"{safe_name(row.title, row.sequence)}.pdf", PDF, content, share.number)
