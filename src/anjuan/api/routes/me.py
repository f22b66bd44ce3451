"""Who the program acts as, and whether the interface lives."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from ninja import Router, Schema

from anjuan import __version__
from anjuan.api.access import caller_of
from anjuan.api.shapes import opens

router = Router(tags=["me"])


class Health(Schema):
    """Whether the interface answers."""

    status: str


class Version(Schema):
    """Which program answers."""

    name: str
    version: str
    api: str


class Me(Schema):
    """Who the program acts as; ``capabilities`` are what is left of the person's own by the token's scopes."""

    username: str
    display_name: str
    language: str
    roles: list[str]
    capabilities: list[str]
    scopes: list[str]
    token: str
    expires_at: dt.datetime


@router.get("/health", response=Health, auth=None, openapi_extra={"x-scope": "everybody"})
def health(request: HttpRequest) -> Health:  # noqa: ARG001  ninja hands it over
    """Say that the interface answers; needs no token."""
    return Health(status="ok")


@router.get("/version", **opens(Version))
def version(request: HttpRequest) -> Version:  # noqa: ARG001  ninja hands it over
    """Tell the version of the program and of the interface."""
    return Version(name="anjuan", version=__version__, api="1")


@router.get("/me", **opens(Me))
def me(request: HttpRequest) -> Me:
    """Tell who the program acts as, and what the token opens."""
    caller = caller_of(request)
    user = caller.holder.user
    return Me(
        username=user.username, display_name=user.shown_name, language=user.language,
        roles=sorted(caller.viewer.roles), capabilities=sorted(caller.viewer.capabilities),
        scopes=sorted(caller.holder.scopes), token=caller.holder.name, expires_at=caller.holder.expires_at,
    )  # fmt: skip
