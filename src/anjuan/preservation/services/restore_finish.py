"""Making a restored data home ready: its index, and the proof that it is what the backup says."""

from __future__ import annotations

import dataclasses

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.journal import journal_verify
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.findable.health import index_health
from anjuan.archive.models import Case, Document, Original, Page
from anjuan.archive.places import places
from anjuan.archive.services.indexing import index_rebuild
from anjuan.kit.progress import Progress
from anjuan.preservation.faults import RestoreIncompleteError
from anjuan.preservation.services.backup_shelf import Manifest
from anjuan.search.engine import SearchEngine


@dataclasses.dataclass(frozen=True, slots=True)
class RestoredHome:
    """What a restored data home holds."""

    cases: int
    documents: int
    pages: int
    originals: int
    indexed: int
    journal_entries: int


def restore_finish(*, deed: Deed, engine: SearchEngine, manifest: Manifest, progress: Progress) -> RestoredHome:
    """Index every page, check what was restored against the manifest, and say in the journal that it was restored.

    Raises:
        RestoreIncompleteError: The journal is broken, an original has no bytes, or a page is not found.

    """
    chain = journal_verify()
    if chain.breaks or (manifest.journal_head and chain.head != manifest.journal_head):
        raise _incomplete(f"its journal does not end with {manifest.journal_head[:12]} or is broken")
    blobs = places().blobs
    kept = Original.objects.filter(destroyed_at=None).values_list("sha256", flat=True)
    lost = [sha256 for sha256 in kept if not blobs.has(sha256)]
    if lost and not manifest.faults:
        raise _incomplete(f"{len(lost)} originals have no bytes, such as {lost[0][:12]}")
    index_rebuild(engine, progress=progress)
    health = index_health(engine)
    if health.missing or health.surplus:
        raise _incomplete(f"{health.indexed} of {health.pages} pages are in the index")
    with durable_transaction():
        journal_write(
            deed=deed, action="backup.restore", label=manifest.generation,
            detail={"made_at": manifest.made_at, "program": manifest.program, "lost": len(lost)},
        )  # fmt: skip
    return RestoredHome(
        Case.objects.count(), Document.objects.count(), Page.objects.count(), Original.objects.count(),
        health.indexed, chain.entries,
    )  # fmt: skip


def _incomplete(why: str) -> RestoreIncompleteError:
    return RestoreIncompleteError(
        f"The restored data home is not what the backup says: {why}.",
        why="It was not put in place.",
        remedy="Check the backup with `anjuan backup DIR --check`, or name another generation.",
    )
