"""Keys that sign the statements in QR codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from anjuan.certificates.selectors.keys import key_rows
from anjuan.certificates.selectors.rights import KEYS, READ
from anjuan.certificates.services.keys import key_revoke, key_rotate
from anjuan.web.visitor import deed, need


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys, which one signs, how many printings each signed."""
    person = need(request, KEYS, READ)
    return render(request, "web/certificate_keys.html", {"keys": key_rows(), "may_keep": person.may(KEYS)})


@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    """Let a new key sign."""
    made = key_rotate(deed=deed(request), viewer=need(request, KEYS))
    messages.success(request, _("新密钥 %(kid)s 已启用。") % {"kid": made.kid})
    return redirect("web:signing_keys")


@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Say that nothing a key signed counts any more."""
    person = need(request, KEYS)
    row = key_revoke(
        deed=deed(request), viewer=person, kid=request.POST.get("kid", "")[:20],
        reason=request.POST.get("reason", "")[:500],
    )  # fmt: skip
    messages.success(request, _("密钥 %(kid)s 已作废。") % {"kid": row.kid})
    return redirect("web:signing_keys")
