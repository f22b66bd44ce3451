"""Who asks: a token's owner with what the token lets through, read once for each request."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.security import HttpBearer

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer, viewer_of
from anjuan.accounts.selectors.tokens import TokenHolder, token_holder, viewer_narrowed
from anjuan.accounts.services.tokens import token_note_use
from anjuan.custody.selectors.loans import viewer_with_loans
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import AnjuanError, RefusedError

CLOCK = SystemClock()
READS = ("case.read_all", "case.read_assigned")
_LANGUAGE = "_anjuan_api_language"
_WINDOW_SECONDS = 60


class NoTokenError(AnjuanError):
    """A request carries no token, or one that opens nothing."""

    code = "API-001"
    http_status = 401


class ScopeLackingError(RefusedError):
    """A token is good, but not for this."""

    code = "API-002"


class MayNotError(RefusedError):
    """None of the roles of the token's owner allows the deed."""

    code = "API-003"


class TooManyError(AnjuanError):
    """A token asks more often than this installation allows."""

    code = "API-007"
    http_status = 429


@dataclasses.dataclass(frozen=True, slots=True)
class Caller:
    """The person that a program acts as, at this moment.

    Attributes:
        viewer: The person, with only those capabilities that the token lets through.
        holder: The token.
        now: The moment of the request.

    """

    viewer: Viewer
    holder: TokenHolder
    now: dt.datetime

    @property
    def deed(self) -> Deed:
        """The person's hand at this moment, as services want it."""
        return Deed(self.viewer.name, self.now)

    @property
    def today(self) -> dt.date:
        """The day in China."""
        return today_in_china(CLOCK)

    def need(self, *capabilities: str) -> Viewer:
        """Return the person, who may do one of these things.

        Raises:
            MayNotError: None of the person's roles allows any of them.

        """
        if not any(self.viewer.may(capability) for capability in capabilities):
            raise MayNotError(
                f"{self.viewer.name} may not do this: it needs {' or '.join(capabilities)}.",
                remedy="Ask the security keeper for a role that allows it.",
            )
        return self.viewer


class AccessToken(HttpBearer):
    """The token of a request, with a scope that the address needs.

    Args:
        scope: The scope; empty when every token will do.

    """

    openapi_bearerFormat = "anjuan_<prefix>_<secret>"  # noqa: N815  OpenAPI's own name

    def __init__(self, scope: str = "") -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        """Return who asks.

        Raises:
            NoTokenError: The token opens nothing.
            ScopeLackingError: The token lacks the scope.
            TooManyError: The token was used too often within a minute.

        """
        now = CLOCK.now()
        holder = token_holder(token, now=now)
        if holder is None:
            raise no_token()
        setattr(request, _LANGUAGE, holder.user.language)
        _count(holder, now)
        if self.scope and self.scope not in holder.scopes:
            raise ScopeLackingError(
                f"The token {holder.name!r} has not the scope {self.scope}.",
                remedy="Issue a token with this scope and use that one.",
            )
        token_note_use(now=now, holder=holder)
        today = today_in_china(CLOCK)
        person = viewer_with_loans(viewer_of(holder.user, today), today)
        return Caller(viewer_narrowed(person, holder.scopes, today), holder, now)


def no_token() -> NoTokenError:
    """Return the failure of a request whose token is missing or opens nothing."""
    return NoTokenError(
        "This address opens with an access token that is valid.",
        remedy="Send 'Authorization: Bearer <token>' with a token that has not expired.",
    )


def _count(holder: TokenHolder, now: dt.datetime) -> None:
    most = settings.ANJUAN_OPTIONS.api.requests_per_minute
    window = int(now.timestamp()) // _WINDOW_SECONDS
    key = f"api-rate:{holder.token_id}:{window}"
    cache.add(key, 0, 2 * _WINDOW_SECONDS)
    if cache.incr(key) > most:
        raise TooManyError(
            f"The token {holder.name!r} asked more than {most} times in this minute.",
            remedy=f"Wait {_WINDOW_SECONDS - int(now.timestamp()) % _WINDOW_SECONDS} seconds.",
        )


def caller_of(request: HttpRequest) -> Caller:
    """Return who asks, as the token said."""
    return cast("Caller", request.auth)  # type: ignore[attr-defined]


def language_of(request: HttpRequest) -> str:
    """Return the language for sentences: that of the token's owner, else the installation's."""
    own: str = getattr(request, _LANGUAGE, "")
    return own or settings.LANGUAGE_CODE
