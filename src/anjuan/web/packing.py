"""Answers sent packed: pages, styles and scripts are text, and text shrinks to a fifth."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

#: What shrinks. Pictures, workbooks and packages are packed already; to pack them again only costs time.
_TEXTS = (
    "text/", "application/json", "application/javascript", "image/svg+xml", "application/xml", "application/manifest",
)  # fmt: skip
#: So many packed styles and scripts are kept: all there are, in more than one version.
_KEPT = 128
_COMPLETE = 200


class PackingMiddleware(GZipMiddleware):
    """Packs texts with gzip; what never changes is packed once.

    The pages carry a secret of the session (the token of their forms) beside what a person typed. It is masked
    anew in every answer, and the length of the packed answer varies by chance, so neither can be guessed from lengths.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the answer, packed when it is a text and the browser takes it so."""
        if response.status_code != _COMPLETE or not response.get("Content-Type", "").startswith(_TEXTS):
            return response
        if request.path.startswith(settings.STATIC_URL):
            return _unchanging(request, response)
        return super().process_response(request, response)


def _unchanging(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    takes = "gzip" in request.headers.get("Accept-Encoding", "") and request.method == "GET"
    if not takes or response.has_header("Content-Encoding") or not response.streaming:
        return response
    answer = HttpResponse(_packed(b"".join(_parts(response))), headers=dict(response.items()))
    answer["Content-Encoding"] = "gzip"
    answer["Content-Length"] = str(len(answer.content))
    answer["Vary"] = "Accept-Encoding"
    response.close()
    return answer


def _parts(response: HttpResponseBase) -> Iterable[bytes]:
    return response.streaming_content  # type: ignore[attr-defined, no-any-return]  # of streaming answers


@functools.lru_cache(maxsize=_KEPT)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
