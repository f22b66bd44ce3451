"""Log-in that slows down guessing."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: So many failures for one name from one address, then a pause. Counted in each serving process.
FAILURES = 5
PAUSE_SECONDS = 60


class ThrottledForm(AuthenticationForm):
    """Name and password; after five failures the name rests for a minute at this address."""

    error_messages = {  # noqa: RUF012  Django's own declaration
        **AuthenticationForm.error_messages,
        "invalid_login": _("用户名或密码不正确，请重新输入。"),
        "paused": _("失败次数过多，请 1 分钟后再试。"),
    }

    def clean(self) -> dict[str, Any]:
        """Return name and password, or raise when they are wrong or too many failures went before."""
        key = self._key()
        if cache.get(key, 0) >= FAILURES:
            raise ValidationError(self.error_messages["paused"], code="paused")
        try:
            cleaned = super().clean()
        except ValidationError:
            cache.add(key, 0, PAUSE_SECONDS)
            cache.incr(key)
            raise
        cache.delete(key)
        return cleaned

    def _key(self) -> str:
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        name = self.cleaned_data.get("username") or ""
        return "login:" + hashlib.sha256(f"{address}\n{name.casefold()}".encode()).hexdigest()
