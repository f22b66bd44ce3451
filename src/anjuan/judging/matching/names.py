"""Names of organisations taken apart: place, brand, trade, legal form, branch."""

from __future__ import annotations

import dataclasses
import re

from rapidfuzz.distance import Levenshtein

from anjuan.judging.matching.words import NameWords
from anjuan.kit.text.folding import fold, squeeze

_BRACKET = re.compile(r"[(\[<]([^()\[\]<>]*)[)\]>]")
#: A brand has two characters at least.
_BRAND = 2
#: Legal forms of this length and more are known with a slip as well.
_LONG_FORM = 4


@dataclasses.dataclass(frozen=True, slots=True)
class NameParts:
    """One name taken apart; all texts squeezed.

    Attributes:
        plain: The whole name without remarks, its legal form written one way.
        core: Brand and trade: without place, group word, legal form and branch.
        brand: The part of the core before its first trade word.
        form: Class of the legal form, such as ``limited``; empty when the name has none.
        group: Whether the name says 集团.
        places: Codes of the places it names, a tuple for each place; the whole country counts as none.
        branch: What makes it a branch, such as ``上海分公司``; empty for a head office.
        former: Former names that stand in brackets.
        short: Short names that stand in brackets.

    """

    plain: str
    core: str
    brand: str
    form: str
    group: bool
    places: tuple[tuple[str, ...], ...]
    branch: str
    former: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


def name_parts(name: str, words: NameWords) -> NameParts:
    """Return the parts of a name. A name nobody can take apart keeps its whole text as core."""
    rest, places, former, short = _brackets(name, words)
    text = squeeze(rest)
    head, branch = _branch(text, words)
    bare, form = _form(head, words)
    body = bare
    group = any(word in body for word in words.groups)
    for word in words.groups:
        body = body.replace(word, "")
    core, leading = _core(body or head, words)
    brand = _brand(core, words)
    return NameParts(f"{bare}|{form}|{branch}", core, brand, form, group, (*leading, *places), branch, former, short)


def _brackets(name: str, words: NameWords) -> tuple[str, tuple[tuple[str, ...], ...], tuple[str, ...], tuple[str, ...]]:
    """Return the name without what its brackets say aside, with the places, former and short names said there."""
    places: list[tuple[str, ...]] = []
    former: list[str] = []
    short: list[str] = []

    def kept(match: re.Match[str]) -> str:
        inside = squeeze(match[1])
        for prefixes, target in ((words.table.short_words, short), (words.table.former_words, former)):
            prefix = next((word for word in prefixes if inside.startswith(word)), "")
            if prefix:
                target.append(inside[len(prefix) :].lstrip("为是"))
                return ""
        place, codes = words.places.leading(inside)
        if place and place == inside:
            places.append(codes)
            return ""
        return "" if inside in words.table.remarks or inside in words.everywhere else inside

    rest = _BRACKET.sub(kept, fold(name))
    return rest, tuple(places), tuple(former), tuple(short)


def _branch(text: str, words: NameWords) -> tuple[str, str]:
    match = words.branch.match(text)
    if match:
        return match["head"], match["branch"]
    for word in words.table.branch_words:
        if text.endswith(word) and len(text) > len(word) + 1 and word.startswith(("分", "支", "办")):
            return text.removesuffix(word), word
    return text, ""


def _form(head: str, words: NameWords) -> tuple[str, str]:
    """Return the head without its legal form, and the class of the form; a slip in a long form is forgiven."""
    for word, kind in words.forms:
        if head.endswith(word) and len(head) - len(word) >= _BRAND:
            return (head, kind) if kind == "body" else (head.removesuffix(word), kind)
        if len(word) >= _LONG_FORM:
            cut = _slipped(head, word)
            if cut:
                return head[:cut], kind
    return head, ""


def _slipped(head: str, word: str) -> int:
    """Return where a legal form with one wrong or dropped character begins; 0 when the head does not end so."""
    for length in (len(word) - 1, len(word)):
        cut = len(head) - length
        if cut >= _BRAND and Levenshtein.distance(head[cut:], word, score_cutoff=1) == 1:
            return cut
    return 0


def _core(body: str, words: NameWords) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the body without the places it begins with, each inside the one before, and these places.

    What begins like a place elsewhere in the country is brand: 漠河奈曼 is not 漠河 and 奈曼旗.
    """
    places: list[tuple[str, ...]] = []
    for word in words.everywhere:
        if body.startswith(word) and len(body) - len(word) >= _BRAND:
            body = body.removeprefix(word)
    while True:
        place, codes = words.places.leading(body)
        inside = not places or any(code.startswith(outer) for code in codes for outer in places[-1])
        if not place or not inside or len(body) - len(place) < _BRAND:
            return body, tuple(places)
        places.append(codes)
        body = body.removeprefix(place)


def _brand(core: str, words: NameWords) -> str:
    match = words.trades.search(core, _BRAND)
    return core[: match.start()] if match else core
