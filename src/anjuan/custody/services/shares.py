"""Making, allowing and ending share links."""

from __future__ import annotations

import dataclasses
import datetime as dt
import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, viewer_named
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.archive.models import Case
from anjuan.archive.models.cases import CaseState
from anjuan.archive.selectors.sight import case_whole
from anjuan.custody.models import Hold, Share
from anjuan.custody.models.sharing import ShareState
from anjuan.custody.rules.downloads import Way
from anjuan.custody.selectors.downloads import way_for
from anjuan.custody.selectors.shares import KEEPS, ShareUnknownError, digest_of, standing_of
from anjuan.custody.services.rights import need_another, need_person
from anjuan.kit.clock import CHINA
from anjuan.kit.errors import UsageError

#: 256 bits, twice what guessing could ever reach.
TOKEN_BYTES = 32
LEAST_PASSWORD, MOST_OPENINGS = 6, 10_000


class ShareRequestError(UsageError):
    """A share is asked for in a way that cannot be, or a deed does not fit how far it is."""

    code = "CUST-074"


@dataclasses.dataclass(frozen=True, slots=True)
class ShareWanted:
    """What is to be shared, with whom, and for how long.

    Attributes:
        case: Number of the case.
        receiver: Who it is for, as it shall stand on every page.
        reason: Why.
        days: For how many days, counted from now.
        documents: Keys of papers of the case; empty for the whole case.
        password: Asked for before the link opens; empty for none.
        most_openings: How often it opens; None for any number.
        may_copy: Whether papers may be taken as watermarked PDF.

    """

    case: str
    receiver: str
    reason: str
    days: int
    documents: tuple[int, ...] = ()
    password: str = dataclasses.field(default="", repr=False)
    most_openings: int | None = None
    may_copy: bool = False


def _faults(wanted: ShareWanted) -> list[str]:
    most, told = settings.ANJUAN_OPTIONS.share.most_days, []
    if not wanted.receiver.strip():
        told.append("it does not say who it is for")
    if not wanted.reason.strip():
        told.append("it does not say why")
    if not 1 <= wanted.days <= most:
        told.append(f"it would open for {wanted.days} days; 1 to {most} may be chosen")
    if wanted.password and len(wanted.password) < LEAST_PASSWORD:
        told.append(f"its password has fewer than {LEAST_PASSWORD} characters")
    if wanted.most_openings is not None and not 1 <= wanted.most_openings <= MOST_OPENINGS:
        told.append(f"it would open {wanted.most_openings} times; 1 to {MOST_OPENINGS} may be chosen")
    return told


@durable_transaction()
def share_make(*, deed: Deed, viewer: Viewer, wanted: ShareWanted) -> tuple[Share, str]:
    """Share a case, or papers of it; return the share and its token, which is kept nowhere and shown once.

    Who reads a case by a loan only cannot share it: what is lent is lent to one person.

    Raises:
        CustodyMayNotError: The person may not share.
        CaseUnknownError: There is no such case that the person may see as a whole.
        ShareRequestError: Receiver, reason, days, papers, password or copies are wrong.

    """
    need_person(deed, viewer, "share.create")
    lasting = viewer_named(viewer.name, deed.now.astimezone(CHINA).date())
    case = case_whole(lasting, wanted.case)
    faults = _faults(wanted)
    if case.state == CaseState.DESTROYED:
        faults.append("the papers of the case were destroyed")
    papers = list(case.documents.filter(pk__in=wanted.documents, removed=False))
    if len(papers) != len(set(wanted.documents)):
        faults.append("not all papers named are in the case")
    if wanted.may_copy and way_for(lasting, today=deed.now.astimezone(CHINA).date()) not in (Way.MARKED, Way.ORIGINAL):
        faults.append("its maker may not take papers out, and cannot let others")
    if faults:
        raise ShareRequestError(f"The case cannot be shared like this: {'; '.join(faults)}.", remedy="Correct it.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    share = Share.objects.create(
        number=_next_number(deed), case=case, receiver=wanted.receiver.strip()[:80], reason=wanted.reason.strip()[:500],
        digest=digest_of(token), password=make_password(wanted.password) if wanted.password else "",
        may_copy=wanted.may_copy, created_at=deed.now, created_by=deed.actor, created_by_id=viewer.user_id or 0,
        expires_at=deed.now + dt.timedelta(days=wanted.days), most_openings=wanted.most_openings,
        state=ShareState.REQUESTED if _needs_leave(case) else ShareState.OPEN,
    )  # fmt: skip
    share.documents.set(papers)
    _journal(
        deed, share, action="share.make", reason=share.reason, until=share.expires_at.isoformat(),
        papers=[paper.pk for paper in papers], may_copy=share.may_copy, waits=share.state == ShareState.REQUESTED,
    )  # fmt: skip
    return share, token


