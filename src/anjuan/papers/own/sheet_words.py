"""The columns of a body's table of forms, and the words for stages in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.kit.text.folding import squeeze


class FormColumn(NamedTuple):
    """One column: its name in code, its header in the template, other headers, and whether it must be there."""

    name: str
    header: str
    aliases: tuple[str, ...]
    required: str


class ColumnExample(Strict):
    """A worked example: a header of a sheet and the column it names."""

    sheet: str
    header: str
    expected: str


class FormColumns(RuleFile):
    """One edition of the columns.

    Attributes:
        forms: Columns of the sheet of forms.
        labels: Columns of the sheet of labels.
        stages: Words for each stage.
        examples: Worked examples.

    """

    forms: tuple[FormColumn, ...]
    labels: tuple[FormColumn, ...]
    stages: Mapping[str, tuple[str, ...]]
    examples: tuple[ColumnExample, ...]

    def of(self, which: str) -> tuple[FormColumn, ...]:
        """Return the columns of the sheet of ``forms`` or of ``labels``."""
        return self.labels if which == "labels" else self.forms

    def by_header(self, which: str) -> Mapping[str, str]:
        """Return the names of a sheet's columns by every header they may have, squeezed."""
        return {squeeze(head): one.name for one in self.of(which) for head in (one.name, one.header, *one.aliases)}

    def needed(self, which: str) -> frozenset[str]:
        """Return the names of the columns that must be there."""
        return frozenset(one.name for one in self.of(which) if one.required == "yes")

    def stage(self, text: str) -> str | None:
        """Return the stage that a cell names, an empty one for an empty cell; None for other words."""
        plain = squeeze(text)
        if not plain:
            return ""
        return next((stage for stage, words in self.stages.items() if plain in map(squeeze, (stage, *words))), None)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if self.by_header(example.sheet).get(squeeze(example.header)) != example.expected:
                yield f"the header {example.header!r} should name {example.expected!r}"
