"""The second judgement of the best pages, from their texts: characters, coverage, context.

The score of a page becomes ``(s + w·c) · v^p``, and to it is added ``x · m`` for its document, where

* ``s`` is the score of the first stage;
* ``c`` is the BM25 score of the query's single characters (Robertson and Zaragoza 2009), with their rarity taken
  from the pages judged here: what all of them have cannot tell them apart, and no statistics of the whole
  collection are needed. Chinese words of one meaning often share a character (赔偿, 赔付, 补偿);
* ``v`` is the share of the query's characters, weighed by rarity, that stand on the page, lifted above a floor so that
  a page found by synonyms alone keeps a score: a page that touches every part of the question goes before one
  that repeats a single part of it;
* ``m`` is the mean of the best scores among pages of the same document, absent pages counting 0 (a passage is judged
  with the document around it, Callan 1994).

The order depends on nothing but the arguments.
"""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from anjuan.kit.text.folding import squeeze
from anjuan.search.relevance.expansion import asked
from anjuan.search.relevance.rulebook import Weights, weights

_Floats: TypeAlias = npt.NDArray[np.float64]

_NUMBERED = re.compile(r"\s*第\s*[零〇一二三四五六七八九十百千\d]+\s*[条章节页部分]+(?:之[一二三四五六七八九十]+)?\s*$")


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """A page to be judged again.

    Attributes:
        id: Its number.
        score: Its score of the first stage, 0 or more.
        text: Its text as printed; an empty text keeps the page's score as it is, but for its context.
        context: What names the document it belongs to; empty when it belongs to none.

    """

    id: int
    score: float
    text: str
    context: str = ""


def title_context(title: str) -> str:
    """Return a title without the number of an article, chapter or page at its end: what such pages have in common."""
    return _NUMBERED.sub("", title)


def rescored(query: Sequence[str], candidates: Sequence[Candidate], table: Weights | None = None) -> dict[int, float]:
    """Return the new score of every candidate.

    Args:
        query: The texts that are looked for, as typed.
        candidates: The best pages of the first stage, each id once.
        table: The weights, when not those of the project.

    """
    table = table or weights()
    if not candidates:
        return {}
    scores = np.array([candidate.score for candidate in candidates], dtype=np.float64)
    judged = [place for place, candidate in enumerate(candidates) if candidate.text]
    if judged:
        texts = [squeeze(candidates[place].text) for place in judged]
        characters, coverage = _characters(query, texts, table)
        scores[judged] = (scores[judged] + table.character_weight * characters) * coverage**table.coverage_power
    scores += table.context_weight * _contexts([candidate.context for candidate in candidates], scores, table)
    return {candidate.id: float(score) for candidate, score in zip(candidates, scores, strict=True)}


def _characters(query: Iterable[str], texts: Sequence[str], table: Weights) -> tuple[_Floats, _Floats]:
    """Return the BM25 score of the query's characters for every text, and the share of the query it covers."""
    own, brought = _query_characters(query)
    if not own and not brought:
        return np.zeros(len(texts)), np.ones(len(texts))
    signs = [*own, *brought]
    factors = np.array([*own.values(), *brought.values()], dtype=np.float64)
    counts = np.array([[text.count(sign) for sign in signs] for text in texts], dtype=np.float64)
    present = counts > 0
    having = present.sum(axis=0)
    rarity = np.log1p((len(texts) - having + 0.5) / (having + 0.5))
    lengths = np.array([max(len(text), 1) for text in texts], dtype=np.float64)
    damping = table.k1 * (1 - table.b + table.b * lengths / lengths.mean())
    saturated = counts * (table.k1 + 1) / (counts + damping[:, None])
    of_query = rarity[: len(own)]
    share = present[:, : len(own)] @ of_query / of_query.sum() if own else np.ones(len(texts))
    return saturated @ (rarity * factors), table.coverage_floor + (1 - table.coverage_floor) * share


def _query_characters(query: Iterable[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Return the query's characters with how often they stand in it, and those its synonyms add with their weight."""
    own: collections.Counter[str] = collections.Counter()
    brought: dict[str, float] = {}
    for text in query:
        question = asked(text)
        own.update("".join(question.pieces))
        for other, weight in question.others:
            for sign in other:
                brought[sign] = max(weight, brought.get(sign, 0.0))
    counted = {sign: float(count) for sign, count in own.items()}
    return counted, {sign: weight for sign, weight in brought.items() if sign not in counted}


def _contexts(contexts: Sequence[str], scores: _Floats, table: Weights) -> _Floats:
    """Return for every page the mean of the best scores of its document; a page of no document stands alone."""
    members: dict[str | int, list[int]] = collections.defaultdict(list)
    for place, context in enumerate(contexts):
        members[context or place].append(place)
    means = np.zeros(len(scores))
    known = scores.tolist()
    for places in members.values():
        best = sorted((known[place] for place in places), reverse=True)[: table.context_pages]
        mean = sum(best) / table.context_pages
        for place in places:
            means[place] = mean
    return means
