"""Code lists as rule files: rows with code, names, parent and level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict


class Code(NamedTuple):
    """One row of a code list.

    Attributes:
        code: The code, as printed in the source.
        name: Its Chinese name.
        name_en: Its English name; empty when the source has none.
        parent: The code it lies under; empty at the top.
        level: What the source calls its level.
        note: What a reader should know of the row.

    """

    code: str
    name: str
    name_en: str
    parent: str
    level: str
    note: str


class CodeExample(Strict):
    """A worked example: a code and the name it must have."""

    code: str
    name: str


class CodeTable(RuleFile):
    """One edition of a code list."""

    levels: tuple[str, ...]
    rows: tuple[Code, ...]
    examples: tuple[CodeExample, ...]

    @pydantic.model_validator(mode="after")
    def _is_a_tree(self) -> CodeTable:
        counts = Counter(row.code for row in self.rows)
        twice = [code for code, number in counts.items() if number > 1]
        orphans = [row.code for row in self.rows if row.parent and row.parent not in counts]
        strange = sorted({row.level for row in self.rows} - set(self.levels))
        for what, found in (("stand twice", twice), ("name a parent that is not there", orphans)):
            if found:
                message = f"the codes {found[:5]} {what}"
                raise ValueError(message)
        if strange:
            message = f"the levels {strange} are not named in 'levels'"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        names = {row.code: row.name for row in self.rows}
        for example in self.examples:
            if names.get(example.code) != example.name:
                yield f"{example.code!r} should be {example.name!r} and is {names.get(example.code)!r}"


class Standard(NamedTuple):
    """One edition of a standard; see the comment of the table for its columns."""

    number: str
    title: str
    year: str
    international: str
    field: str
    superseded_by: str
    superseded_on: str = ""


class StandardExample(Strict):
    """A worked example: a number and what replaced it."""

    number: str
    superseded_by: str


class StandardTable(RuleFile):
    """The standards known, each edition a row."""

    rows: tuple[Standard, ...]
    examples: tuple[StandardExample, ...]

    @pydantic.model_validator(mode="after")
    def _successors_are_there(self) -> StandardTable:
        numbers = {row.number for row in self.rows}
        lost = [row.number for row in self.rows if row.superseded_by and row.superseded_by not in numbers]
        if lost or len(numbers) != len(self.rows):
            message = f"numbers stand twice, or {lost} name a successor that is not there"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        known = {row.number: row.superseded_by for row in self.rows}
        for example in self.examples:
            if known.get(example.number) != example.superseded_by:
                yield f"{example.number!r} should be superseded by {example.superseded_by!r}"
