"""Words of what is pushed: by what cases are alike, kinds of news."""

from __future__ import annotations

from django.utils.translation import gettext as _

from anjuan.mining.rules.tables import similarity
from anjuan.web.knowledgewords import language
from anjuan.web.words import said


def feature_words() -> dict[str, str]:
    """Return what kinds of features, and types of audits, are called in the language of the page."""
    kinds = {row.id: getattr(row, language()) for row in similarity().latest.kinds}
    types = ("initial", "surveillance", "recertification", "special", "transfer")
    return {**{name: str(said("audit_type", name)) for name in types}, **kinds}


def feature_said(kind: str, value: str) -> str:
    """Return the value of a feature as a reader sees it."""
    return str(said("audit_type", value)) if kind == "type" else value


def news_said(kind: str) -> str:
    """Return the name of a kind of news."""
    return {"guide": _("指南"), "facts": _("事实"), "standard": _("标准更替"), "story": _("案例")}.get(kind, kind)
