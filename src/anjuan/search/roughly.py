"""Find the pages and values that meet a text only roughly, and verify each of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import query_bigrams
from anjuan.search.conditions import Condition, Contains, Everything, Near, Without, both
from anjuan.search.fuzzy import allowed_edits, difference, windows
from anjuan.search.planning import rough
from anjuan.search.protocol import Readers, Request, ScoredTerm, SearchBackend, TermField, Texts
from anjuan.search.query import FieldMatch, Fuzzy, Query, leaves, wanted_texts

#: How many similar pages are compared character by character, per text.
CANDIDATES = 300

#: So many of them, the least similar ones, tell whether there may be more.
_TAIL = 50

#: How many values of a field are compared with a rough filter.
_VALUES = 50_000


@dataclasses.dataclass(frozen=True, slots=True)
class RoughPages:
    """Pages verified to hold texts roughly.

    Attributes:
        ids: Page ids by squeezed text, without the pages that hold it exactly.
        differences: Some of the differences found, each once.
        cut: Texts for which more pages looked similar than could be compared.

    """

    ids: dict[str, tuple[int, ...]]
    differences: tuple[str, ...]
    cut: tuple[str, ...]


def rough_texts(query: Query, *, everything: bool) -> frozenset[str]:
    """Return the squeezed texts of a query that may be met roughly: all, or those marked with ``~``."""
    if everything:
        texts = wanted_texts(query.tree)
    else:
        texts = [leaf.text for leaf, wanted in leaves(query.tree) if wanted and isinstance(leaf, Fuzzy)]
    squeezed = (squeeze(text) for text in texts)
    return frozenset(text for text in squeezed if allowed_edits(len(text)))


@dataclasses.dataclass(frozen=True, slots=True)
class RoughSearch:
    """Looks for rough matches of one reader.

    Attributes:
        backend: Where pages are indexed.
        texts: Gives the printed texts.
        readers: Who asks.

    """

    backend: SearchBackend
    texts: Texts
    readers: Readers

    def pages(self, sought: Iterable[str], condition: Condition) -> RoughPages:
        """Return the pages that hold the texts roughly and meet the rest of a strict condition."""
        wanted = frozenset(sought)
        around = rough(condition, wanted)
        ids: dict[str, tuple[int, ...]] = {}
        differences: dict[str, None] = {}
        cut: list[str] = []
        for text in sorted(wanted):
            near = Near(text, allowed_edits(len(text)))
            request = Request(
                both(*dict.fromkeys((around, near)), Without(Contains(text))),
                self.readers,
                scoring=tuple(ScoredTerm(TermField.BIGRAMS, pair) for pair in dict.fromkeys(query_bigrams(text))),
                limit=CANDIDATES,
            )
            answer = self.backend.search(request)
            compared = [hit.id for hit in answer.hits]
            ids[text] = tuple(self._verified(text, compared, differences))
            # When none of the least similar pages holds the text, pages even less similar need no mention.
            if answer.total > CANDIDATES and not set(compared[-_TAIL:]).isdisjoint(ids[text]):
                cut.append(text)
        return RoughPages(ids, tuple(differences), tuple(cut))

    def _verified(self, text: str, ids: list[int], differences: dict[str, None]) -> Iterable[int]:
        printed = self.texts(ids)
        for number in ids:
            squeezed = squeeze(printed.get(number, ""))
            places = windows(text, squeezed, allowed_edits(len(text)))
            if places:
                closest = min(places, key=lambda place: place.distance)
                differences[difference(text, squeezed[closest.start : closest.end])] = None
                yield number

    def values(self, leaf: FieldMatch) -> tuple[str, ...]:
        """Return the values of a faceted field that hold the text of a filter roughly."""
        text = squeeze(leaf.text)
        edits = allowed_edits(len(text))
        answer = self.backend.search(
            Request(Everything(), self.readers, facets=(leaf.field,), facet_limit=_VALUES, limit=0)
        )
        known = (count.value for count in answer.facets[leaf.field])
        return tuple(value for value in known if _roughly(text, squeeze(value), edits))


def _roughly(text: str, value: str, edits: int) -> bool:
    if Levenshtein.distance(text, value, score_cutoff=edits) <= edits:
        return True
    return bool(windows(text, value, edits))
