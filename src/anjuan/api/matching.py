"""Edits that must not overwrite what somebody else wrote meanwhile: entity tags and ``If-Match``."""

from __future__ import annotations

import hashlib
from typing import Annotated

import pydantic
from django.http import HttpResponse
from ninja import Header

from anjuan.kit.errors import UsageError

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match", min_length=1, max_length=200, pattern=r"^[!-~]*$",
        description="The ETag of what was read: the edit is refused (412) when it is another one by now.",
    ),
]  # fmt: skip


class MovedOnError(UsageError):
    """What shall be changed is no longer what the program read."""

    code = "API-061"
    http_status = 412


def etag_of(shown: pydantic.BaseModel) -> str:
    """Return the entity tag of what is shown: another one whenever anything of it differs."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def tagged(response: HttpResponse, shown: pydantic.BaseModel) -> None:
    """Let an answer carry the entity tag of what it shows."""
    response["ETag"] = etag_of(shown)


def need_match(if_match: str | None, shown: pydantic.BaseModel) -> None:
    """Do nothing when a program asks for no match, or for the one there is.

    Raises:
        MovedOnError: Somebody changed it meanwhile.

    """
    if if_match in (None, "*"):
        return
    if etag_of(shown) not in (if_match or "").split(","):
        raise MovedOnError(
            "This was changed since the program read it.",
            why="The edit would overwrite what somebody else wrote.",
            remedy="Read it again, then send the edit with its new ETag.",
        )
