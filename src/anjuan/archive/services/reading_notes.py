"""Noting in the journal who looked into which case file."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.journal import journal_write_once
from anjuan.archive.selectors.sight import case_named, document_seen


def reading_note(*, deed: Deed, viewer: Viewer, case: str = "", document_id: int | None = None) -> bool:
    """Note that a person looks into a case, a document, or both; say whether anything new was noted.

    One entry for each person, thing and clock hour, so that leafing through a file does not flood the
    journal. Doors call it when they show a case, a page or its picture; the system's own work never does.

    Args:
        deed: Who and when.
        viewer: The same person, for what they may see.
        case: Number or title of the case that is shown; empty when none is.
        document_id: The document of which pages are shown; None when none is.

    Raises:
        CaseUnknownError: There is no such case that this person may see.
        DocumentUnknownError: There is no such document that this person may see.

    """
    noted = False
    if case:
        found = case_named(viewer, case)
        noted = _note(deed, "case.read", f"archive.case:{found.pk}", str(found))
    if document_id is not None:
        document = document_seen(viewer, document_id)
        label = f"{document.case.number} {document.title}"
        noted = _note(deed, "document.read", f"archive.document:{document_id}", label) or noted
    return noted


def _note(deed: Deed, action: str, subject: str, label: str) -> bool:
    hour = deed.now.replace(minute=0, second=0, microsecond=0)
    return journal_write_once(deed=deed, since=hour, action=action, subject=subject, label=label) is not None
