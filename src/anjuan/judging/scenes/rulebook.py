"""The table of the scene: the steps of an audit's life, and what its papers tell."""

from __future__ import annotations

from collections.abc import Iterable

from anjuan.kit.rulefiles import RuleFile, Strict


class StepRow(Strict):
    """A step and the papers that stand in it.

    Attributes:
        code: Its name; several rows may have one.
        kinds: Kinds of paper, or the letter of a family.
        stage: Only papers of this stage, ``1`` or ``2``; empty for all.
        begins: Where its first day stands, ``E03 decision_date``, the best place first.
        ends: Where its last day stands.
        types: Audit types for which it is shown though it holds no paper; empty for all.

    """

    code: str
    kinds: tuple[str, ...]
    stage: str = ""
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    types: tuple[str, ...]


class PaperRow(Strict):
    """What papers of some kinds tell as one: the fields that date them, the best first, and the fields told."""

    code: str
    kinds: tuple[str, ...]
    dates: tuple[str, ...]
    tells: tuple[str, ...]


class GroupRow(PaperRow):
    """What rows of papers tell.

    Attributes:
        row: The first part of their fields' names, such as ``plan``.
        falls_back: Fields of the whole paper that date a row without a date of its own.

    """

    row: str
    falls_back: tuple[str, ...]


class StepExample(Strict):
    """A worked example: a paper and its step; empty for none."""

    kind: str
    stage: str
    step: str


class SceneTable(RuleFile):
    """One edition of the table of the scene.

    Attributes:
        steps: The steps, in the order in which papers look for theirs.
        order: The steps in the order of the audit.
        papers: What papers tell as one.
        rows: What rows of papers tell.
        examples: Worked examples.

    """

    steps: tuple[StepRow, ...]
    order: tuple[str, ...]
    papers: tuple[PaperRow, ...]
    rows: tuple[GroupRow, ...]
    examples: tuple[StepExample, ...]

    def step_of(self, kind: str, stage: str) -> str:
        """Return the step in which a paper stands; empty for none."""
        for row in self.steps:
            if row.stage in ("", stage) and (kind in row.kinds or kind[:1] in row.kinds):
                return row.code
        return ""

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = self.step_of(example.kind, example.stage)
            if found != example.step:
                yield f"{example.kind} of stage {example.stage!r} stands in {found!r}, not {example.step!r}"
        for row in self.steps:
            if row.code not in self.order:
                yield f"the step {row.code!r} has no place in the order"
