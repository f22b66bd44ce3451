"""The table of story templates: which parts a story has, and from what each is filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pydantic

from anjuan.compiling.rules.sections import Label
from anjuan.extraction.facts import FactKind
from anjuan.kit.rulefiles import RuleFile, Strict


class Take(Strict):
    """What a part is filled from.

    Attributes:
        value: A value of the case, such as ``scope``; empty when facts are taken.
        facts: Kinds of facts; empty when a value of the case is taken.
        slots: Values of the facts, each a sentence of its own.
        near: ``own`` for the finding itself, ``clause`` for other facts on its clause, ``case`` for all of the case.
        most: So many facts at the most.

    """

    value: str = ""
    facts: tuple[FactKind, ...] = ()
    slots: tuple[str, ...] = ()
    near: str = pydantic.Field(default="case", pattern="^(own|clause|case)$")
    most: int = pydantic.Field(default=12, gt=0)


class PartRow(Strict):
    """A part of a template; ``missing`` is said when nothing fills it."""

    id: str
    zh: str
    en: str
    missing: Label
    takes: tuple[Take, ...] = ()


class StoryTable(RuleFile):
    """One edition of the templates of stories.

    Attributes:
        labels: What a value is called before its words.
        values: What a value that is a code is called.
        templates: Parts by the name of the template.

    """

    labels: Mapping[str, Label]
    values: Mapping[str, Label]
    templates: Mapping[str, tuple[PartRow, ...]]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every part that stands twice and every value without a word."""
        for name, parts in self.templates.items():
            ids = [part.id for part in parts]
            if len(ids) != len(set(ids)):
                yield f"a part stands twice in the template {name}"
            for part in parts:
                for take in part.takes:
                    for told in (take.value, *take.slots):
                        if told and told not in self.labels:
                            yield f"{told} of {part.id} has no label"
                    if bool(take.value) == bool(take.facts):
                        yield f"{part.id} takes neither or both of a value and facts"

    def part(self, template: str, name: str) -> PartRow | None:
        """Return a part of a template, or None when there is none of that name."""
        return next((row for row in self.templates.get(template, ()) if row.id == name), None)
