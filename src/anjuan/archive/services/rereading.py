"""Reading a turned page anew: what was recognised upside down says nothing."""

from __future__ import annotations

import dataclasses
import io
import tempfile
from pathlib import Path

from django.db import transaction
from PIL import Image

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import IndexOrder, Page, PageCare
from anjuan.archive.models.cases import CaseState
from anjuan.archive.passwords import opened_password
from anjuan.archive.places import Places
from anjuan.archive.rules.page_care import turned
from anjuan.archive.selectors.page_reads import WITH_CARE, rotation_of
from anjuan.archive.services.custody import custody_write
from anjuan.archive.services.studying import documents_describe
from anjuan.archive.services.unsettling import case_unsettle
from anjuan.jobs.worker import Ticket
from anjuan.papers.study import Scholar
from anjuan.reading import packing, pages, pictures
from anjuan.reading.workshop.bench import Bench

_DOTS, _POINTS = 300, 72


def page_reread(*, ticket: Ticket, shop: Bench, places: Places, scholar: Scholar) -> None:
    """Recognise a page as a person turned it, and describe its paper with what it says now.

    A page that was turned on meanwhile, sealed, destroyed or read anew already is left alone.

    Raises:
        ReadError: The original can no longer be drawn or read.

    """
    row = Page.objects.select_related("document__case", "document__original", *WITH_CARE)
    page = row.filter(pk=ticket.subject_id, care__isnull=False).first()
    if page is None or not _is_waiting(page):
        return
    read = _read(page, shop, places)
    if read is None:
        return
    deed = Deed("system", ticket.clock.now())
    with transaction.atomic():
        mine = PageCare.objects.filter(page=page, turn=page.care.turn, packed=None)
        if not mine.update(packed=packing.pack(read)):
            return
        document = page.document
        IndexOrder.objects.create(document_id=document.pk, first_page=page.number, last_page=page.number)
        custody_write(
            deed=deed, event="reading", about=document, tool=document.original.reader,
            detail=f"page {page.number} was read again as it was turned",
        )  # fmt: skip
        documents_describe(deed=deed, documents=[document], scholar=scholar)
        case_unsettle(case_id=document.case_id, deed=deed)


def _is_waiting(page: Page) -> bool:
    document = page.document
    is_kept = document.sealed or document.case.state == CaseState.DESTROYED
    return bool(page.care.turn) and page.care.packed is None and not is_kept


def _read(page: Page, shop: Bench, places: Places) -> pages.Page | None:
    """Return what is recognised on the page as it was turned; None when nothing could be recognised."""
    first, original = page.original_page, page.document.original
    across = first.height if page.care.turn in (90, 270) else first.width
    drawn = pictures.draw_page(
        places.blobs.path_of(original.sha256), original.media_type, first.number,
        width=round(across / _POINTS * _DOTS), rotation=rotation_of(page), passwords=opened_password(original),
    )  # fmt: skip
    places.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reread-", dir=places.work) as folder:
        path = Path(folder) / "page.png"
        with Image.open(io.BytesIO(drawn.content)) as picture:
            picture.save(path, "PNG", dpi=(_DOTS, _DOTS))
        with shop.read(path) as events:
            found = next((event for event in events if isinstance(event, pages.Page)), None)
    if found is None or found.source is pages.TextSource.NONE:
        return None
    # A reader that still thinks the page lies otherwise is overruled: its words stay, their boxes are turned back.
    upright = turned(found, -found.rotation % 360)
    height = first.width if page.care.turn in (90, 270) else first.height
    return dataclasses.replace(
        upright, number=first.number, width=across, height=height, rotation=rotation_of(page), label=first.label
    )
