"""Where a package comes from, and which cases that came from elsewhere nobody has looked at."""

from __future__ import annotations

import dataclasses
import hashlib
from pathlib import Path

import bagit

from anjuan.accounts.selectors.journal import journal_tells
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.models import Case
from anjuan.archive.selectors.sight import case_whole
from anjuan.preservation.models import Receipt

UNNAMED = "an installation without a name"


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Where a package comes from.

    Attributes:
        is_own: Whether this installation's journal tells of having written exactly this package.
        name: Who made it, as it says itself.
        seal: SHA-256 of its tag manifest.

    """

    is_own: bool
    name: str
    seal: str


@dataclasses.dataclass(frozen=True, slots=True)
class ReceiptView:
    """That a case came from elsewhere, as pages show it."""

    case: str
    origin: str
    number: str
    state: str
    reference_code: str
    at: str
    by: str
    checked_by: str
    checked_at: str
    accepted: bool | None
    text: str


def package_origin(folder: Path) -> Origin:
    """Return where a package comes from. One query.

    A package is our own when its tag manifest, which covers every byte of it, is the one that our journal noted when
    we wrote it: what a package says of itself proves nothing.
    """
    seal = hashlib.sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    told = bagit.Bag(str(folder)).info.get("Source-Organization") or UNNAMED
    name = told if isinstance(told, str) else "; ".join(told)
    return Origin(journal_tells(action="case.export", name="seal", value=seal), name[:200], seal)


def receipt_of(viewer: Viewer, case: str) -> ReceiptView | None:
    """Return from where a case came, or None when it is our own. Two queries.

    Raises:
        CaseUnknownError: There is none that this person may see.

    """
    row = Receipt.objects.filter(case=case_whole(viewer, case)).select_related("case").first()
    if row is None:
        return None
    return ReceiptView(
        row.case.number, row.origin, row.number, row.state, row.reference_code, row.at.isoformat(timespec="seconds"),
        row.by, row.checked_by, row.checked_at.isoformat(timespec="seconds") if row.checked_at else "", row.accepted,
        row.text,
    )  # fmt: skip


def receipt_waits(case: Case) -> bool:
    """Say whether a case came from elsewhere and nobody has accepted it here. One query."""
    return Receipt.objects.filter(case=case).exclude(accepted=True).exists()
