"""Which known organisations a candidate is, may be, or is a branch of."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.judging.matching.index import OrganisationIndex, likely, organisation_index, taken_apart
from anjuan.judging.matching.pairs import BY_CODE, Likeness, OrganisationFacts, Pair, compare_known, known
from anjuan.judging.matching.words import NameWords

#: Fewer organisations than this are compared one by one.
_FEW = 200
#: The confidence that a record keeps when others would be the same as well; how far ahead one must be to stay it.
_AMBIGUOUS, _CLEARLY = 0.84, 0.05


@dataclasses.dataclass(frozen=True, slots=True)
class Matches:
    """What is said of a candidate.

    Attributes:
        candidate: Its key.
        pairs: Same and doubtful records and those with a relation, the likeliest first.

    """

    candidate: int
    pairs: tuple[Pair, ...]

    @property
    def same(self) -> Pair | None:
        """The one record that is the same organisation; None when there is none, or a person must choose."""
        found = [pair for pair in self.pairs if pair.likeness is Likeness.SAME]
        return found[0] if len(found) == 1 else None

    @property
    def doubtful(self) -> tuple[Pair, ...]:
        """The records that wait for a person."""
        return tuple(pair for pair in self.pairs if pair.likeness is Likeness.DOUBTFUL)

    @property
    def related(self) -> tuple[Pair, ...]:
        """Head offices and branches."""
        return tuple(pair for pair in self.pairs if pair.relation)


def match(
    candidate: OrganisationFacts, organisations: Sequence[OrganisationFacts] | OrganisationIndex, *, words: NameWords
) -> Matches:
    """Return which known organisations a candidate is, may be, or belongs to.

    When several records would each be the same, only the one with its right credit code stays so, or one that is far
    likelier than the rest; else all of them wait for a person.

    Args:
        candidate: The organisation as a case states it.
        organisations: The known ones: an index for many, a sequence for some.
        words: The words of names.

    """
    mine = known(candidate, words)
    if isinstance(organisations, OrganisationIndex):
        others = [taken_apart(organisations, place, words) for place in likely(mine, organisations, words)]
    elif len(organisations) > _FEW:
        return match(candidate, organisation_index(organisations, words=words), words=words)
    else:
        others = [known(facts, words) for facts in organisations]
    told = [compare_known(mine, other, words) for other in others]
    kept = [pair for pair in told if pair.likeness is not Likeness.DIFFERENT or pair.relation]
    return Matches(candidate.key, tuple(sorted(_settled(kept), key=lambda pair: (-pair.confidence, pair.key))))


def _settled(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs with at most one that is the same: that of the credit code, or one far likelier than the rest."""
    same = sorted((pair for pair in pairs if pair.likeness is Likeness.SAME), key=lambda pair: -pair.confidence)
    if len(same) <= 1:
        return pairs
    first, second = same[0].confidence, same[1].confidence
    clear = (first >= BY_CODE > second) or first - second >= _CLEARLY
    chosen = same[0] if clear else None
    why = f"{len(same)} known records would be the same organisation"
    return [pair if pair is chosen or pair not in same else _waiting(pair, why) for pair in pairs]


def _waiting(pair: Pair, why: str) -> Pair:
    confidence = min(pair.confidence, _AMBIGUOUS)
    return dataclasses.replace(pair, likeness=Likeness.DOUBTFUL, confidence=confidence, reasons=(*pair.reasons, why))
