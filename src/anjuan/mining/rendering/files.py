"""A guide as a file of the wanted form."""

from __future__ import annotations

import datetime as dt
import json

from anjuan.mining.rendering.markdown import guide_markdown
from anjuan.mining.rendering.plain import guide_json
from anjuan.mining.rendering.print import guide_pdf
from anjuan.mining.rendering.view import GuideView
from anjuan.mining.rendering.word import guide_docx

FORMATS = (".pdf", ".docx", ".md", ".json")


def guide_file(view: GuideView, suffix: str, *, now: dt.datetime, language: str = "zh") -> bytes:
    """Return a guide as the bytes of a file.

    Args:
        view: The guide as shown.
        suffix: One of ``FORMATS``.
        now: The moment that stands in the file as its making.
        language: ``zh`` or ``en``.

    Raises:
        NoFontError: A PDF was wanted and no font with Chinese characters is on this machine.
        KeyError: The suffix is none of ``FORMATS``.

    """
    if suffix == ".pdf":
        return guide_pdf(view, now=now, language=language)
    if suffix == ".docx":
        return guide_docx(view, language=language)
    makers = {".md": _markdown, ".json": _json}
    return makers[suffix](view, language)


def _markdown(view: GuideView, language: str) -> bytes:
    return guide_markdown(view, language).encode()


def _json(view: GuideView, language: str) -> bytes:
    del language
    return json.dumps(guide_json(view), ensure_ascii=False, indent=2).encode()
