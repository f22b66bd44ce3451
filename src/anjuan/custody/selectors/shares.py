"""Shares: what a link opens, one's own shares, and all of them for keepers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import TypeAlias

from django.db.models import Count, F, Q, QuerySet

from anjuan.accounts.selectors.people import Viewer, viewer_named
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.cases import DocumentRow, case_get
from anjuan.archive.selectors.sight import CaseUnknownError, documents_of
from anjuan.custody.models import Share
from anjuan.custody.models.sharing import ShareState
from anjuan.custody.rules import tables
from anjuan.custody.rules.downloads import share_mark
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import NotFoundError, RefusedError

#: A share as doors pass one on: they never touch the tables themselves.
ShareLink: TypeAlias = Share

#: Who sees and ends the shares of others.
KEEPS = ("custody.manage", "share.approve")
ORDERS = {
    "number": "number", "case": "case__number", "receiver": "receiver", "created": "created_at",
    "expires": "expires_at", "openings": "openings", "maker": "created_by",
}  # fmt: skip


class ShareUnknownError(NotFoundError):
    """There is no such link, or no such share that this person may see."""

    code = "CUST-071"


class ShareGoneError(RefusedError):
    """A link that opens nothing any more: its days are over, its openings used up, or somebody ended it."""

    code = "CUST-072"
    http_status = 410


class ShareWaitingError(RefusedError):
    """A link that somebody has still to allow."""

    code = "CUST-073"


def digest_of(token: str) -> str:
    """Return what is kept of a token. It is random and long, so a plain digest holds."""
    return hashlib.sha256(f"share\n{token}".encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class ShareRow:
    """One share in a list.

    Attributes:
        standing: ``requested``, ``open``, ``expired``, ``used``, ``refused`` or ``revoked``.
        papers: Titles of the papers shared; empty for the whole case.

    """

    number: str
    case: str
    title: str
    receiver: str
    reason: str
    standing: str
    maker: str
    created_at: str
    expires_at: str
    openings: int
    most_openings: int | None
    opened_at: str
    has_password: bool
    may_copy: bool
    papers: tuple[str, ...]
    decided_by: str
    decision: str
    revoked_by: str
    revoked_at: str


@dataclasses.dataclass(frozen=True, slots=True)
class ShareRows:
    """A slice of shares, how many there are, and how many of each standing under the other filters."""

    rows: tuple[ShareRow, ...]
    total: int
    standings: dict[str, int]


@dataclasses.dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening of a link."""

    at: str
    address: str
    agent: str


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """What a link opens.

    Attributes:
        number: Number of the share.
        receiver: Who it is for.
        expires_at: Until when it opens, aware.
        case: Number of the case.
        title: Title of the case.
        documents: The papers, in order.
        may_copy: Whether they may be taken as watermarked PDF.
        viewer: With whose rights they are read: those of who shared them.
        mark: What stands on every page.

    """

    number: str
    receiver: str
    expires_at: dt.datetime
    case: str
    title: str
    documents: tuple[DocumentRow, ...]
    may_copy: bool
    viewer: Viewer
    mark: str


def _used() -> Q:
    return Q(most_openings__isnull=False, openings__gte=F("most_openings"))


def standings_at(now: dt.datetime) -> dict[str, Q]:
    """Return which shares have each standing at a moment."""
    is_open = Q(state=ShareState.OPEN)
    return {
        "open": is_open & Q(expires_at__gt=now) & ~_used(),
        "requested": Q(state=ShareState.REQUESTED, expires_at__gt=now),
        "used": is_open & Q(expires_at__gt=now) & _used(),
        "expired": Q(state__in=(ShareState.OPEN, ShareState.REQUESTED), expires_at__lte=now),
        "revoked": Q(state=ShareState.REVOKED),
        "refused": Q(state=ShareState.REFUSED),
    }


#: Every standing, in the order of tabs.
STANDINGS = ("open", "requested", "used", "expired", "revoked", "refused")


def standing_of(share: Share, now: dt.datetime) -> str:
    """Return how a share stands at a moment."""
    if share.state in (ShareState.REVOKED, ShareState.REFUSED):
        return str(share.state)
    if share.expires_at <= now:
        return "expired"
    if share.state == ShareState.REQUESTED:
        return "requested"
    is_used = share.most_openings is not None and share.openings >= share.most_openings
    return "used" if is_used else "open"


def _seen(viewer: Viewer) -> QuerySet[Share]:
    if any(viewer.may(one) for one in KEEPS):
        return Share.objects.all()
    return Share.objects.filter(created_by_id=viewer.user_id or -1)


def _narrowed(viewer: Viewer, *, words: str, case: str) -> QuerySet[Share]:
    found = _seen(viewer)
    if case:
        found = found.filter(case__number=case)
    for word in words.split():
        told = Q(number__icontains=word) | Q(receiver__icontains=word) | Q(case__number__icontains=word)
        found = found.filter(told | Q(case__title__icontains=word) | Q(created_by__icontains=word))
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class ShareFilter:
    """Which shares a list shows: words of receiver, number, case or maker; one of :data:`STANDINGS`, or all."""

    words: str = ""
    standing: str = ""


