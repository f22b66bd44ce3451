"""Wordings of certification scopes: joins and full stops are style, words and their order are not."""

from __future__ import annotations

import functools
import re

from anjuan.judging.comparing.likeness import DIFFERENT, LEFT_OUT, SAME, STYLE, Comparison, Stated
from anjuan.judging.comparing.rulebook import ComparingTable, longest_first
from anjuan.judging.comparing.slips import slip
from anjuan.kit.text.folding import fold, squeeze


def scope_key(text: str, table: ComparingTable) -> str:
    """Return the comparable form of a scope: no joins, no heads such as ``质量管理体系：``."""
    return _key(text, table.scope_heads, table.scope_joins)


@functools.lru_cache(maxsize=4096)
def _key(text: str, heads: tuple[str, ...], joins: tuple[str, ...]) -> str:
    plain = re.sub(r"\s+", "", fold(text))
    for head in heads:
        plain = re.sub(rf"^(?:{head})", "", plain)
    for join in longest_first(joins):
        plain = plain.replace(fold(join), "")
    return squeeze(plain)


def _without_tail(text: str, table: ComparingTable) -> str:
    plain = re.sub(r"\s+", "", fold(text)).rstrip(".;,")
    for tail in table.scope_tails:
        plain = re.sub(rf"(?:{tail})", "", plain)
    return scope_key(plain, table)


def compare_scopes(one: Stated, other: Stated, table: ComparingTable) -> Comparison:
    """Return how two wordings of a scope stand to each other; the order of its words counts."""
    left, right = scope_key(one.text, table), scope_key(other.text, table)
    if left == right:
        return SAME if one.text == other.text else STYLE
    if _without_tail(one.text, table) == _without_tail(other.text, table):
        return LEFT_OUT
    return slip(left, right, table) if one.recognised or other.recognised else DIFFERENT
