"""What people subscribe to, what they have looked at, and leaving the mail."""

from __future__ import annotations

import dataclasses

from django.core import signing

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import User
from anjuan.accounts.selectors.people import Viewer
from anjuan.accounts.services.durable import durable_transaction
from anjuan.kit.errors import NotFoundError, RefusedError, UsageError
from anjuan.mining.models import Subscription
from anjuan.mining.selectors.guides import EDIT, PUBLISH, READ

#: So many subscriptions one person has at the most.
MOST_SUBSCRIPTIONS = 50
_SALT = "anjuan.digest.leave"
_LIMITS = {"field_code": 20, "professional_code": 20, "clause": 20, "words": 100, "standard": 60}


class SubscriptionMayNotError(RefusedError):
    """None of the person's roles opens anything that could be told."""

    code = "MINE-060"


class SubscriptionEmptyError(UsageError):
    """A subscription names nothing, or there are too many."""

    code = "MINE-061"


class SubscriptionUnknownError(NotFoundError):
    """There is no such subscription of this person."""

    code = "MINE-062"


class NoAddressError(UsageError):
    """A mail is wanted, and nobody knows the person's address."""

    code = "MINE-063"


class LeaveLinkError(NotFoundError):
    """A link to leave the mail was not made by this installation."""

    code = "MINE-064"


@dataclasses.dataclass(frozen=True, slots=True)
class WantedNews:
    """What a person wants to be told of; what is empty does not narrow it."""

    field_code: str = ""
    professional_code: str = ""
    clause: str = ""
    words: str = ""
    standard: str = ""
    by_mail: bool = False


def may_subscribe(viewer: Viewer) -> bool:
    """Say whether anything could be told to a person: guides, or facts of cases."""
    return viewer.user_id is not None and any(
        viewer.may(needed) for needed in (READ, EDIT, PUBLISH, "case.read_all", "case.read_assigned")
    )


@durable_transaction()
def subscription_add(*, deed: Deed, viewer: Viewer, wanted: WantedNews) -> int:
    """Subscribe; return the key. The same subscription again is the one there is.

    Raises:
        SubscriptionMayNotError: Nothing could be told to the person.
        SubscriptionEmptyError: It names nothing, or the person has too many.
        NoAddressError: Mail is wanted and the person has no address.

    """
    _need(viewer)
    texts = {name: " ".join(getattr(wanted, name).split())[:most] for name, most in _LIMITS.items()}
    if not any(texts.values()):
        raise SubscriptionEmptyError(
            "A subscription names a field, a code, a clause, words or a standard.", remedy="Fill in one of them."
        )
    mine = Subscription.objects.filter(owner=viewer.user_id)
    known = mine.filter(**texts).first()
    if known is not None:
        return known.pk
    if mine.count() >= MOST_SUBSCRIPTIONS:
        raise SubscriptionEmptyError(
            f"{viewer.name} has {MOST_SUBSCRIPTIONS} subscriptions.", remedy="Remove one that is no longer wanted."
        )
    if wanted.by_mail:
        _need_address(viewer)
    made = Subscription.objects.create(
        owner_id=viewer.user_id or 0, by_mail=wanted.by_mail, created_at=deed.now, seen_at=deed.now, **texts
    )
    return made.pk


@durable_transaction()
def subscription_change(*, viewer: Viewer, subscription_id: int, by_mail: bool) -> None:
    """Say whether news of a subscription come by mail too.

    Raises:
        SubscriptionUnknownError: The person has none of that key.
        NoAddressError: Mail is wanted and the person has no address.

    """
    row = _own(viewer, subscription_id)
    if by_mail:
        _need_address(viewer)
    Subscription.objects.filter(pk=row.pk).update(by_mail=by_mail)


@durable_transaction()
def subscription_delete(*, viewer: Viewer, subscription_id: int) -> None:
    """Remove a subscription.

    Raises:
        SubscriptionUnknownError: The person has none of that key.

    """
    _own(viewer, subscription_id).delete()


@durable_transaction()
def subscriptions_seen(*, deed: Deed, viewer: Viewer, subscription_id: int | None = None) -> int:
    """Note that a person looked at all news up to now, of one subscription or of all; return of how many."""
    mine = Subscription.objects.filter(owner=viewer.user_id, seen_at__lt=deed.now)
    if subscription_id is not None:
        mine = mine.filter(pk=_own(viewer, subscription_id).pk)
    return mine.update(seen_at=deed.now)


def leave_token(owner_id: int) -> str:
    """Return what a link in a mail carries by which its reader leaves the mail."""
    return signing.dumps(owner_id, salt=_SALT)


def leave_owner(token: str) -> int:
    """Return whose mail a link ends.

    Raises:
        LeaveLinkError: The link was not made here.

    """
    try:
        return int(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LeaveLinkError(
            "This link does not end any mail.", remedy="Log in and change the subscriptions on their page."
        ) from error


@durable_transaction()
def mail_leave(*, token: str) -> int:
    """End the mail of the person whom a link was sent to; subscriptions stay for the workbench. Return how many.

    Raises:
        LeaveLinkError: The link was not made here.

    """
    return Subscription.objects.filter(owner=leave_owner(token), by_mail=True).update(by_mail=False)


def _need(viewer: Viewer) -> None:
    if not may_subscribe(viewer):
        raise SubscriptionMayNotError(
            f"{viewer.name} may not subscribe: nothing could be told.",
            why="News are of guides and of cases that the person may read.",
            remedy="Ask the security keeper for a role that reads guides or cases.",
        )


def _own(viewer: Viewer, subscription_id: int) -> Subscription:
    row = Subscription.objects.filter(owner=viewer.user_id, pk=subscription_id).first()
    if row is None:
        raise SubscriptionUnknownError(
            f"There is no subscription {subscription_id} of yours.", remedy="Reload the list of your subscriptions."
        )
    return row


def _need_address(viewer: Viewer) -> None:
    if not User.objects.filter(pk=viewer.user_id or 0).exclude(email="").exists():
        raise NoAddressError(
            f"{viewer.name} has no mail address.", remedy="Have it entered among the people, or read news here."
        )
