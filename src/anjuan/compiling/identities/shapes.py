"""Identities that nobody knows but that their shape tells: numbers, contacts, addresses, firms, persons, days."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator

from anjuan.compiling.identities.sightings import Sighting, Sort
from anjuan.compiling.rules.identities import IdentityTable
from anjuan.compiling.rules.tables import identities
from anjuan.kit.text.dates import find_dates
from anjuan.kit.text.folding import fold_with_origins
from anjuan.papers.rules.tables import form_labels

_HAN = "\u3400-\u9fff"
#: The name of an unknown firm is looked for so far to the left of its legal form.
_REACH = 22
#: An edition year or a number stands so close behind the sign of a standard.
_STANDARD = re.compile(
    r"(?:gb|gbz|jb|yy|hj|aq|sj|ny|sc|hg|qb|fz|dl|jt|jg|jgj|cj|cjj|tb|sb|sn|wb|ga|ly|mt|sh|sy|yb|ys|yc|wm|bb|db\d{2,6}"
    r"|t/[a-z]{2,8}|iso|iec|iatf|en|astm|din|jis|rb|cnas|cnca|md|cts|cqc|lb|gy|jr|yd|tsg|xf|dg)"
    r"(?:/[tz])?[ -]?(?:[a-z]{1,4}-?)?\d[\d.:/-]*"
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Words:
    """The words of the table as patterns."""

    ends: re.Pattern[str]
    nobody: re.Pattern[str]
    before: re.Pattern[str]
    named_behind: re.Pattern[str]
    named_before: re.Pattern[str]
    no_names: frozenset[str]


def shapes_in(text: str, table: IdentityTable | None = None) -> list[Sighting]:
    """Return where the shape of the text tells an identity; numbers of standards are none."""
    rules = table or identities().latest
    folded = fold_with_origins(text)
    standards = [match.span() for match in _STANDARD.finditer(folded.text)]
    found = [*_patterns(folded.text, rules), *_firms(folded.text, rules), *_persons(folded.text, rules)]
    kept = [one for one in found if not _touches(one, standards)]
    placed = []
    for one in kept:
        first, last = folded.span(one.start, one.end)
        placed.append(dataclasses.replace(one, start=first, end=last))
    return [*placed, *_days(text)]


def _touches(one: Sighting, spans: list[tuple[int, int]]) -> bool:
    return one.sort is Sort.NUMBER and any(low <= one.start < high or one.start <= low < one.end for low, high in spans)


def _patterns(text: str, table: IdentityTable) -> Iterator[Sighting]:
    for row in table.patterns:
        for match in row.pattern.finditer(text):
            start, end = match.span("id") if "id" in row.pattern.groupindex else match.span()
            if start < end:
                yield Sighting(start, end, Sort(row.stands_for), "shape")


def _days(text: str) -> Iterator[Sighting]:
    """Yield days and months; a year alone tells nobody."""
    for found in find_dates(text):
        if found.value.month is not None:
            yield Sighting(found.start, found.end, Sort.DAY, "shape")


def _firms(text: str, table: IdentityTable) -> Iterator[Sighting]:
    words = _words(table)
    for end in words.ends.finditer(text):
        low = max(0, end.start() - _REACH)
        head = re.search(rf"[{_HAN}()a-z0-9·&]*$", text[low : end.start()])
        name = head.group() if head else ""
        cut = max((match.end() for match in words.before.finditer(name)), default=0)
        name = name[cut:].lstrip("()·&")
        if len(name) > 1 and not words.nobody.search(name):
            yield Sighting(end.start() - len(name), end.end(), Sort.ORGANISATION, "shape")


def _persons(text: str, table: IdentityTable) -> Iterator[Sighting]:
    words = _words(table)
    for pattern in (words.named_behind, words.named_before):
        for match in pattern.finditer(text):
            name = match["name"]
            if not any(name.startswith(word) or text.startswith(word, match.start("name")) for word in words.no_names):
                yield Sighting(*match.span("name"), Sort.PERSON, "shape")
                yield from _further(text, match.end("name"), words)


def _further(text: str, start: int, words: _Words) -> Iterator[Sighting]:
    """Yield the names that follow a name in a list."""
    surnames = _surnames()
    while True:
        match = re.match(rf"[,/ ]\s?(?P<name>(?:{surnames})[{_HAN}]{{1,2}})(?=[,.;/ )]|$|等)", text[start:])
        if not match or match["name"] in words.no_names:
            return
        yield Sighting(start + match.start("name"), start + match.end("name"), Sort.PERSON, "shape")
        start += match.end("name")


@functools.cache
def _surnames() -> str:
    """Return the surnames as alternatives of a pattern, the compound ones first."""
    known = {*form_labels().latest.surnames.strip(), *identities().latest.surnames}
    return "|".join(sorted(known, key=lambda name: (-len(name), name)))


@functools.lru_cache(maxsize=4)
def _words_of(edition: str) -> _Words:
    table = next(each for each in identities().all if each.edition == edition)
    name = rf"(?P<name>(?:{_surnames()})[{_HAN}]{{1,2}}?)"
    behind = _any(table.after_names)
    return _Words(
        re.compile(_any(table.organisation_ends)),
        re.compile(rf"(?:{_any(table.nobody)})$"),
        re.compile(_any(table.before_names)),
        re.compile(rf"(?:{_any(table.roles)})(?:为|是|:|\s|\()?{name}(?=$|[^{_HAN}]|{behind})"),
        re.compile(rf"(?<![{_HAN}]){name}(?=(?:{_any(table.honorifics)})(?:$|[^{_HAN}]|{behind}))"),
        frozenset(table.no_names),
    )


def _words(table: IdentityTable) -> _Words:
    return _words_of(table.edition)


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
