"""The interface as a whole: its addresses, its description, the shape of its answers."""

from __future__ import annotations

import functools
import json
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.renderers import BaseRenderer
from ninja.responses import NinjaJSONEncoder

from anjuan.api.faults import handle_faults
from anjuan.api.routes import (
    cases,
    documents,
    exports,
    faces,
    intakes,
    judgements,
    knowledge,
    loans,
    me,
    organisations,
    papers,
    pushing,
    search,
    searches,
    waiting,
)

_ABOUT = """The archive for programs. A program acts as a person: it needs an access token of that person, opens what
the token's scopes name, and never more than the person may do. What a person may not see does not exist for the
program either (404). Reading case files is noted in the journal like reading them on the pages.

Every failure has one shape (Fault). Lists take `offset` and `limit`. What two persons may edit at once is read with
an ETag; an edit that sends it back as If-Match is refused (412) when it changed meanwhile.
Boxes are fractions of the upright page."""


class _Renderer(BaseRenderer):
    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:  # noqa: ANN401, ARG002  ninja's
        """Return data as JSON, Chinese as it is; numbers that are none are refused."""
        return json.dumps(data, cls=NinjaJSONEncoder, ensure_ascii=False, allow_nan=False)


def make_api() -> NinjaAPI:
    """Return the interface, with all its addresses."""
    made = NinjaAPI(
        title="Anjuan", version="1.0.0", description=_ABOUT, urls_namespace="api", docs_url=None, openapi_url=None,
        renderer=_Renderer(),
    )  # fmt: skip
    handle_faults(made)
    for module in (
        me, cases, faces, judgements, documents, papers, organisations, waiting, search, searches, intakes, loans,
        exports, knowledge, pushing,
    ):  # fmt: skip
        made.add_router("", module.router)
    return made


api = make_api()


@functools.cache
def description() -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of the interface."""
    described: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), cls=NinjaJSONEncoder)
    )
    return described
