"""What happened, with its values, in Chinese: the English sentences of errors by their shape.

The title and the remedy of an error stand with its code in ``kit/tables/explanations-*.yaml``; here is the sentence
between them, which carries values. Names in braces stand for values; a value that is a code is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import get_language

from anjuan.web import custodywords, peoplewords, words
from anjuan.web.faulttable import TOLD
from anjuan.web.obstaclewords import obstacles_of
from anjuan.web.sentences import Spoken, spoken

_SLOT = re.compile(r"\\\{(\w+)\\\}")
#: Between values that are named one after the other.
#: A rule with its guard and edition, as refusals of the certificates room begin.
_RULED = re.compile(r"[\w.]+/\w+ \([^)]*\): ")
_BETWEEN = re.compile(r", | or | and ")


def _pattern(english: str) -> re.Pattern[str]:
    """Return the pattern of a sentence; a value may stand in quotes."""
    return re.compile(_SLOT.sub(r"['\"“]?(?P<\1>.*?)['\"”]?", re.escape(english)), re.DOTALL)


#: The sentence that says most comes first: a short one would take it for one of its values.
_KNOWN = tuple(
    (_pattern(english), chinese)
    for english, chinese in sorted(TOLD, key=lambda pair: -len(re.sub(r"\{\w+\}", "", pair[0])))
)
_CODES: Mapping[str, object] = {
    **custodywords.TABLES["list_state"],
    **custodywords.TABLES["loan_state"],
    **peoplewords.TABLES["capability"],
}


def fault_said(sentence: str) -> Spoken:
    """Return what happened in the language of the page; ``is_ours`` is False where no Chinese is known."""
    if get_language() == "en":
        return Spoken(sentence, is_ours=True)
    for pattern, chinese in _KNOWN:
        found = pattern.fullmatch(sentence.strip())
        if found:
            return Spoken(
                chinese.format(**{key: _value(text) for key, text in found.groupdict().items()}), is_ours=True
            )
    return spoken(sentence)


def _value(text: str) -> str:
    if _RULED.match(text):
        return "".join(obstacles_of(text))
    parts = _BETWEEN.split(text)
    if all(part in _CODES for part in parts):
        return "、".join(str(_CODES[part]) for part in parts)
    return words.said("case_state", text) if text else "—"
