"""What addresses take and give, in the words of the interface's description.

Rows are those of the selectors, so that the interface, the commands and the pages tell the same.
"""

from __future__ import annotations

from typing import Annotated, Any

import pydantic
from ninja import Field, Header, Path, Schema
from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticKnownError

from anjuan.api.access import AccessToken
from anjuan.api.faults import Fault

MOST_ROWS = 200
LAST_ROW = 10_000_000
_LARGEST_KEY = 2**63 - 1
#: A text without the character that databases refuse.
_NO_NUL = r"^[^\x00]*$"
_FAILURES = frozenset({400, 401, 403, 404, 405, 409, 412, 413, 422, 429, 500, 503, 507})


def _whole(value: object) -> object:
    """Let only plain digits pass: Python reads more than that as a number."""
    if isinstance(value, str) and not (value.removeprefix("-").isascii() and value.removeprefix("-").isdigit()):
        raise PydanticKnownError("int_parsing")
    return value


def _truth(value: object) -> object:
    """Let only ``true`` and ``false`` pass, as JSON writes them."""
    if not isinstance(value, bool) and value not in ("true", "false"):
        raise PydanticKnownError("bool_parsing")
    return value


Key = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=_LARGEST_KEY)]
Whole = Annotated[int, BeforeValidator(_whole)]
Truth = Annotated[bool, BeforeValidator(_truth)]
PageNumber = Annotated[Whole, Field(ge=1, le=1_000_000)]
Text = Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)]
Long = Annotated[str, StringConstraints(max_length=2000, pattern=_NO_NUL)]
Number = Path[Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL)]]
OnceHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key", min_length=1, max_length=80, pattern=r"^[!-~]*$",
        description="Makes the request safe to repeat: the same key gives the same answer for a day.",
    ),
]  # fmt: skip


class Sent(Schema):
    """The base of everything that is sent: exact types, no unknown names."""

    model_config = pydantic.ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Slice(Schema):
    """Which rows of a list."""

    offset: Annotated[Whole, Field(ge=0, le=LAST_ROW)] = 0
    limit: Annotated[Whole, Field(ge=1, le=MOST_ROWS)] = 50


def opens(shape: Any, scope: str = "", *, status: int = 200) -> dict[str, Any]:  # noqa: ANN401  whatever ninja takes
    """Return what an address gives and which scope opens it, for ninja's decorators."""
    return {
        "response": {status: shape, _FAILURES: Fault},
        "auth": AccessToken(scope),
        "openapi_extra": {"x-scope": scope},
    }
