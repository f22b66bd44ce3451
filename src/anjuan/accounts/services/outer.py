"""Whom an outer provider's word means here."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import OuterIdentity, User
from anjuan.accounts.services.durable import durable_transaction
from anjuan.accounts.services.journal import journal_write
from anjuan.kit.errors import RefusedError


class StrangerError(RefusedError):
    """The provider knows somebody who is nobody here."""

    code = "ACC-032"


@dataclasses.dataclass(frozen=True, slots=True)
class Matching:
    """How somebody the provider knows becomes a person here.

    Attributes:
        by: ``email`` (verified by the provider) or ``username``.
        username_claim: The claim that holds the log-in name.
        creates: Whether somebody unknown becomes a person without a role.

    """

    by: str
    username_claim: str
    creates: bool


def _stranger(what: str) -> StrangerError:
    return StrangerError(
        what,
        why="Only people of this installation may log in.",
        remedy="Ask the system administrator to add you, with the e-mail address or name that the provider knows.",
    )


@durable_transaction()
def outer_person(*, deed: Deed, issuer: str, claims: Mapping[str, Any], matching: Matching) -> User:
    """Return the person whom the provider's word means; at the first log-in the two are tied together.

    Afterwards the provider's own key for the person decides, so that a new owner of an e-mail address or name gets
    nobody else's account.

    Raises:
        StrangerError: Nobody here is meant, or the person is locked or tied to somebody else at the provider.

    """
    subject = str(claims["sub"])[:255]
    tied = OuterIdentity.objects.select_related("user").filter(issuer=issuer, subject=subject).first()
    if tied is not None:
        if not tied.user.is_active:
            raise _stranger(f"{tied.user.username} is locked.")
        return tied.user
    user = _meant(claims, matching)
    if user is None and matching.creates:
        user = _created(deed, claims, matching)
    if user is None:
        raise _stranger("Nobody here has the e-mail address or name that the provider states.")
    if OuterIdentity.objects.filter(issuer=issuer, user=user).exists():
        raise _stranger(f"{user.username} is somebody else at the provider.")
    OuterIdentity.objects.create(user=user, issuer=issuer, subject=subject, linked_at=deed.now)
    journal_write(
        deed=Deed(user.username, deed.now), action="identity.tie", subject=f"accounts.user:{user.pk}",
        label=user.username, detail={"issuer": issuer, "subject": subject, "by": matching.by},
    )  # fmt: skip
    return user


def _meant(claims: Mapping[str, Any], matching: Matching) -> User | None:
    people = User.objects.filter(is_active=True)
    if matching.by == "username":
        return people.filter(username=str(claims.get(matching.username_claim) or "")).exclude(username="").first()
    address = str(claims.get("email") or "")
    if not address or claims.get("email_verified") is not True:
        return None
    found = list(people.filter(email__iexact=address)[:2])
    return found[0] if len(found) == 1 else None


def _created(deed: Deed, claims: Mapping[str, Any], matching: Matching) -> User | None:
    name = str(claims.get(matching.username_claim) or claims.get("email") or "")[:150]
    try:
        User.username_validator(name)
    except ValidationError:
        return None
    verified = claims.get("email") if claims.get("email_verified") is True else ""
    if User.objects.filter(username=name).exists():
        return None
    user = User(
        username=name, display_name=str(claims.get("name") or "")[:80], email=str(verified or "")[:254],
        date_joined=deed.now,
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    journal_write(
        deed=deed, action="user.create", subject=f"accounts.user:{user.pk}", label=name, detail={"by": "provider"}
    )
    return user
