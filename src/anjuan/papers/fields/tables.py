"""The shapes of the tables on fields, labels, sentences and case values."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import squeeze


class FieldRow(Strict):
    """A field: how its text is read, whether it is stated once per value, which fields a range fills."""

    name: str
    type: str
    many: bool = False
    parts: tuple[str, ...] = ()


class WordRow(Strict):
    """A code of a closed list and the expressions that stand for it."""

    code: str
    words: tuple[str, ...]

    @functools.cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The expressions, ready to be searched in a text without signs and blanks."""
        return tuple(re.compile(word) for word in self.words)


class Vocabulary(Strict):
    """A closed list; earlier codes take their words before later ones."""

    name: str
    codes: tuple[WordRow, ...]


class FieldTable(RuleFile):
    """The fields that papers state."""

    fields: tuple[FieldRow, ...]
    vocabularies: tuple[Vocabulary, ...]
    letters: dict[str, str]

    @functools.cached_property
    def by_name(self) -> dict[str, FieldRow]:
        """The rows by name."""
        return {row.name: row for row in self.fields}

    @functools.cached_property
    def words(self) -> dict[str, tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]]:
        """The vocabularies by name."""
        return {item.name: tuple((row.code, row.patterns) for row in item.codes) for item in self.vocabularies}

    def check(self) -> Iterable[str]:
        """Yield a sentence for a name that stands twice and a part that is no field."""
        names = [row.name for row in self.fields]
        yield from (f"the field {name!r} stands twice" for name in sorted(set(names)) if names.count(name) > 1)
        parts = {part for row in self.fields for part in row.parts}
        yield from (f"the part {part!r} is no field" for part in sorted(parts - set(names)))


class LabelRow(Strict):
    """Labels that mean one field, in all papers or in some kinds."""

    field: str
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    rank: int = 1
    role: str = ""
    otherwise: str = ""
    also: str = ""


class SignerRow(Strict):
    """Whose date fills which field, in some kinds."""

    kinds: tuple[str, ...]
    like: str
    field: str


class Declarers(Strict):
    """Labels of those who sign a declaration."""

    kinds: tuple[str, ...]
    like: str


class DateRow(Strict):
    """The fields that say which date a paper of some kinds bears."""

    kinds: tuple[str, ...]
    fields: tuple[str, ...]


class GroupRow(Strict):
    """A table with a heading row: what its columns mean; a row needs one of ``needs`` to count."""

    group: str
    kinds: tuple[str, ...]
    needs: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]

    @functools.cached_property
    def by_label(self) -> dict[str, str]:
        """The parts of the group by heading without signs and blanks."""
        return {squeeze(label): part for part, labels in self.columns.items() for label in labels}


class LabelTable(RuleFile):
    """What the labels of forms mean."""

    rows: tuple[LabelRow, ...]
    signers: tuple[SignerRow, ...]
    declarers: Declarers
    team_kinds: tuple[str, ...]
    team_kinds_of_several: tuple[str, ...] = ()
    paper_dates: tuple[DateRow, ...]
    groups: tuple[GroupRow, ...]
    keyed_columns: tuple[str, ...]
    valued_columns: tuple[str, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for an expression that cannot be read."""
        for text in [*(like for row in self.rows for like in row.like), *(row.like for row in self.signers)]:
            try:
                re.compile(text)
            except re.error as error:
                yield f"{text!r} is no expression: {error}"


class PatternRow(Strict):
    """A sentence that states fields: its named groups are the fields."""

    kinds: tuple[str, ...]
    expression: str
    rank: int = 2
    unless: str = ""
    set: str = ""
    pages: int = 0


class PatternTable(RuleFile):
    """Sentences that state fields."""

    terms: dict[str, str]
    rows: tuple[PatternRow, ...]

    def expression(self, row: PatternRow) -> re.Pattern[str]:
        """Return the expression of a row with its terms put in."""
        names = "|".join(sorted(self.terms, key=len, reverse=True))
        text = re.sub(rf"(?<!\?P)<({names})>", lambda term: self.terms[term.group(1)], row.expression)
        return re.compile(text, re.IGNORECASE)

    def check(self) -> Iterable[str]:
        """Yield a sentence for an expression that cannot be read."""
        for row in self.rows:
            try:
                self.expression(row)
            except re.error as error:
                yield f"{row.expression!r} is no expression: {error}"


class CaseRow(Strict):
    """Where the value of a case comes from."""

    field: str
    kinds: tuple[str, ...]
    others: bool = False
    stage1: bool = True
    many: float = 0.0
    whole: bool = False


class CaseTable(RuleFile):
    """Which papers the values of a case are taken from."""

    never: tuple[str, ...]
    rows: tuple[CaseRow, ...]
