"""Facts that wait for a person: by keyboard, with the page beside."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.kit.errors import UsageError
from anjuan.mining.selectors.facts import FactFilter, fact_counts, fact_rows, rule_qualities
from anjuan.mining.services.reviewing import fact_accept, fact_correct, fact_reject, fact_reopen, facts_accept_alike
from anjuan.web.listing import pager_of
from anjuan.web.visitor import deed, need

REVIEWS = "knowledge.review"
_SIZE = 30
_SIMPLE = {"accept": fact_accept, "reject": fact_reject, "reopen": fact_reopen}
_KEPT = ("case", "kind", "state", "rule", "clause", "field", "words")


class VerdictUnknownError(UsageError):
    """Nothing of that name can be said of a fact."""

    code = "WEB-092"


def _wanted(request: HttpRequest) -> FactFilter:
    asked = {name: request.GET.get(name, "").strip()[:100] for name in _KEPT}
    state = asked["state"] if "state" in request.GET else "proposed"
    return FactFilter(
        case=asked["case"], kind=asked["kind"], state=state, rule=asked["rule"], clause=asked["clause"],
        field_code=asked["field"], words=asked["words"],
    )  # fmt: skip


@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """Facts by what is asked for, those that wait first."""
    person = need(request, REVIEWS)
    wanted = _wanted(request)
    pager = pager_of(request, (_SIZE,))
    found = fact_rows(person, wanted, offset=pager.offset, limit=_SIZE + 1)
    counts = fact_counts(person, wanted)
    states = ("proposed", "accepted", "corrected", "rejected")
    kind = [wanted.kind] if wanted.kind else list(counts)
    values = {
        "rows": found[:_SIZE],
        "more": len(found) > _SIZE,
        "page": pager.number,
        "wanted": wanted,
        "states": [(state, sum(counts.get(one, {}).get(state, 0) for one in kind)) for state in states],
        "kinds": sorted((one, sum(by.values())) for one, by in counts.items()),
        "query": urlencode({name: request.GET[name] for name in _KEPT if request.GET.get(name)}),
    }
    return render(request, "web/knowledge_facts.html", values)


@require_POST
def verdict(request: HttpRequest, fact_id: int) -> HttpResponse:
    """Say what a fact is: right, wrong, set right; or take that back."""
    person = need(request, REVIEWS)
    name = request.POST.get("verdict", "")
    if name == "correct":
        values = {key[5:]: str(request.POST[key]) for key in request.POST if key.startswith("slot-")}
        fact_correct(deed=deed(request), viewer=person, fact_id=fact_id, values=values)
    elif name in _SIMPLE:
        _SIMPLE[name](deed=deed(request), viewer=person, fact_id=fact_id)
    else:
        raise VerdictUnknownError(f"{name!r} cannot be said of a fact.", remedy="Use the buttons of the page.")
    query = request.POST.get("query", "")[:500]
    return redirect(f"{reverse('web:facts')}?{query}" if query else "web:facts")


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """How right each extractor is, by what persons said."""
    need(request, REVIEWS)
    return render(request, "web/knowledge_quality.html", {"rules": rule_qualities()})


@require_POST
def accept_alike(request: HttpRequest) -> HttpResponse:
    """Accept all waiting facts of one extractor together."""
    rule = request.POST.get("rule", "")[:60]
    done = facts_accept_alike(deed=deed(request), viewer=need(request, REVIEWS), rule=rule, least=0.0)
    messages.success(request, _("已采纳 %(n)d 条事实。") % {"n": done})
    return redirect("web:facts_quality")
