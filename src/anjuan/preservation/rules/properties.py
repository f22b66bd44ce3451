"""The table of the four-property test, and how an outcome is judged.

Source: DA/T 70-2018, the groups and the kinds of items; its own numbers of items could not be checked, so the items
carry numbers of ours.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterable, Sequence

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

GROUPS = ("真实性", "完整性", "可用性", "安全性")
#: A fail of one of these sends the case back.
DECISIVE = ("真实性", "完整性")


class Moment(enum.StrEnum):
    """When a case is tested."""

    FILING = "filing"
    EXPORT = "export"
    SCHEDULE = "schedule"


class Outcome(enum.StrEnum):
    """The outcome of an item."""

    PASS = "pass"  # noqa: S105  a word of the test
    FAIL = "fail"
    NOT_APPLICABLE = "not applicable"


class PropertyItem(Strict):
    """One item of the table.

    Attributes:
        id: Our number.
        group: One of the four properties.
        zh: What is tested.
        en: The same in English.
        moments: When it is tested.
        check: The function that tests it.
        certainty: ``weak`` items warn; the standard's wording of them could not be seen.

    """

    id: str = pydantic.Field(pattern=r"^(ZS|WZ|KY|AQ)-\d{2}$")
    group: str
    zh: str
    en: str
    moments: tuple[Moment, ...] = (Moment.FILING, Moment.EXPORT, Moment.SCHEDULE)
    check: str
    certainty: str = pydantic.Field(default="fair", pattern="^(solid|fair|weak)$")

    @pydantic.field_validator("group")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in GROUPS:
            message = f"the group is none of {', '.join(GROUPS)}"
            raise ValueError(message)
        return value


class OverallExample(Strict):
    """A worked example: failed groups and the overall outcome."""

    failed: tuple[str, ...]
    expected: Outcome


class PropertyTable(RuleFile):
    """All items of one edition, with the formats that may be filed.

    Attributes:
        allowed: Media types that may be filed; a star at the end stands for any rest.
        lasting: Those that can be read for long without being turned into something else.

    """

    items: tuple[PropertyItem, ...]
    allowed: tuple[str, ...]
    lasting: tuple[str, ...]
    examples: tuple[OverallExample, ...]

    @pydantic.model_validator(mode="after")
    def _once(self) -> PropertyTable:
        ids = [item.id for item in self.items]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            message = f"the numbers {twice} stand twice"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = overall([(group, Outcome.FAIL) for group in example.failed])
            if found is not example.expected:
                yield f"failed {example.failed} should give {example.expected}, not {found}"

    def at(self, moment: Moment) -> tuple[PropertyItem, ...]:
        """Return the items that are tested at a moment, in order."""
        return tuple(item for item in self.items if moment in item.moments)


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """What testing one item gave, and the sentence that shows it."""

    result: Outcome
    evidence: str


def passed(evidence: str) -> Finding:
    """Return a finding of something that is as it should be."""
    return Finding(Outcome.PASS, evidence)


def failed(evidence: str) -> Finding:
    """Return a finding of something that is not."""
    return Finding(Outcome.FAIL, evidence)


def not_applicable(evidence: str) -> Finding:
    """Return a finding of something that cannot be asked of this case."""
    return Finding(Outcome.NOT_APPLICABLE, evidence)


def overall(results: Sequence[tuple[str, Outcome]]) -> Outcome:
    """Return the overall outcome of items given as group and result.

    Source: DA/T 70-2018 as cited by the field: a fail of authenticity or integrity sends the package back.
    """
    bad = any(group in DECISIVE and result is Outcome.FAIL for group, result in results)
    return Outcome.FAIL if bad else Outcome.PASS


def is_among(media_type: str, patterns: Sequence[str]) -> bool:
    """Say whether a media type is one of these; a star at the end stands for any rest."""
    return any(
        media_type.startswith(pattern[:-1]) if pattern.endswith("*") else media_type == pattern for pattern in patterns
    )
