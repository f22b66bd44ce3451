"""One line out of facts that say the same."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from anjuan.compiling.guide import Citation, Line, Variant, line_key
from anjuan.compiling.identities.generalising import generalised
from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.passages import Passage
from anjuan.compiling.sources import SourceFact, Sources
from anjuan.kit.text.folding import squeeze

#: Columns with terms of the trade: what looks like a name there is none.
_TERMS = frozenset({"name", "step", "parameter", "value", "class", "number", "title", "department", "record", "model"})
#: Columns whose numbers matter: another number is another wording.
_NUMBERS = frozenset({"value", "number", "title", "model", "sample"})
#: Wordings this like (0 to 100) are one to a reader.
_SAME_WORDING = 80.0
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
#: A line shows so many other wordings; the rest is counted only.
_MOST_VARIANTS = 6


@dataclasses.dataclass(frozen=True)
class Maker:
    """Makes lines of one guide: it knows the sources and who may not be named.

    Attributes:
        sources: Cases and facts.
        book: Identities that may not be published.
        stand_in: What a client is called, such as ``某轴承企业``; empty for the table's word.

    """

    sources: Sources
    book: IdentityBook
    stand_in: str = ""

    def clean(self, text: str, column: str = "text") -> Passage:
        """Return a text for publication; columns that hold terms of the trade are cleaned of known identities only."""
        stand_ins = {"organisation": self.stand_in} if self.stand_in else None
        return generalised(text, self.book, stand_ins=stand_ins, is_term=column in _TERMS)

    def line(  # noqa: PLR0913  a line has so many sides; all but two by name
        self,
        section: str,
        facts: Sequence[SourceFact],
        *,
        shown: Sequence[str],
        told_by: str = "",
        heading: str = "",
        order: float = 0.0,
        figures: tuple[tuple[str, float], ...] = (),
    ) -> Line:
        """Return the line that these facts support.

        Args:
            section: The section it belongs to.
            facts: At least one; they say the same.
            shown: Slots that are shown; ``text`` falls back to the sentence where a fact has no such slot.
            told_by: The slot by whose values the wordings differ; the first shown when empty.
            heading: Its group.
            order: Its place.
            figures: Counts of its own.

        """
        leading = told_by or shown[0]
        ranked = self._wordings(facts, leading)
        leader = max(ranked, key=lambda group: _filled(_fullest(group, shown), shown))
        main = _fullest(leader, shown)
        cells = tuple((name, self.clean(_said(main, name), name)) for name in shown if _said(main, name))
        others = tuple(
            Variant(self.clean(_said(group[0], leading), leading), self._clients(group), _citations(group))
            for group in [one for one in ranked if one is not leader][:_MOST_VARIANTS]
        )
        key = line_key(section, heading, *(passage.text for name, passage in cells if name in (leading, shown[0])))
        return Line(
            key,
            heading,
            cells,
            self._clients(facts),
            len({fact.case for fact in facts}),
            (*_citations([main]), *_citations([fact for fact in facts if fact is not main])),
            _distinct(others, next((passage.text for name, passage in cells if name == leading), ""), leading),
            figures,
            order,
        )

    def _wordings(self, facts: Sequence[SourceFact], leading: str) -> list[list[SourceFact]]:
        """Return facts by how they word the leading column, the commonest first; silent ones count for that."""
        wordings: dict[str, list[SourceFact]] = defaultdict(list)
        for fact in facts:
            wordings[_wording(_said(fact, leading), leading)].append(fact)
        silent = wordings.pop("", []) if len(wordings) > 1 else []
        ranked = sorted(wordings.values(), key=lambda group: (-self._clients(group), _said(group[0], leading)))
        return [ranked[0] + silent, *ranked[1:]]

    def _clients(self, facts: Sequence[SourceFact]) -> int:
        return len({self.sources.client_of(fact) for fact in facts})


def _wording(text: str, column: str) -> str:
    """Return what two texts share that differ in nothing a reader would call another wording."""
    plain = squeeze(text)
    return plain if column in _NUMBERS else _DIGITS.sub("0", plain)


def _distinct(variants: tuple[Variant, ...], main: str, column: str) -> tuple[Variant, ...]:
    """Return variants that read differently: two that differed in an identity only are one wording."""
    seen = [_wording(main, column)]
    kept = []
    for variant in variants:
        key = _wording(variant.text.text, column)
        if not any(key == known or (column not in _NUMBERS and _nearly(key, known)) for known in seen):
            seen.append(key)
            kept.append(variant)
    return tuple(kept)


def _nearly(one: str, other: str) -> bool:
    """Say whether a reader learns nothing from the second of two wordings: one stands in the other, or nearly so."""
    return one in other or other in one or fuzz.ratio(one, other) >= _SAME_WORDING


def _said(fact: SourceFact, slot: str) -> str:
    return fact.value(slot) or (fact.quote if slot == "text" else "")


def _fullest(facts: Sequence[SourceFact], shown: Sequence[str]) -> SourceFact:
    """Return the fact that fills most cells; of equals the one with the commonest first cell, then the first."""
    common = Counter(_said(fact, shown[0]) for fact in facts)
    return min(
        facts,
        key=lambda fact: (-_filled(fact, shown), -common[_said(fact, shown[0])], fact.key),
    )


def _filled(fact: SourceFact, shown: Sequence[str]) -> int:
    return sum(bool(_said(fact, name)) for name in shown)


def _citations(facts: Sequence[SourceFact]) -> tuple[Citation, ...]:
    return tuple(Citation(fact.key, fact.case) for fact in facts)