def share_list(
    viewer: Viewer, wanted: ShareFilter, *, now: dt.datetime, order: str = "-created", offset: int = 0, limit: int = 20
) -> ShareRows:
    """Return shares: all for keepers, else one's own. Three queries."""
    told, ways, standing = _narrowed(viewer, words=wanted.words, case=""), standings_at(now), wanted.standing
    counted = told.order_by().aggregate(
        **{name: Count("pk", filter=way) for name, way in ways.items()}, whole=Count("pk")
    )
    standings = {"" if name == "whole" else name: number for name, number in counted.items()}
    found = told.filter(ways[standing]) if standing in ways else told
    down, column = ("-" if order.startswith("-") else ""), ORDERS[order.removeprefix("-")]
    rows = found.select_related("case").prefetch_related("documents").order_by(f"{down}{column}", f"{down}id")
    return ShareRows(
        tuple(_row(share, now) for share in rows[offset : offset + limit]), standings.get(standing, 0), standings
    )


def shares_of_case(viewer: Viewer, case: str, *, now: dt.datetime) -> list[ShareRow]:
    """Return the shares of a case that a person may see, the newest first. Two queries."""
    found = _narrowed(viewer, words="", case=case).select_related("case").prefetch_related("documents")
    return [_row(share, now) for share in found[:50]]


def share_get(viewer: Viewer, number: str, *, now: dt.datetime) -> tuple[ShareRow, list[OpeningRow]]:
    """Return a share and its last openings. Three queries.

    Raises:
        ShareUnknownError: There is none that this person may see.

    """
    share = _seen(viewer).select_related("case").prefetch_related("documents").filter(number=number).first()
    if share is None:
        raise ShareUnknownError(f"There is no share {number[:40]!r}.", remedy="Look at the list of shares.")
    opened = [
        OpeningRow(one.at.isoformat(timespec="seconds"), one.address, one.agent) for one in share.opened.all()[:200]
    ]
    return _row(share, now), opened


def _row(share: Share, now: dt.datetime) -> ShareRow:
    return ShareRow(
        number=share.number, case=share.case.number, title=share.case.title, receiver=share.receiver,
        reason=share.reason, standing=standing_of(share, now), maker=share.created_by,
        created_at=_told(share.created_at), expires_at=_told(share.expires_at), openings=share.openings,
        most_openings=share.most_openings, opened_at=_told(share.opened_at), has_password=bool(share.password),
        may_copy=share.may_copy, papers=tuple(document.title for document in share.documents.all()),
        decided_by=share.decided_by, decision=share.decision, revoked_by=share.revoked_by,
        revoked_at=_told(share.revoked_at),
    )  # fmt: skip


def _told(moment: dt.datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def share_of_token(token: str) -> Share:
    """Return the share of a link. One query.

    Raises:
        ShareUnknownError: There is no such link.

    """
    share = Share.objects.select_related("case").filter(digest=digest_of(token)).first()
    if share is None:
        raise ShareUnknownError("There is no such link.", remedy="Check that it was copied whole.")
    return share


def share_need_open(share: Share, *, now: dt.datetime, again: bool = False) -> None:
    """Do nothing when a link opens its case at a moment; ``again`` when it was opened before by the same browser.

    Raises:
        ShareGoneError: It does not any more.
        ShareWaitingError: It does not yet.

    """
    standing = standing_of(share, now)
    if standing == "requested":
        raise ShareWaitingError("The link has still to be allowed.", remedy="Ask who sent it, or try again later.")
    if standing not in ("open", "used" if again else "open") or share.case.state == CaseState.DESTROYED:
        raise ShareGoneError("The link opens nothing any more.", remedy="Ask who sent it for another one.")


def shared_get(share: Share, *, now: dt.datetime) -> Shared:
    """Return what a link opens: what is shared and what its maker may still share. Nine queries.

    Raises:
        ShareGoneError: Its maker may not share, or may not read the case, any more.

    """
    today = now.astimezone(CHINA).date()
    viewer = viewer_named(share.created_by, today)
    try:
        whole = case_get(viewer, share.case.number) if viewer.may("share.create") else None
    except CaseUnknownError:
        whole = None
    if whole is None:
        raise ShareGoneError("The link opens nothing any more.", remedy="Ask who sent it for another one.")
    chosen = set(share.documents.values_list("pk", flat=True))
    seen = set(documents_of(viewer).filter(case=share.case_id).values_list("pk", flat=True))
    papers = tuple(row for row in whole.documents if row.id in seen and (not chosen or row.id in chosen))
    mark = share_mark(tables.downloads().on(today), name=share.receiver, date=today, number=share.number)
    return Shared(
        share.number, share.receiver, share.expires_at, whole.row.number, whole.row.title, papers, share.may_copy,
        viewer, mark,
    )  # fmt: skip
