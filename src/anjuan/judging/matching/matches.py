"""Which known organisations a candidate is, may be, or is a branch of."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from anjuan.judging.matching.index import OrganisationIndex, likely, organisation_index, taken_apart
from anjuan.judging.matching.pairs import Likeness, OrganisationFacts, Pair, compare_known, known
from anjuan.judging.matching.words import NameWords

#: Fewer organisations than this are compared one by one.
_FEW = 200
_AMBIGUOUS = 0.84


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

    When several records would each be the same, only those with its right credit code stay so; if none has it, all of
    them wait for a person.

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
    same = [pair for pair in pairs if pair.likeness is Likeness.SAME]
    if len(same) < 2:  # noqa: PLR2004  nothing to choose between
        return pairs
    top = max(pair.confidence for pair in same)
    best = [pair for pair in same if pair.confidence == top]
    clear = len(best) == 1 and all(top - pair.confidence >= 0.05 for pair in same if pair is not best[0])  # noqa: PLR2004
    why = f"{len(same)} known records would be the same organisation"
    return [
        pair
        if pair not in same or (clear and pair is best[0])
        else dataclasses.replace(
            pair,
            likeness=Likeness.DOUBTFUL,
            confidence=min(pair.confidence, _AMBIGUOUS),
            reasons=(*pair.reasons, why),
        )
        for pair in pairs
    ]
