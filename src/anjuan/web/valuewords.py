"""Values of fields as pages say them: codes in words, lists joined."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from anjuan.web.words import said

#: Fields whose values are codes, and the table that has their words.
_CODED = {"audit_type": "audit_type", "finding.grade": "grade", "member.role": "member_role", "signature.kind": "side"}

#: Values that no paper prints so: what reading writes for words that mean the same.
WORDS: Mapping[str, str | Promise] = {"long-term": lazy("长期"), "not-applicable": lazy("不适用")}


def value_said(name: str, value: object) -> str:
    """Return a value in the words of the pages; ``无`` for none."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple):
        return "、".join(value_said(name, one) for one in value) or _("无")
    if isinstance(value, float):
        return f"{value:g}"
    text = str(value)
    if text in WORDS:
        return str(WORDS[text])
    return said(_CODED[name], text) if name in _CODED and text else text or _("无")
