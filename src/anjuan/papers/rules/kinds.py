"""The rows of the tables of kinds and titles."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

_CODE = r"^[A-Z]\d{2}$"
_PERCENT = re.compile(r"^(?P<pattern>.+) @(?P<percent>\d{2})$")


class Words(Strict):
    """A name in Chinese and in English."""

    zh: str = pydantic.Field(min_length=1)
    en: str = pydantic.Field(min_length=1)


class KindRow(Words):
    """One kind of paper.

    Attributes:
        code: One capital letter and two digits.
        family: The letter of its family.
        by: Who makes it: the ``client``, the certification ``body``, or an ``authority`` (a registry, a
            laboratory, a bank).
        stage: ``1`` when it belongs to stage 1 always, ``none`` when a stage in its title is not its own, else empty.

    """

    code: str = pydantic.Field(pattern=_CODE)
    family: str = pydantic.Field(pattern=r"^[A-Z]$")
    by: str = pydantic.Field(pattern="^(client|body|authority)$")
    stage: str = pydantic.Field(default="", pattern="^(|1|none)$")


class _CodeExample(Strict):
    code: str
    expected: str


class KindTable(RuleFile):
    """Every kind of paper with its names and family.

    Attributes:
        families: By their letter.
        kinds: In the order of a case file.
        examples: Codes with their Chinese names.

    """

    families: dict[str, Words]
    kinds: tuple[KindRow, ...]
    examples: tuple[_CodeExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for a code that stands twice, a family without name, and every example that fails."""
        names = {row.code: row.zh for row in self.kinds}
        if len(names) < len(self.kinds):
            yield "a code stands twice"
        yield from (f"the family of {row.code} has no name" for row in self.kinds if row.family not in self.families)
        for example in self.examples:
            if names.get(example.code) != example.expected:
                yield f"{example.code} should be {example.expected!r}"


class WeightedPattern(Strict):
    """A pattern over squeezed titles, written ``pattern @percent`` in the file.

    Attributes:
        pattern: A regular expression, searched anywhere in the title.
        weight: How sure a title that fits is of this kind (0 to 1); of two that fit the greater goes first.

    """

    pattern: str
    weight: float = pydantic.Field(gt=0, lt=1)

    @pydantic.model_validator(mode="before")
    @classmethod
    def _parted(cls, value: object) -> object:
        match = _PERCENT.match(value.strip()) if isinstance(value, str) else None
        if match is None:
            return value
        return {"pattern": match["pattern"], "weight": int(match["percent"]) / 100}

    @pydantic.field_validator("pattern")
    @classmethod
    def _readable(cls, value: str) -> str:
        re.compile(value)
        return value


class TitleRow(Strict):
    """How one kind is known by its title and its words.

    Attributes:
        kind: Its code. A kind may have several rows.
        others: Kinds that a paper with such a title is as well (one sheet for two).
        patterns: Patterns of titles.
        titles: Titles as printed, for comparison with slips of recognition.
        phrases: Labels and wordings that stand in the body.

    """

    kind: str = pydantic.Field(pattern=_CODE)
    others: tuple[str, ...] = ()
    patterns: tuple[WeightedPattern, ...]
    titles: tuple[str, ...]
    phrases: tuple[str, ...]


class TitleExample(Strict):
    """A title and the kind it names."""

    title: str
    expected: str


class TitleTable(RuleFile):
    """Titles and phrases of every kind.

    Attributes:
        neutral: Patterns of words that say nothing of a kind.
        partners: Pairs of characters that are never taken for each other's slips.
        kinds: The rows.
        foreign: Patterns of titles that no case file has.
        examples: Titles with their kinds; the catalogue's test runs them.

    """

    neutral: tuple[str, ...]
    partners: tuple[str, ...]
    kinds: tuple[TitleRow, ...]
    foreign: tuple[str, ...]
    examples: tuple[TitleExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every example whose title no pattern of its kind fits."""
        for example in self.examples:
            squeezed = re.sub(r"[\s()（）]", "", example.title)
            rows = [row for row in self.kinds if row.kind == example.expected]
            if not any(re.search(item.pattern, squeezed) for row in rows for item in row.patterns):
                yield f"no pattern of {example.expected} fits {example.title!r}"
