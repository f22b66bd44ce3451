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
    hour = deed.now.replace(minute=0, second=0, microsecond=0)
    noted = False
    if case:
        found = case_named(viewer, case)
        entry = journal_write_once(
            deed=deed, since=hour, action="case.read", subject=f"archive.case:{found.pk}", label=str(found)
        )
        noted = entry is not None
    if document_id is not None:
        document = document_seen(viewer, document_id)
        label = f"{document.case.number} {document.title}"
        entry = journal_write_once(
            deed=deed, since=hour, action="document.read", subject=f"archive.document:{document_id}", label=label
        )
        noted = noted or entry is not None
    return noted


def organisation_note(*, deed: Deed, organisation_id: int, name: str) -> bool:
    """Note that a person looks into what the cases of an organisation state; say whether that is new this hour.

    Doors call it when they show an organisation that the person may see.
    """
    entry = journal_write_once(
        deed=deed, since=deed.now.replace(minute=0, second=0, microsecond=0), action="organisation.read",
        subject=f"registry.organisation:{organisation_id}", label=name,
    )  # fmt: skip
    return entry is not None
