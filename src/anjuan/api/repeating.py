"""Requests that may be sent twice and are done once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from anjuan.accounts.selectors.tokens import Answer
from anjuan.accounts.services.tokens import OnceKey, answer_once
from anjuan.api.access import caller_of


def done_once(request: HttpRequest, key: str | None, work: Callable[[], Schema], *, status: int = 200) -> HttpResponse:
    """Do the work of a request and answer it; with a key that came before, give the answer of then."""

    def answered() -> Answer:
        return Answer(status, work().model_dump_json())

    if key is None:
        answer = answered()
    else:
        caller = caller_of(request)
        told = b"\n".join([(request.method or "").encode(), request.get_full_path().encode(), request.body])
        once = OnceKey(caller.holder.token_id, key, hashlib.sha256(told).hexdigest())
        answer = answer_once(now=caller.now, once=once, work=lambda: _bound(answered(), once))
    return HttpResponse(answer.body, status=answer.status, content_type="application/json")


def _bound(answer: Answer, once: OnceKey) -> Answer:
    return Answer(answer.status, answer.body, once.request_sha256)
