"""The rows of the tables of extraction."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

import pydantic

from anjuan.extraction.facts import FactKind
from anjuan.kit.rulefiles import RuleFile, Strict

_PAPER = re.compile(r"[A-Z](?:\d{2})?")
_SLOT = re.compile(r"^(?P<name>[a-z_]+)(?P<star>\*?) (?P<zh>[^|]+) \| (?P<en>.+)$")


class SlotRow(Strict):
    """One slot of a fact, written ``name* 中文 | English`` in the file; the star marks it as required."""

    name: str
    zh: str
    en: str
    required: bool

    @pydantic.model_validator(mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        match = _SLOT.match(value.strip()) if isinstance(value, str) else None
        if match is None:
            return value
        return {"name": match["name"], "zh": match["zh"], "en": match["en"], "required": bool(match["star"])}


class FactKindRow(Strict):
    """One kind of fact.

    Attributes:
        kind: The kind.
        zh: Its Chinese name.
        en: Its English name.
        papers: Codes of papers that may state it; a letter alone names a family.
        slots: Its slots.

    """

    kind: FactKind
    zh: str
    en: str
    papers: tuple[str, ...]
    slots: tuple[SlotRow, ...]

    @functools.cached_property
    def required(self) -> frozenset[str]:
        """The names of the slots without which there is no fact."""
        return frozenset(slot.name for slot in self.slots if slot.required)

    def stated_by(self, paper: str) -> bool:
        """Say whether a paper of that kind may state it; a paper whose kind is not known may."""
        return not paper or paper in self.papers or paper[:1] in self.papers


class FactExample(Strict):
    """A sentence of a paper, and a value that must be found in it."""

    paper: str
    text: str
    kind: FactKind
    slot: str
    value: str


class FactKindTable(RuleFile):
    """All kinds of facts.

    Attributes:
        kinds: In the order in which a guide shows them.
        examples: Sentences with what must be found; the room's tests run them.

    """

    kinds: tuple[FactKindRow, ...]
    examples: tuple[FactExample, ...]

    @functools.cached_property
    def by_kind(self) -> Mapping[FactKind, FactKindRow]:
        """The rows by their kind."""
        return {row.kind: row for row in self.kinds}

    def check(self) -> Iterable[str]:
        """Yield a sentence for a kind without row, a wrong paper code, and an example of an unknown slot."""
        yield from (f"{kind} has no row" for kind in FactKind if kind not in self.by_kind)
        for row in self.kinds:
            yield from (f"{code} of {row.kind} is no code" for code in row.papers if not _PAPER.fullmatch(code))
        for example in self.examples:
            row = self.by_kind[example.kind]
            if example.slot not in {slot.name for slot in row.slots}:
                yield f"{example.kind} has no slot {example.slot}"
            if not row.stated_by(example.paper):
                yield f"{example.paper} does not state {example.kind}"


class Profile(Strict):
    """The columns of tables that hold facts of one kind.

    Attributes:
        id: Its name.
        kind: What a row of such a table states.
        needs: Groups of columns; of each group one must be there.
        columns: Patterns of headings by slot.
        weak: Patterns that count only beside two columns that are sure.
        lonely: Columns that make such a table with no other column beside a serial number.

    """

    id: str
    kind: FactKind
    needs: tuple[tuple[str, ...], ...]
    columns: dict[str, tuple[str, ...]]
    weak: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    lonely: tuple[str, ...] = ()

    @functools.cached_property
    def sure_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The patterns by slot, compiled."""
        return tuple((slot, re.compile("|".join(f"(?:{one})" for one in many))) for slot, many in self.columns.items())

    @functools.cached_property
    def weak_patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The weak patterns by slot, compiled."""
        return tuple((slot, re.compile("|".join(f"(?:{one})" for one in many))) for slot, many in self.weak.items())


class HeadingExample(Strict):
    """A row of headings, and the kind of fact its table holds; empty when none."""

    heading: tuple[str, ...]
    kind: str


class ColumnTable(RuleFile):
    """Headings of columns by the slots they hold.

    Attributes:
        profiles: One for each kind of table.
        examples: Rows of headings with the kind they are taken for; the room's tests run them.

    """

    profiles: tuple[Profile, ...]
    examples: tuple[HeadingExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for a group that names a column which has no pattern."""
        for profile in self.profiles:
            known = {*profile.columns, *profile.weak, "result"}
            yield from (
                f"{profile.id} needs {slot}, which has no pattern"
                for group in profile.needs
                for slot in group
                if slot not in known
            )


class UnitExample(Strict):
    """A value as printed and what it means."""

    text: str
    nominal: str
    low: str
    high: str
    unit: str


class UnitTable(RuleFile):
    """Units with the ways of writing them, and the words of limits.

    Attributes:
        units: Each ``unit: other, other``.
        counting: Units that count things.
        at_most: What stands before an upper limit.
        at_least: What stands before a lower limit.
        at_most_after: What stands after an upper limit.
        at_least_after: What stands after a lower limit.
        examples: Values with their meaning; the room's tests run them.

    """

    units: tuple[str, ...]
    counting: tuple[str, ...]
    at_most: str
    at_least: str
    at_most_after: str
    at_least_after: str
    examples: tuple[UnitExample, ...]

    @functools.cached_property
    def names(self) -> Mapping[str, str]:
        """The unit for each way of writing it."""
        found: dict[str, str] = {}
        for row in self.units:
            unit, _, others = row.partition(":")
            for name in (unit, *others.split(",")):
                if name.strip():
                    found.setdefault(name.strip(), unit.strip())
        return found


class Ending(Strict):
    """How titles of one type of law end."""

    type: str
    pattern: str


class ReferenceExample(Strict):
    """A text with the standard in it; an empty number when there is none."""

    text: str
    number: str
    year: str
    part: str


class ReferenceTable(RuleFile):
    """Numbers of standards and names of laws.

    Attributes:
        sectors: Codes of sector standards.
        international: Codes of international and foreign standards.
        endings: The ends of titles by type.
        bare: Pattern of a text that is a law by itself.
        own: Pattern of the titles of a client's own papers.
        never_own: Pattern of titles that are no client's own whatever they end in.
        ending_words: Words that end the title after a number.
        examples: Texts with their standard; the room's tests run them.

    """

    sectors: tuple[str, ...]
    international: tuple[str, ...]
    endings: tuple[Ending, ...]
    bare: str
    own: str
    never_own: str
    ending_words: str
    examples: tuple[ReferenceExample, ...]
