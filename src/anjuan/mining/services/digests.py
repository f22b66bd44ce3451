"""Digests by mail: ordered when they are due, made once for each period, and handed over at most once.

A digest is written down before it is sent. It is marked as being handed over right before its text goes to the
server: what a worker that died then leaves behind is never sent again, because the server may have it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from anjuan.accounts.models import User
from anjuan.accounts.selectors.people import Viewer, viewer_of
from anjuan.accounts.services.durable import durable_transaction
from anjuan.custody.selectors.loans import viewer_with_loans
from anjuan.jobs.protocol import JobSpec, Queue
from anjuan.kit.clock import CHINA
from anjuan.mining.models import Digest, DigestState, Subscription
from anjuan.mining.post import Post, PostError, PostOffice, PostUnknownError
from anjuan.mining.rendering.digest import letter
from anjuan.mining.selectors.news import News, Topic, news_of, topics
from anjuan.mining.services.subscriptions import leave_token

DIGEST_JOB = "mining.digest"
_PRIORITY = -40
#: After a failure the next try is made so much later.
AGAIN_AFTER = dt.timedelta(minutes=30)

Told = list[tuple[Topic, list[News]]]


def digests_order(*, now: dt.datetime, queue: Queue, options: Any) -> int:  # noqa: ANN401  the options' class stands above
    """Order the digests that are due, one job for each person; return how many. Nothing while no server is named."""
    if not options.host:
        return 0
    owners = Subscription.objects.filter(by_mail=True, owner__is_active=True).exclude(owner__email="")
    due = 0
    for owner_id in owners.values_list("owner_id", flat=True).order_by("owner_id").distinct():
        if _is_due(owner_id, now, options.digest_hours):
            queue.add(JobSpec(DIGEST_JOB, owner_id, priority=_PRIORITY, max_attempts=1), now=now)
            due += 1
    return due


def _is_due(owner_id: int, now: dt.datetime, hours: float) -> bool:
    """Say whether a person's digest is due: nothing was looked for within the hours, or a ready one may be tried."""
    last = Digest.objects.filter(owner=owner_id).order_by("-id").first()
    if last is None:
        first = Subscription.objects.filter(owner=owner_id, by_mail=True).order_by("created_at").first()
        return first is not None and now - first.created_at >= dt.timedelta(hours=hours)
    if last.state == DigestState.READY:
        return last.tried_at is None or now - last.tried_at >= AGAIN_AFTER
    return now - last.until >= dt.timedelta(hours=hours)


def digest_send(*, now: dt.datetime, owner_id: int, options: Any, office: Callable[[], PostOffice]) -> str:  # noqa: ANN401  see above
    """Send a person's digest; return its state, empty when there was nothing to send.

    Raises:
        PostError: The server did not take it; it is tried again later.

    """
    _settle(owner_id)
    owner = User.objects.get(pk=owner_id)
    viewer = _viewer(owner, now)
    digest = Digest.objects.filter(owner=owner_id, state=DigestState.READY).first() or _made(owner, viewer, now)
    if digest is None or digest.state != DigestState.READY:
        return ""
    told = _told(viewer, digest.since, digest.until)
    if not owner.email or not any(found for _, found in told):
        # The person may read nothing of it any more, or has left the mail.
        _mark(digest, DigestState.NOTHING, now)
        return ""
    made = letter(
        digest, told, sender=options.sender, address=options.address, leave=leave_token(owner_id)
    )  # fmt: skip
    try:
        with Post(office()) as post:
            post.hand_over(made, about_to=lambda: _mark(digest, DigestState.HANDING, now))
    except PostUnknownError as error:
        _mark(digest, DigestState.UNKNOWN, now, fault=error.what)
    except PostError as error:
        _mark(digest, DigestState.READY, now, fault=error.what)
        raise
    else:
        _mark(digest, DigestState.SENT, now)
    return str(digest.state)


def _settle(owner_id: int) -> None:
    """Close what a worker that died left in the server's hands: nobody knows whether it was taken."""
    Digest.objects.filter(owner=owner_id, state=DigestState.HANDING).update(
        state=DigestState.UNKNOWN, fault="The worker ended while the mail was handed over."
    )


@durable_transaction()
def _made(owner: User, viewer: Viewer, now: dt.datetime) -> Digest | None:
    last = Digest.objects.filter(owner=owner).order_by("-id").first()
    rows = Subscription.objects.filter(owner=owner, by_mail=True).order_by("created_at")
    since = last.until if last else rows.values_list("created_at", flat=True).first()
    if since is None:
        return None
    news = sum(len(found) for _, found in _told(viewer, since, now))
    state = DigestState.READY if news else DigestState.NOTHING
    number = f"<{uuid.uuid4().hex}@anjuan.invalid>"
    return Digest.objects.create(
        owner=owner, since=since, until=now, state=state, message_id=number, news=news, made_at=now
    )


def _told(viewer: Viewer, since: dt.datetime, until: dt.datetime) -> Told:
    mailed: Sequence[Topic] = [topic for topic in topics(viewer) if topic.by_mail]
    return [(topic, news_of(viewer, topic, since=since, until=until)) for topic in mailed]


def _viewer(owner: User, now: dt.datetime) -> Viewer:
    today = now.astimezone(CHINA).date()
    return viewer_with_loans(viewer_of(owner, today), today)


@durable_transaction()
def _mark(digest: Digest, state: DigestState, now: dt.datetime, *, fault: str = "") -> None:
    digest.state = state
    digest.fault = fault[:300]
    digest.tried_at = now
    if state == DigestState.SENT:
        digest.sent_at = now
    if state == DigestState.READY:
        digest.tries += 1
    digest.save(update_fields=["state", "fault", "tried_at", "sent_at", "tries"])
