"""Deeds on pages and papers that can still be undone."""

from __future__ import annotations

from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Page, PaperDeed
from anjuan.archive.selectors.sight import document_seen

_MOST = 40


def care_deeds(viewer: Viewer, document_id: int) -> list[int]:
    """Return the person's own deeds on pages of a document's file that can be undone, the newest first. Three queries.

    Raises:
        DocumentUnknownError: There is none that this person may see.

    """
    document = document_seen(viewer, document_id)
    mine = PaperDeed.objects.filter(case_id=document.case_id, kind="care", by=viewer.name, undone_at=None)
    shown = Page.objects.filter(document__case_id=document.case_id, original_page__original_id=document.original_id)
    keys = {str(key) for key in shown.values_list("pk", flat=True)}
    return [row.pk for row in mine.order_by("-pk")[:_MOST] if keys.issuperset(row.before)]