def _needs_leave(case: Case) -> bool:
    approval = settings.ANJUAN_OPTIONS.share.approval
    if approval == "held":
        return bool(Hold.objects.filter(case=case, lifted_at=None).exists())
    return bool(approval == "always")


def _next_number(deed: Deed) -> str:
    prefix = f"FX-{deed.now.astimezone(CHINA).year}-"
    last = Share.objects.filter(number__startswith=prefix).order_by("number").last()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:05d}"


def _journal(deed: Deed, share: Share, *, action: str, **detail: object) -> None:
    journal_write(
        deed=deed, action=action, subject=f"archive.case:{share.case_id}", label=str(share.case),
        detail={"share": share.number, "receiver": share.receiver, **detail},
    )  # fmt: skip


def _share(number: str) -> Share:
    share = Share.objects.select_for_update().select_related("case").filter(number=number).first()
    if share is None:
        raise ShareUnknownError(f"There is no share {number[:40]!r}.", remedy="Look at the list of shares.")
    return share


@durable_transaction()
def share_decide(*, deed: Deed, viewer: Viewer, number: str, approves: bool, text: str = "") -> Share:
    """Allow or refuse a share that somebody else asked for.

    Raises:
        CustodyMayNotError: The person may not.
        SamePersonError: The person asked for it.
        ShareUnknownError: There is no such share.
        ShareRequestError: It does not wait for leave, or its days are over.

    """
    need_person(deed, viewer, "share.approve")
    share = _share(number)
    need_another(deed, [share.created_by], "allow what they asked for")
    _need_standing(share, deed, "requested")
    share.state = ShareState.OPEN if approves else ShareState.REFUSED
    share.decided_at, share.decided_by, share.decision = deed.now, deed.actor, text[:500]
    share.save(update_fields=["state", "decided_at", "decided_by", "decision"])
    _journal(deed, share, action="share.decide", approves=approves, text=text[:500])
    return share


def _need_standing(share: Share, deed: Deed, *wanted: str) -> None:
    standing = standing_of(share, deed.now)
    if standing not in wanted:
        raise ShareRequestError(f"The share {share.number} is {standing}.", remedy="Share the case anew.")


@durable_transaction()
def share_revoke(*, deed: Deed, viewer: Viewer, number: str, why: str = "") -> Share:
    """End a share at once, its maker's own or, for keepers, anybody's; who reads by it reads no further page.

    Raises:
        ShareUnknownError: There is no such share that this person may end.
        ShareRequestError: It has ended already.

    """
    share = _share(number)
    mine = viewer.user_id is not None and share.created_by_id == viewer.user_id
    if viewer.name != deed.actor or not (mine or any(viewer.may(one) for one in KEEPS)):
        raise ShareUnknownError(f"There is no share {number[:40]!r} that you may end.", remedy="Ask its maker.")
    _need_standing(share, deed, "requested", "open", "used")
    share.state, share.revoked_at, share.revoked_by = ShareState.REVOKED, deed.now, deed.actor
    share.save(update_fields=["state", "revoked_at", "revoked_by"])
    _journal(deed, share, action="share.revoke", why=why[:500])
    return share
