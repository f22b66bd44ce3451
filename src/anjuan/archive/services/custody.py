"""Writing down what was done to the archive's things."""

from __future__ import annotations

from anjuan.accounts.deeds import Deed
from anjuan.archive.models import Case, CustodyEvent, Document, IntakeItem, Original


def custody_write(
    *,
    deed: Deed,
    event: str,
    about: Case | Document | Original | IntakeItem,
    outcome: str = "success",
    detail: str = "",
    tool: str = "",
) -> CustodyEvent:
    """Append one event of custody, in the transaction of the deed itself.

    Args:
        deed: Who and when.
        event: What was done, in the words of PREMIS where it has them (``ingestion``, ``fixity check``).
        about: To what. A document's event is also its case's and its original's.
        outcome: ``success`` or ``failure``.
        detail: More, for a person; cut at 500 characters.
        tool: Name and version of the program that did it.

    """
    case, document, original = _subjects(about)
    return CustodyEvent.objects.create(
        at=deed.now,
        actor=deed.actor,
        event=event,
        outcome=outcome,
        detail=detail[:500],
        tool=tool[:80],
        case=case,
        document=document,
        original=original,
    )


def _subjects(
    about: Case | Document | Original | IntakeItem,
) -> tuple[Case | None, Document | None, Original | None]:
    if isinstance(about, Case):
        return about, None, None
    if isinstance(about, Document):
        return about.case, about, about.original
    if isinstance(about, IntakeItem):
        return about.case, about.document, about.original
    return None, None, about
