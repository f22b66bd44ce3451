"""Scope texts: taken apart into products with their activities, put together again, and looked at for their words."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.scope.rules.application import Application
from anjuan.scope.rules.sentences import Finding, finding

_JOIN = re.compile(r"[、,，/]|和|及|与|或|以及")
_PARTS = re.compile(r"[；;。\n]+")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


class WordingExample(Strict):
    """A scope text and the items it holds, each as ``product/activity+activity``."""

    text: str
    expected: tuple[str, ...]


class WordingTable(RuleFile):
    """The words of scopes of one edition."""

    activities: dict[str, str]
    broad: tuple[str, ...]
    families: dict[str, tuple[str, ...]]
    praise: tuple[str, ...]
    vague: tuple[str, ...]
    building: tuple[str, ...]
    conditional: tuple[str, ...]
    heads: tuple[str, ...]
    examples: tuple[WordingExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = tuple(f"{one.product}/{'+'.join(one.activities)}" for one in items_of(self, example.text))
            if found != example.expected:
                yield f"{example.text!r} holds {found}, not {example.expected}"


@dataclasses.dataclass(frozen=True, slots=True)
class ScopeItem:
    """A product or service of a scope with what is done about it, in the order of the text."""

    product: str
    activities: tuple[str, ...]

    @property
    def label(self) -> str:
        """How people call it."""
        return f"{self.product}（{'、'.join(self.activities)}）" if self.activities else self.product


def items_of(table: WordingTable, text: str) -> tuple[ScopeItem, ...]:
    """Return the items of a scope text, in its order; a text that names no activity has items without any."""
    found: list[ScopeItem] = []
    for part in _PARTS.split(_without_heads(table, text)):
        found += _part(table, part.strip())
    return tuple(dict.fromkeys(found))


def _without_heads(table: WordingTable, text: str) -> str:
    plain = re.sub(r"[ \t\u3000]+", "", text)
    for head in sorted(table.heads, key=len, reverse=True):
        plain = plain.replace(head, "")
    return plain


def _part(table: WordingTable, part: str) -> list[ScopeItem]:
    if not part:
        return []
    front, mark, tail = part.rpartition("的")
    words = [word for word in _JOIN.split(tail) if word] if mark else []
    if words and all(_activity(table, word) for word in words):
        return [ScopeItem(product, tuple(words)) for product in _products(front)]
    products = _products(part)
    tails = [_tail(table, product) for product in products]
    shared = tails[-1][1] if tails else ()
    return [
        ScopeItem(product, activities or (shared if not any(one for _, one in tails[:-1]) else ()))
        for product, activities in _merged(tails)
    ]


def _merged(tails: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield products with their activities; activities that stand alone belong to the product before them."""
    held: list[tuple[str, tuple[str, ...]]] = []
    for product, activities in tails:
        if not product and held:
            held[-1] = (held[-1][0], (*held[-1][1], *activities))
        else:
            held.append((product or "".join(activities), activities if product else ()))
    yield from held


def _products(text: str) -> list[str]:
    hidden: list[str] = []

    def hide(match: re.Match[str]) -> str:
        hidden.append(match.group())
        return f"\x00{len(hidden) - 1}\x01"

    parts = re.split(r"[、,，]|以及|(?<=[\u4e00-\u9fff]{2})[和及与](?=[\u4e00-\u9fff]{2})", _BRACKETS.sub(hide, text))
    return [re.sub(r"\x00(\d+)\x01", lambda one: hidden[int(one.group(1))], part).strip() for part in parts if part]


def _activity(table: WordingTable, word: str) -> bool:
    return word in table.activities


def _tail(table: WordingTable, product: str) -> tuple[str, tuple[str, ...]]:
    plain = _BRACKETS.sub("", product).rstrip("等")
    if plain in table.activities:
        return "", (plain,)
    for word in sorted(table.activities, key=len, reverse=True):
        if plain.endswith(word) and len(plain) > len(word):
            return plain.removesuffix(word).removesuffix("的") or plain, (word,)
    return product, ()


def composed(items: Sequence[ScopeItem]) -> str:
    """Return the text of items: products with the same activities stand together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for item in items:
        groups.setdefault(item.activities, []).append(item.product)
    return "；".join(_said(products, activities) for activities, products in groups.items())


def _said(products: Sequence[str], activities: Sequence[str]) -> str:
    if not activities:
        return "、".join(products)
    if tuple(activities) == ("服务",):
        return "、".join(f"{product}服务" for product in products)
    done = activities[0] if len(activities) == 1 else "、".join(activities[:-1]) + "和" + activities[-1]
    return f"{'、'.join(products)}的{done}"


def wording_findings(table: WordingTable, asked: Application) -> Iterator[Finding]:
    """Yield what is to be said of the words of a scope."""
    if not asked.scope.strip():
        yield finding("wording_empty", "")
        return
    yield from (finding("wording_praise", asked.scope, word=word) for word in table.praise if word in asked.scope)
    yield from (finding("wording_vague", asked.scope, word=word) for word in table.vague if word in asked.scope)
    yield from (
        finding("wording_no_activity", item.product) for item in items_of(table, asked.scope) if not item.activities
    )
    is_building = any(word in asked.scope for word in table.building)
    is_quality = any("9001" in one for one in asked.standards)
    if is_building and is_quality and not any("50430" in one for one in asked.standards):
        yield finding("building_standard", asked.scope)
