"""How pages are put in order: which terms score with which weight, and how loose a loose match may be.

A plan is data. The first stage adds BM25 scores inside the backend; a plan may name a second stage, a
:class:`Rescorer`, that looks at the texts of the best pages again.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import content_words, query_bigrams
from anjuan.search.protocol import ScoredTerm, TermField
from anjuan.search.relevance.expansion import Asked, as_typed, asked
from anjuan.search.relevance.rescoring import Candidate, rescored
from anjuan.search.relevance.rulebook import weights


class Rescorer(Protocol):
    """The second stage of ranking."""

    def __call__(
        self,
        query: Sequence[str],
        scores: Mapping[int, float],
        texts: Mapping[int, str],
        contexts: Mapping[int, str],
    ) -> Mapping[int, float]:
        """Return new scores for the same pages.

        Args:
            query: The texts that are looked for, as typed.
            scores: First-stage scores by page.
            texts: Printed texts by page; a page without a text keeps its score.
            contexts: What names the document of a page; a page left out belongs to none.

        """
        ...


def by_evidence(
    query: Sequence[str], scores: Mapping[int, float], texts: Mapping[int, str], contexts: Mapping[int, str]
) -> Mapping[int, float]:
    """Return scores that also weigh characters, coverage and the document around a page."""
    found = (Candidate(page, score, texts.get(page, ""), contexts.get(page, "")) for page, score in scores.items())
    return rescored(query, tuple(found))


@dataclasses.dataclass(frozen=True)
class Plan:
    """A way to rank.

    Attributes:
        words_weight: Factor of the BM25 score of words.
        bigrams_weight: Factor of the BM25 score of character pairs.
        title_weight: Factor of the BM25 score of the title's character pairs.
        few_words: Up to so many words a loose match is tried only when no page has all of them.
        enough_pages: When so many pages have all of more words, pages with only some of them are not listed; does not
            hold for sentences.
        share_needed: The share of the words of a query that a page needs to match loosely; at least two words, or the
            only one. A sentence (it has function words) needs one: a question shares few words with its answer.
        common_share: A word on more than this share of the pages does not make a page match a sentence on its own.
        common_pages: A word on up to so many pages always does.
        reading: What a query text asks for: its pieces, and what papers may write for it.
        depth: How many of the best pages the second stage looks at; 0 for none.
        rescorer: The second stage.

    """

    words_weight: float = 1.0
    bigrams_weight: float = 1.0
    title_weight: float = 0.15
    few_words: int = 3
    enough_pages: int = 100
    share_needed: float = 0.5
    common_share: float = 0.1
    common_pages: int = 2000
    reading: Callable[[str], Asked] = as_typed
    depth: int = 0
    rescorer: Rescorer | None = None

    def minimum(self, count: int, *, sentence: bool) -> int:
        """Return how many of ``count`` distinct words a page needs for a loose match."""
        if sentence or not self.share_needed:
            return 1
        return max(min(2, count), math.ceil(count * self.share_needed))

    def strict_scoring(self, texts: Sequence[str]) -> tuple[ScoredTerm, ...]:
        """Return the terms that score when every page holds the texts as written: the texts themselves.

        Their parts would add nothing but the time to look them up.
        """
        factors: dict[tuple[TermField, str], float] = {}
        for text in map(squeeze, texts):
            pairs = query_bigrams(text)
            if pairs:
                factors[TermField.TEXT, text] = 1.0
            factors.update({(TermField.TITLE, pair): self.title_weight for pair in pairs})
        return _positive(factors)

    def scoring(self, texts: Sequence[str]) -> tuple[ScoredTerm, ...]:
        """Return the terms that score for a query with these texts."""
        factors: dict[tuple[TermField, str], float] = {}
        for text in texts:
            for term in self._terms(text):
                key = term.field, term.token
                factors[key] = max(term.weight, factors.get(key, 0.0))
        return _positive(factors)

    def also_written(self, text: str) -> tuple[str, ...]:
        """Return the distinct words of what papers may write for a query text."""
        others = (word for other, _ in self.reading(text).others for word in content_words(other))
        return tuple(dict.fromkeys(others))

    def _terms(self, text: str) -> Iterator[ScoredTerm]:
        question = self.reading(text)
        for word in content_words(text):
            yield ScoredTerm(TermField.WORDS, word, self.words_weight)
        for piece in question.pieces:
            for pair in query_bigrams(piece):
                yield ScoredTerm(TermField.BIGRAMS, pair, self.bigrams_weight)
                yield ScoredTerm(TermField.TITLE, pair, self.title_weight)
        for other, factor in question.others:
            for word in content_words(other):
                yield ScoredTerm(TermField.WORDS, word, self.words_weight * factor)
            for pair in query_bigrams(other):
                yield ScoredTerm(TermField.BIGRAMS, pair, self.bigrams_weight * factor)


def _positive(factors: Mapping[tuple[TermField, str], float]) -> tuple[ScoredTerm, ...]:
    return tuple(ScoredTerm(field, token, weight) for (field, token), weight in factors.items() if weight > 0)


#: The plan used when none is given.
DEFAULT_PLAN = Plan(title_weight=weights().title_weight, reading=asked, depth=weights().depth, rescorer=by_evidence)
