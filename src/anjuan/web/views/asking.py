"""Ask the archive: sentences of pages as answers, each with its page; nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from anjuan.archive.services.indexing import search_engine
from anjuan.kit.errors import NotFoundError
from anjuan.mining.assisting.endpoint import ChatEndpoint
from anjuan.mining.assisting.keys import key_opened
from anjuan.mining.assisting.protocol import ModelSettings
from anjuan.mining.services.asking import archive_ask
from anjuan.web import trendwords
from anjuan.web.navigation import KNOWS
from anjuan.web.visitor import deed, need

_LONGEST = 300


class AskingOffError(NotFoundError):
    """No language model is set up, so there is no page for it."""

    code = "WEB-163"


def model_settings() -> ModelSettings:
    """Return where the language model is and what it may cost, from the options."""
    told = settings.ANJUAN_OPTIONS.language
    prices = {name: Decimal(str(getattr(told, name))) for name in ("price_in", "price_out", "daily_cost")}
    return ModelSettings(told.url, told.model, told.seconds, told.answer_kb, told.answer_tokens, **prices)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A question, and what the pages one may read say to it."""
    person = need(request, *KNOWS)
    told = model_settings()
    if not told.is_on:
        raise AskingOffError("No language model is set up.", remedy="Search the archive instead.")
    question = request.POST.get("question", "").strip()[:_LONGEST]
    values: dict[str, Any] = {"question": question, "longest": _LONGEST, "reasons": trendwords.REASONS}
    if request.method == "POST" and question:
        key = key_opened(settings.ANJUAN_HOME, settings.SECRET_KEY)
        answer = archive_ask(
            deed=deed(request), viewer=person, question=question, engine=search_engine(),
            model=ChatEndpoint(told, key), settings=told,
        )  # fmt: skip
        dropped = [(trendwords.REASONS[reason], count) for reason, count in sorted(answer.dropped.items())]
        values |= {"answer": answer, "dropped": dropped}
    return render(request, "web/ask.html", values)
