"""The routes of subscriptions, digests, briefing packs and similar cases, for the tests of who may open them."""

from __future__ import annotations

from tests.web.made import NOW, Shelf

from anjuan.accounts.models import User
from anjuan.archive.models import Case
from anjuan.mining.models import Subscription
from anjuan.mining.services.subscriptions import leave_token
from anjuan.registry.models import Organisation

#: Route → key of ``ALLOWS``.
POLICY: dict[str, str] = {
    "subscriptions": "is told", "subscription_add": "is told", "subscriptions_seen": "is told",
    "subscription_change": "is told", "subscriptions_card": "logged in", "subscription_leave": "everybody",
    "briefing": "case", "briefing_file": "case",
}  # fmt: skip
#: Key of a policy → the capabilities of which one is needed; none for everybody.
ALLOWS: dict[str, set[str]] = {
    "is told": {
        "knowledge.read", "knowledge.edit", "knowledge.publish", "case.read_all", "case.read_assigned",
    },
}  # fmt: skip
#: Routes that answer to POST alone.
POSTED: set[str] = {"subscription_add", "subscriptions_seen", "subscription_change"}
#: POST routes whose arguments name a thing that the person does not have: 404 is an answer.
MISSES: set[str] = {"subscription_change"}
#: Routes that are no page to look at: files, fragments, steps.
NO_PAGES: set[str] = {"subscriptions_card", "briefing_file"}


def _owner(shelf: Shelf) -> int:
    found, _ = Organisation.objects.get_or_create(
        name="宁波海棠精密模具有限公司", defaults={"created_at": NOW, "updated_at": NOW}
    )
    Case.objects.filter(pk=shelf.case.pk).update(organisation=found)
    return found.pk


def words(name: str, shelf: Shelf) -> list[object]:
    """Return the words of a route's address; none for routes without any."""
    return {
        "subscription_change": [10**9],
        "subscription_leave": [leave_token(10**9)],
        "briefing": [_owner(shelf)] if name == "briefing" else [],
        "briefing_file": [_owner(shelf), "html"] if name == "briefing_file" else [],
    }.get(name, [])


def sent(name: str) -> dict[str, str]:
    """Return what is sent to a route; nothing for routes of other parts."""
    return {"subscription_add": {"field_code": "A01"}, "subscription_change": {"what": "seen"}}.get(name, {})


def visited(shelf: Shelf) -> dict[str, dict[str, object]]:
    """Return route → the named arguments of its address, for the visit in a browser; makes what it names."""
    user = User.objects.order_by("pk").first()
    if user is not None:
        Subscription.objects.get_or_create(
            owner=user, field_code="A01", defaults={"created_at": NOW, "seen_at": NOW}
        )  # fmt: skip
    return {
        "subscription_leave": {"token": leave_token(10**9)},
        "briefing": {"organisation_id": _owner(shelf)},
    }
