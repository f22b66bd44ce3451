"""What stands against a change of a certificate, in the language of the page."""

from __future__ import annotations

import re

from django.utils.translation import get_language

from anjuan.web.faultcertificates import OBSTACLES
from anjuan.web.words import said

_HEAD = re.compile(r"(?P<rule>[\w.]+)/(?P<guard>\w+) \((?P<edition>[^)]*)\): (?P<what>.+)", re.DOTALL)
_SLOT = re.compile(r"\\\{(\w+)\\\}")
_NEXT = re.compile(r"\s(?=[\w.]+/\w+ \([^)]*\): )")


def obstacle_words(sentence: str) -> str:
    """Return one obstacle with rule and edition as the page tells it."""
    found = _HEAD.fullmatch(sentence)
    if found is None or get_language() == "en":
        return sentence
    english, chinese = OBSTACLES[found["guard"]]
    values = re.fullmatch(_SLOT.sub(r"(?P<\1>.*?)", re.escape(english)), found["what"])
    told = {key: _state(value) for key, value in values.groupdict().items()} if values else {}
    return f"{chinese.format(**told)}（规则 {found['rule']}，版次 {found['edition']}）" if values else sentence


def obstacles_of(sentence: str) -> list[str]:
    """Return the obstacles that a refusal names, each as the page tells it."""
    return [obstacle_words(one) for one in _NEXT.split(sentence)]


def _state(text: str) -> str:
    codes = text.split(", ")
    return "、".join(f"“{said('certificate_state', code)}”" for code in codes) if all(map(_is_state, codes)) else text


def _is_state(code: str) -> bool:
    return code in {"01", "02", "03", "04", "05"}
