"""The table of a guide's sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pydantic

from anjuan.extraction.facts import FactKind
from anjuan.kit.rulefiles import RuleFile, Strict


class SectionRow(Strict):
    """One section: its facts, what a line shows, and what makes two facts one line.

    Attributes:
        id: Its name in files and addresses.
        zh: Chinese title.
        en: English title.
        facts: The kinds of facts it is made from.
        columns: What a line shows; ``text`` alone is a sentence.
        told_by: The column by which wordings of a line differ; the first column when empty.
        group: The column that makes the headings; empty for none.
        keys: Columns that must say the same for two facts to be one line; the first column when empty.
        also: Columns by which two facts are one line as well, when the last key does not join them.
        merge: Likeness from which two lines say the same, 0 to 1.
        needs: Only facts that have this value are taken; all of them when empty.
        builder: ``lines``, ``flow`` or ``findings``.
        sort: ``support``, ``clause``, ``order``, or ``process`` for headings that are steps.

    """

    id: str
    zh: str
    en: str
    facts: tuple[FactKind, ...]
    columns: tuple[str, ...]
    told_by: str = ""
    group: str = ""
    keys: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    merge: float = pydantic.Field(default=0.85, gt=0, le=1)
    needs: str = ""
    builder: str = pydantic.Field(default="lines", pattern="^(lines|flow|findings)$")
    sort: str = pydantic.Field(default="support", pattern="^(support|clause|order|process)$")


class Label(Strict):
    """A word in both languages."""

    zh: str
    en: str


class SectionTable(RuleFile):
    """One edition of the sections.

    Attributes:
        labels: What columns are called.
        values: What values that are codes are called.
        sections: In the order of a guide.

    """

    labels: Mapping[str, Label]
    values: Mapping[str, Label]
    sections: tuple[SectionRow, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every section that stands twice or is told by a column it does not show."""
        seen: set[str] = set()
        for row in self.sections:
            if row.id in seen:
                yield f"the section {row.id} stands twice"
            seen.add(row.id)
            if row.told_by and row.told_by not in row.columns:
                yield f"the section {row.id} is told by {row.told_by}, which it does not show"
            for name in row.columns:
                if name not in self.labels:
                    yield f"the column {name} of {row.id} has no label"

    def section(self, name: str) -> SectionRow:
        """Return a section.

        Raises:
            KeyError: The table has none of that name.

        """
        for row in self.sections:
            if row.id == name:
                return row
        raise KeyError(name)
