"""The table of wordings: topics, verbs, stop words."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pydantic

from anjuan.extraction.facts import FactKind
from anjuan.kit.rulefiles import RuleFile, Strict


class Topic(Strict):
    """A topic and what the list beside it holds.

    Attributes:
        kind: What each item is.
        slot: The slot that the item fills.
        fixed: Slots that every item gets.
        words: The pattern of the topic.

    """

    kind: FactKind
    slot: str
    words: str
    fixed: dict[str, str] = pydantic.Field(default_factory=dict)


class PhraseTable(RuleFile):
    """Words and patterns of sentences that state facts; what each means stands beside it in the file."""

    topics: tuple[Topic, ...]
    reversed: tuple[Topic, ...]
    copulas: str
    tails: str
    none: str
    blank: str
    foot: str
    item_lead: str
    item_tail: str
    flow_words: str
    flow_section: str
    flow_never: str
    flow_first: str
    flow_then: str
    marks_key: str
    marks_special: str
    branch_labels: str
    branch_words: str
    branch_near: str
    verbs: str
    value_only: str
    parameter_not: str
    measured: str
    method_words: str
    record_words: str
    expert_words: str
    step_after: str
    clause: str
    departments: str
    department_labels: str
    ask_labels: str
    seen_labels: str
    clause_labels: str
    verdict_labels: str
    conforming: str
    nonconforming: str
    sample: str
    major: str
    minor: str
    observation: str
    finding_line: str
    finding_lead: str
    finding_labels: dict[str, str]
    finding_clause: str
    ticked: str
    unticked: str
    practice_labels: str
    practice_section: str
    complaint_words: str
    complaint_labels: str
    risk_words: str
    event: str
    denied: str
    general: str

    def check(self) -> Iterable[str]:
        """Yield a sentence for every pattern that cannot be read."""
        for name, value in self:
            if isinstance(value, str) and name not in {"title", "title_en", "owner", "id", "edition"}:
                try:
                    re.compile(value)
                except re.error as error:
                    yield f"{name} is no pattern: {error}"
