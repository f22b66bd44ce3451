"""The public look-up of certificates: by number, by the text of a QR code, and for a short list; nobody logs in."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from anjuan.certificates.documents.lists import pairs_of_file, pairs_of_text
from anjuan.certificates.documents.verification import verification_pdf
from anjuan.certificates.issuer import issuer_here
from anjuan.certificates.rules.statement import keys_published
from anjuan.certificates.selectors.keys import keys_known
from anjuan.certificates.selectors.verification import (
    MOST_PUBLIC,
    MOST_STAFF,
    Answer,
    answer_json,
    verify_list,
    verify_number,
    verify_statement,
)
from anjuan.kit.clock import today_in_china
from anjuan.kit.errors import RefusedError
from anjuan.web.attachments import file_answer
from anjuan.web.publicpage import public_page
from anjuan.web.visitor import CLOCK, address_of, now

#: So many answers an address gets within a minute; a list counts as its certificates. Counted in each web process.
PER_MINUTE = 60
LISTED_PER_MINUTE = 200
_WINDOW = 60
_LONGEST = 200
_POINTS = 2
_STATEMENT = 4096


class VerifiedTooOftenError(RefusedError):
    """Somebody verifies too quickly."""

    code = "CERT-020"
    http_status = 429


def _count(request: HttpRequest, *, number: int = 1, most: int = PER_MINUTE) -> None:
    """Count questions of an address, whatever is answered; nothing is kept but a hash, for a minute."""
    window = int(now().timestamp()) // _WINDOW
    told = f"{address_of(request)}\n{most}\n{window}"
    key = "verify:" + hashlib.sha256(told.encode()).hexdigest()
    cache.add(key, 0, 2 * _WINDOW)
    if cache.incr(key, number) > most:
        raise VerifiedTooOftenError(
            f"This address verifies more than {most} times a minute.", remedy="Wait a minute and try again."
        )


@public_page
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The form; with a number, the answer below it."""
    asked = request.GET.get("number", "").strip()[:_STATEMENT]
    answer = _answer(request, asked, request.GET.get("holder", "").strip()[:_LONGEST]) if asked else None
    return _page(request, answer)


@public_page
@require_safe
def scanned(request: HttpRequest, statement: str) -> HttpResponse:
    """Where a QR code leads: what the signed statement says, and what the register says today."""
    return _page(request, _answer(request, statement[:_STATEMENT], ""))


@public_page
@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The dated sheet of a verification, as PDF."""
    asked = request.GET.get("number", "").strip()[:_STATEMENT]
    answer = _answer(request, asked, request.GET.get("holder", "").strip()[:_LONGEST])
    content = verification_pdf(answer, issuer_here())
    return file_answer(content, f"verification-{answer.at:%Y%m%d%H%M%S}.pdf", "application/pdf")


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Many certificates at once: pasted, or from a workbook."""
    is_staff = request.user.is_authenticated
    most = MOST_STAFF if is_staff else MOST_PUBLIC
    values: dict[str, Any] = {"most": most, "answers": None}
    if request.method == "POST":
        values["answers"] = _listed(request, most, is_staff=is_staff)
        values["text"] = request.POST.get("text", "")[:200_000]
        values["found"] = sum(one.told is not None for one in values["answers"])
    return render(request, "web/verify_list.html", values)


def _listed(request: HttpRequest, most: int, *, is_staff: bool) -> list[Answer]:
    file = request.FILES.get("file")
    if file is not None:
        pairs = pairs_of_file(file.read(), str(file.name), most=most)
    else:
        pairs = pairs_of_text(request.POST.get("text", ""), most=most)
    if not is_staff:
        _count(request, number=max(1, len(pairs)), most=LISTED_PER_MINUTE)
    return verify_list(pairs, now=now(), today=today_in_china(CLOCK))


@public_page
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    """The answer as JSON, for programs without a token."""
    asked = request.GET.get("number", "").strip()[:_STATEMENT]
    answer = _answer(request, asked, request.GET.get("holder", "").strip()[:_LONGEST])
    return JsonResponse(answer_json(answer), json_dumps_params={"ensure_ascii": False})


@public_page
@require_safe
def published(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django hands it over
    """The public keys, for whoever verifies without this page."""
    return JsonResponse(keys_published(keys_known()))


def _answer(request: HttpRequest, asked: str, holder: str) -> Answer:
    _count(request)
    moment, today = now(), today_in_china(CLOCK)
    if asked.count(".") == _POINTS:
        return verify_statement(asked, keys_known(), now=moment, today=today, holder=holder)
    return verify_number(asked[:_LONGEST], holder, now=moment, today=today)


def _page(request: HttpRequest, answer: Answer | None) -> HttpResponse:
    values = {
        "answer": answer, "told": answer.told if answer else None, "asked": request.GET.get("number", "")[:_STATEMENT],
        "holder": request.GET.get("holder", "")[:_LONGEST], "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "web/verify.html", values)
