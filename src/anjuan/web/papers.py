"""The papers of a case as a tree: by the steps of the audit's life or by stage, else by the folders they came in."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.archive.selectors.cases import DocumentRow
from anjuan.archive.selectors.findings import FindingRow
from anjuan.judging.rules.scene_table import scene_tables
from anjuan.web.words import place_of, said


@dataclasses.dataclass(frozen=True, slots=True)
class Leaf:
    """One paper in the tree, and how deep it stands under the paper it was found in."""

    document: DocumentRow
    depth: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Branch:
    """Papers under one heading."""

    title: str
    leaves: tuple[Leaf, ...]
    pages_count: int
    misses: tuple[FindingRow, ...] = ()


def tree_of(documents: Sequence[DocumentRow], misses: Sequence[FindingRow] = ()) -> tuple[Branch, ...]:
    """Return the papers in branches, in the order of the audit, or in which the first paper of each folder stands.

    What is missing stands in the step whose papers would hold it.
    """
    if any(document.kind for document in documents):
        return _by_step(documents, misses)
    staged = any(document.stage for document in documents)
    shared = _shared_folder([document.folder for document in documents])
    branches: dict[str, list[DocumentRow]] = {}
    for document in sorted(documents, key=lambda row: place_of("stage", row.stage)) if staged else documents:
        title = said("stage", document.stage) if staged else _below(document.folder, shared)
        branches.setdefault(title, []).append(document)
    return tuple(
        Branch(
            title, tuple(Leaf(row, int(row.parent_id is not None)) for row in rows), sum(r.pages_counted for r in rows)
        )
        for title, rows in branches.items()
    )


def _by_step(documents: Sequence[DocumentRow], misses: Sequence[FindingRow]) -> tuple[Branch, ...]:
    table = scene_tables().latest
    held: dict[tuple[str, str], list[DocumentRow]] = {}
    lacking: dict[tuple[str, str], list[FindingRow]] = {}
    for document in sorted(documents, key=lambda row: row.kind):
        step = table.step_of(document.kind, document.stage)
        held.setdefault((step, "" if step else document.kind[:1]), []).append(document)
    for miss in misses:
        step = table.step_of(miss.code, miss.stage)
        lacking.setdefault((step, "" if step else miss.code[:1]), []).append(miss)
    places = sorted({*held, *lacking}, key=lambda place: (place_of("step", place[0]), place_of("family", place[1])))
    return tuple(
        Branch(
            said("step", step) if step else said("family", family),
            tuple(Leaf(row) for row in held.get((step, family), ())),
            sum(row.pages_counted for row in held.get((step, family), ())),
            tuple(lacking.get((step, family), ())),
        )
        for step, family in places
    )


def _shared_folder(folders: Sequence[str]) -> tuple[str, ...]:
    parts = [tuple(folder.split("/")) for folder in folders if folder]
    if not parts or len(parts) < len(folders):
        return ()
    shared = parts[0]
    for other in parts[1:]:
        same = 0
        while same < min(len(shared), len(other)) and shared[same] == other[same]:
            same += 1
        shared = shared[:same]
    return shared


def _below(folder: str, shared: tuple[str, ...]) -> str:
    parts = folder.split("/") if folder else []
    return " / ".join(parts[len(shared) :])
