"""The tables of contradictions: what each rule weighs, which papers state which value, the order of events."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

import pydantic

from anjuan.judging.casefile import Severity
from anjuan.judging.comparing.compare import METHODS
from anjuan.judging.comparing.rulebook import ComparingTable
from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.registry.rules.codelists import StandardTable

_SLOT = re.compile(r"{(\w+)}")


class Sentence(Strict):
    """What a rule says, in Chinese and in English, with slots for its values."""

    zh: str
    en: str


class Rule(Strict):
    """What one rule weighs.

    Attributes:
        title: What it asks, in Chinese.
        title_en: The same in English.
        severity: The most it may weigh; doubtful evidence weighs less.
        on: Whether it is asked.
        certainty: How sure its source is; a weak rule may only warn.
        source: Document and clause.
        numbers: Its thresholds, by name.
        words: Its lists of words, by name.
        says: Its sentences, by name.

    """

    title: str
    title_en: str
    severity: Severity
    on: bool = True
    certainty: Literal["solid", "fair", "weak"] = "fair"
    source: str
    numbers: dict[str, float] = pydantic.Field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = pydantic.Field(default_factory=dict)
    says: dict[str, Sentence]

    @pydantic.model_validator(mode="after")
    def _holds(self) -> Rule:
        if self.certainty == "weak" and self.severity is Severity.BLOCK:
            message = "a weak rule may only warn"
            raise ValueError(message)
        for name, sentence in self.says.items():
            if set(_SLOT.findall(sentence.zh)) != set(_SLOT.findall(sentence.en)):
                message = f"the sentences of {name!r} have different slots"
                raise ValueError(message)
        return self


class ByHand(Strict):
    """A rule that a person has to check, because what is kept of papers does not tell.

    Attributes:
        title: What it asks, in Chinese.
        title_en: The same in English.
        certainty: How sure its source is.
        source: Where it comes from.
        why: Why it is not asked of the case file.

    """

    title: str
    title_en: str
    certainty: Literal["solid", "fair", "weak"]
    source: str
    why: Sentence


class RuleExample(Strict):
    """A worked example: a rule and what it weighs."""

    rule: str
    severity: Severity


class RuleTable(RuleFile):
    """The rules of contradiction, by id."""

    rules: dict[str, Rule]
    by_hand: dict[str, ByHand] = pydantic.Field(default_factory=dict)
    examples: tuple[RuleExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if example.rule not in self.rules or self.rules[example.rule].severity is not example.severity:
                yield f"{example.rule!r} should weigh {example.severity.value!r}"
        for rule in self.by_hand.keys() & self.rules.keys():
            yield f"{rule} is asked of the case file and of a person"


class Agreement(Strict):
    """Which papers state one value, and how their values are compared.

    Attributes:
        name: The Chinese name of the value.
        name_en: Its English name.
        rule: The rule that asks for agreement.
        method: How values are compared.
        severity: The most a deviation weighs.
        best: Kinds of paper that know best.
        kinds: Kinds of paper that take part; empty for all that are not left out.
        leave_out: Kinds of paper that never take part, or how their codes begin: in the client's own records (``W``)
            a customer is somebody else.
        weak: Kinds of paper whose deviation only warns: they may mean somebody or something else.
        earlier: Kinds of paper that, in a surveillance case, may be years older: their deviation only warns there.
        several: What makes several values right: ``no``; ``sites``; ``systems`` (one for each standard);
            ``cycles`` (an old and a new certificate).
        stage2: Whether papers of stage 1 have values of their own and do not take part.
        least: A deviation is told only when at least so many papers state a value.

    """

    name: str
    name_en: str
    rule: str
    method: str
    severity: Severity
    best: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    several: Literal["no", "sites", "systems", "cycles"] = "no"
    stage2: bool = False
    least: int = 2

    @pydantic.field_validator("method")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in METHODS:
            message = f"there is no method of comparing {value!r}"
            raise ValueError(message)
        return value


class AgreementExample(Strict):
    """A worked example: a value, a kind of paper and whether it takes part."""

    field: str
    kind: str
    takes_part: bool


class AgreementTable(RuleFile):
    """Which kinds of paper take part for which value."""

    fields: dict[str, Agreement]
    examples: tuple[AgreementExample, ...]

    def takes_part(self, field: str, kind: str) -> bool:
        """Say whether a kind of paper states a value for comparison."""
        row = self.fields[field]
        if not kind or any(kind.startswith(beginning) for beginning in row.leave_out):
            return False
        return not row.kinds or kind in row.kinds

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if self.takes_part(example.field, example.kind) != example.takes_part:
                yield f"{example.kind} should {'' if example.takes_part else 'not '}take part for {example.field!r}"


class Place(Strict):
    """Where the date of an event stands: a kind of paper and a field of it."""

    kind: str
    field: str


class Event(Strict):
    """Something that happens once in a case, and where its date stands, the best place first.

    Attributes:
        name: Its Chinese name.
        name_en: Its English name.
        places: Where its date stands; the first place that has one counts.
        stage: ``1`` when only papers of stage 1 state it, ``2`` when papers of stage 1 do not.
        not_in: Audit types whose papers of this kind mean an older event.
        not_before_audit: Whether a date long before the audit belongs to an older event and is not taken.
        each: Whether every paper of it is judged by itself: one late declaration is late though others are not.

    """

    name: str
    name_en: str
    places: tuple[Place, ...]
    stage: Literal["", "1", "2"] = ""
    not_in: tuple[str, ...] = ()
    not_before_audit: bool = False
    each: bool = False


class Chain(Strict):
    """Events that must follow each other; two on one day are in order.

    Attributes:
        rule: The rule's id.
        severity: The most a wrong order weighs.
        events: Names of events, the first first.
        audit_types: The types of audit it is asked of; empty for all.
        since: The first day of cases it is asked of; None for all.

    """

    rule: str
    severity: Severity
    events: tuple[str, ...]
    audit_types: tuple[str, ...] = ()
    since: dt.date | None = None


class ChainExample(Strict):
    """A worked example: two events in the order they must have."""

    before: str
    after: str


class ChronologyTable(RuleFile):
    """The events of a case and their order."""

    events: dict[str, Event]
    chains: tuple[Chain, ...]
    examples: tuple[ChainExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        lost = {name for chain in self.chains for name in chain.events} - set(self.events)
        if lost:
            yield f"the chains name events that are not there: {sorted(lost)}"
        for example in self.examples:
            pair = (example.before, example.after)
            if not any(_in_order(chain.events, pair) for chain in self.chains):
                yield f"{example.before!r} should come before {example.after!r}"


def _in_order(events: tuple[str, ...], pair: tuple[str, str]) -> bool:
    return all(name in events for name in pair) and events.index(pair[0]) < events.index(pair[1])


@dataclasses.dataclass(frozen=True, slots=True)
class ContradictionTables:
    """Every table that judges contradictions, in the editions of one day."""

    rules: RuleTable
    agreement: AgreementTable
    chronology: ChronologyTable
    comparing: ComparingTable
    standards: StandardTable
