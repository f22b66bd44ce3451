"""Log-in that slows down guessing: names and passwords, one-time codes, and passwords asked for again."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.signin import NOBODY, log_in_failed
from anjuan.web.visitor import address_of, now

#: So many failures for one name from one address, then a pause. Counted in each serving process.
FAILURES = 5
PAUSE_SECONDS = 60
#: So many failures from one address under whatever names.
ADDRESS_FAILURES = 50


def is_paused(address: str, name: str) -> bool:
    """Say whether a name has to rest at an address, or the address as a whole."""
    return bool(cache.get(_key(address, name), 0) >= FAILURES or cache.get(_key(address, ""), 0) >= ADDRESS_FAILURES)


def failure_count(address: str, name: str) -> int:
    """Count a failure; return how many there were for this name at this address."""
    for key in (_key(address, ""), _key(address, name)):
        cache.add(key, 0, PAUSE_SECONDS)
        number = cache.incr(key)
    return number


def failures_forget(address: str, name: str) -> None:
    """Forget the failures of a name that has shown who it is."""
    cache.delete(_key(address, name))


def _key(address: str, name: str) -> str:
    return "login:" + hashlib.sha256(f"{address}\n{name.casefold()}".encode()).hexdigest()


class ThrottledForm(AuthenticationForm):
    """Name and password; after five failures the name rests for a minute at this address."""

    error_messages = {  # noqa: RUF012  Django's own declaration
        **AuthenticationForm.error_messages,
        "invalid_login": _("用户名或密码不正确，请重新输入。"),
        "paused": _("失败次数过多，请 1 分钟后再试。"),
    }

    def clean(self) -> dict[str, Any]:
        """Return name and password, or raise when they are wrong or too many failures went before."""
        address = address_of(self.request) if self.request else ""
        name = self.cleaned_data.get("username") or ""
        if is_paused(address, name):
            raise ValidationError(self.error_messages["paused"], code="paused")
        try:
            cleaned = super().clean()
        except ValidationError:
            why = "paused" if failure_count(address, name) >= FAILURES else "password"
            log_in_failed(deed=Deed(NOBODY, now()), username=name, address=address, why=why)
            raise
        failures_forget(address, name)
        return cleaned
