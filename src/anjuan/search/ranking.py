"""How pages are put in order: which terms score with which weight, and how loose a loose match may be.

A plan is data. The first stage adds BM25 scores inside the backend; a plan may name a second stage, a
:class:`Rescorer`, that looks at the texts of the best pages again.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import content_words, query_bigrams
from anjuan.search.protocol import ScoredTerm, TermField


class Rescorer(Protocol):
    """The second stage of ranking."""

    def __call__(
        self, query: Sequence[str], scores: Mapping[int, float], texts: Mapping[int, str]
    ) -> Mapping[int, float]:
        """Return new scores for the same pages.

        Args:
            query: The texts that are looked for, as typed.
            scores: First-stage scores by page.
            texts: Printed texts by page; a page without a text keeps its score.

        """
        ...


@dataclasses.dataclass(frozen=True)
class Plan:
    """A way to rank.

    Attributes:
        words_weight: Factor of the BM25 score of words.
        bigrams_weight: Factor of the BM25 score of character pairs.
        title_weight: Factor of the BM25 score of the title's character pairs.
        few_words: Up to so many words a loose match is tried only when no page has all of them.
        share_needed: The share of the words of a query that a page needs to match loosely; at least two words, or the
            only one. A sentence (it has function words) needs one: a question shares few words with its answer.
        expansions: Further words, with factors, that a word of the query brings along.
        depth: How many of the best pages the second stage looks at; 0 for none.
        rescorer: The second stage.

    """

    words_weight: float = 1.0
    bigrams_weight: float = 1.0
    title_weight: float = 0.15
    few_words: int = 3
    share_needed: float = 0.5
    expansions: Mapping[str, tuple[tuple[str, float], ...]] = dataclasses.field(default_factory=dict)
    depth: int = 0
    rescorer: Rescorer | None = None

    def minimum(self, count: int, *, sentence: bool) -> int:
        """Return how many of ``count`` distinct words a page needs for a loose match."""
        if sentence or not self.share_needed:
            return 1
        return max(min(2, count), math.ceil(count * self.share_needed))

    def scoring(self, texts: Sequence[str]) -> tuple[ScoredTerm, ...]:
        """Return the terms that score for a query with these texts."""
        weights: dict[tuple[TermField, str], float] = {}
        for text in texts:
            for word in content_words(text):
                _raise(weights, TermField.WORDS, word, self.words_weight)
                for other, factor in self.expansions.get(word, ()):
                    _raise(weights, TermField.WORDS, other, self.words_weight * factor)
            for pair in query_bigrams(squeeze(text)):
                _raise(weights, TermField.BIGRAMS, pair, self.bigrams_weight)
                _raise(weights, TermField.TITLE, pair, self.title_weight)
        return tuple(ScoredTerm(field, token, weight) for (field, token), weight in weights.items() if weight > 0)


def _raise(weights: dict[tuple[TermField, str], float], field: TermField, token: str, weight: float) -> None:
    weights[field, token] = max(weight, weights.get((field, token), 0.0))


#: The plan used when none is given.
DEFAULT_PLAN = Plan()
