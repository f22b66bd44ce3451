"""The word lists of search: terms the segmenter keeps whole, and words that do not count."""

from __future__ import annotations

import functools
from pathlib import Path

from anjuan.kit import rulefiles
from anjuan.kit.text.folding import fold

_FOLDER = Path(__file__).parent / "tables"


class WordList(rulefiles.RuleFile):
    """A list of words, one meaning for all of them.

    Attributes:
        words: The words, in any writing; they are folded when used.

    """

    words: tuple[str, ...]

    @property
    def folded(self) -> tuple[str, ...]:
        """The words as the analysis meets them: folded, each once, in order."""
        return tuple(dict.fromkeys(fold(word) for word in self.words))


@functools.cache
def domain_terms() -> WordList:
    """Return the terms of certification that the segmenter keeps whole."""
    return rulefiles.load(_FOLDER / "terms.yaml", WordList)


@functools.cache
def stop_words() -> frozenset[str]:
    """Return the words that do not count for ranking."""
    return frozenset(rulefiles.load(_FOLDER / "stopwords.yaml", WordList).folded)


@functools.cache
def fingerprint() -> str:
    """Return a digest of the list that decides how pages are cut into words.

    The stop words do not belong to it: they only touch queries.
    """
    return rulefiles.fingerprint(_FOLDER / "terms.yaml")[:16]
