"""A person's own log-in: password, second factors, recovery codes, devices."""

from __future__ import annotations

import base64
import ipaddress
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anjuan.accounts.passkeys import registration_answer
from anjuan.accounts.sealing import SecretUnreadableError, seal, unseal
from anjuan.accounts.selectors.signin import has_factor, log_ins_of, security_of
from anjuan.accounts.services import factors
from anjuan.accounts.services.people import WeakPasswordError
from anjuan.accounts.services.signin import log_in_end, log_in_rekey, log_ins_end, password_change
from anjuan.kit.clock import today_in_china
from anjuan.web.arriving import gate_of, gate_pass
from anjuan.web.confirming import confirm_first
from anjuan.web.listing import whole
from anjuan.web.visitor import CLOCK, deed, me, now
from anjuan.web.words import fault_words

STATE = "aj_passkey"
_SECRET = "aj_totp"  # noqa: S105  where it is kept, not what it is
_QUIET_BORDER = 2


def host_for_passkeys(request: HttpRequest) -> str:
    """Return the name that passkeys of this site belong to; empty where browsers offer none.

    Browsers want a name, not an address, and HTTPS; ``localhost`` will do without.
    """
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        is_local = host == "localhost" or host.endswith(".localhost")
        return host if request.is_secure() or is_local else ""
    return ""


@never_cache
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Everything about one's own log-in."""
    user = me(request)
    values = {
        "security": security_of(user, today_in_china(CLOCK), settings.ANJUAN_OPTIONS.signin.second_factor_roles),
        "devices": log_ins_of(user.pk, now(), this_key=request.session.session_key or ""),
        "has_password": user.has_usable_password(),
        "passkeys_work": bool(host_for_passkeys(request)),
        "gate": gate_of(request),
    }
    return render(request, "web/security.html", values)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a new password."""
    user, gate, problems = me(request), gate_of(request) == "password", []
    if not user.has_usable_password():
        return redirect("web:security")
    if request.method == "POST":
        if not gate and (asked := confirm_first(request)):
            return asked
        problems = _password_set(request)
        if not problems:
            gate_pass(request, user)
            messages.success(request, _("密码已更换，其他设备上的登录已注销。"))
            return redirect("web:home" if gate and not gate_of(request) else "web:security")
    return render(request, "web/password.html", {"problems": problems, "gate": gate})


def _password_set(request: HttpRequest) -> list[object]:
    """Change the password as sent; return what is wrong with it, nothing when it was changed."""
    user, new, old_key = me(request), request.POST.get("new", ""), request.session.session_key or ""
    if new != request.POST.get("again", ""):
        return [_("两次输入的密码不一致。")]
    if user.check_password(new):
        return [_("新密码不能与现在的密码相同。")]
    try:
        password_change(deed=deed(request), user=user, password=new, but=old_key)
    except WeakPasswordError as error:
        weak = error.__cause__
        return [fault_words(error.code).title, *(weak.messages if isinstance(weak, ValidationError) else ())]
    update_session_auth_hash(request, user)
    log_in_rekey(old=old_key, new=request.session.session_key or "")
    return []


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def totp(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: show the secret, and keep it once the app has shown that it has it."""
    user, problem = me(request), ""
    secret = _kept_secret(request)
    if request.method == "POST":
        if asked := confirm_first(request):
            return asked
        try:
            factors.totp_add(deed=deed(request), user=user, secret=secret, code=request.POST.get("code", ""))
        except factors.WrongCodeError:
            problem = _("动态口令不正确，请核对手机时间后输入当前显示的 6 位数字。")
        else:
            del request.session[_SECRET]
            return _factor_added(request)
    letters = base64.b32encode(secret).decode("ascii")
    values = {
        "problem": problem,
        "picture": _qr(factors.totp_address(user, secret)),
        "letters": " ".join(letters[at : at + 4] for at in range(0, len(letters), 4)),
    }
    return render(request, "web/totp.html", values)


def _kept_secret(request: HttpRequest) -> bytes:
    """Return the secret that is being set up; it stays the same when the page is loaded again."""
    try:
        return unseal(request.session.get(_SECRET, ""))
    except SecretUnreadableError:
        secret = factors.totp_secret()
        request.session[_SECRET] = seal(secret)
        return secret


def _qr(text: str) -> SafeString:
    code = segno.make(text, error="m", micro=False)
    return SafeString(code.svg_inline(scale=4, border=_QUIET_BORDER, dark="#000", light="#fff", omitsize=True))


def _factor_added(request: HttpRequest) -> HttpResponse:
    """Show recovery codes after the first factor, else return to the overview."""
    user = me(request)
    gate_pass(request, user)
    security_now = security_of(user, today_in_china(CLOCK), ())
    if security_now.codes_left:
        messages.success(request, _("已添加。"))
        return redirect("web:security")
    codes = factors.recovery_make(deed=deed(request), user=user)
    return render(request, "web/recovery.html", {"codes": codes, "is_first": True})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey."""
    user, host, problem = me(request), host_for_passkeys(request), ""
    if not host:
        messages.warning(request, _("通行密钥需要通过域名和 HTTPS 访问本系统。"))
        return redirect("web:security")
    if request.method == "POST":
        if asked := confirm_first(request):
            return asked
        made = registration_answer(host, request.session.pop(STATE, None) or {}, request.POST.get("answer", ""))
        if made is not None:
            name = request.POST.get("name", "").strip() or _("通行密钥")
            factors.passkey_add(deed=deed(request), user=user, passkey=made, name=name)
            return _factor_added(request)
        problem = _("没有收到有效的通行密钥，请重试。")
    question = factors.passkey_question(user=user, host=host)
    request.session[STATE] = question.state
    return render(request, "web/passkey.html", {"problem": problem, "question": question.options})


@require_POST
def factor_remove(request: HttpRequest) -> HttpResponse:
    """Take a second factor away."""
    if asked := confirm_first(request):
        return asked
    user = me(request)
    factors.factor_remove(deed=deed(request), user=user, factor_id=whole(request.POST, "factor", 0))
    gate_pass(request, user)
    messages.success(request, _("已移除。"))
    return redirect("web:security")


@never_cache
@require_POST
def recovery(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes, and show them once."""
    if asked := confirm_first(request):
        return asked
    user = me(request)
    if not has_factor(user):
        messages.warning(request, _("请先添加第二因素，再生成恢复码。"))
        return redirect("web:security")
    return render(request, "web/recovery.html", {"codes": factors.recovery_make(deed=deed(request), user=user)})


@require_POST
def device_end(request: HttpRequest) -> HttpResponse:
    """End one's log-in on another device, or on all others."""
    user, key = me(request), request.session.session_key or ""
    if device := whole(request.POST, "device", 0):
        log_in_end(deed=deed(request), user=user, log_in_id=device)
        number = 1
    else:
        number = log_ins_end(deed=deed(request), user=user, but=key)
    messages.success(request, ngettext("%(n)s 台设备已注销登录。", "%(n)s 台设备已注销登录。", number) % {"n": number})
    return redirect("web:security")
