"""State machines as data, and the one interpreter that says whether a step may be done.

A step is allowed when none of its guards refuses. Guards are named in the table; what each of them looks at is
computed elsewhere (:mod:`anjuan.lifecycle.rules.process_guards`) and handed in as a function.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

#: The state that a step leaves as it is.
SAME = "="


class State(Strict):
    """One state of a machine."""

    key: str
    name: str
    name_en: str
    final: bool = False


class GuardUse(Strict):
    """A guard of a step; with ``only`` it counts for what carries one of these tags alone."""

    key: str
    only: tuple[str, ...] = ()

    def concerns(self, tags: Collection[str]) -> bool:
        """Say whether the guard counts for a thing with these tags."""
        return not self.only or any(tag in tags for tag in self.only)


class Transition(Strict):
    """A step from some states to one.

    Attributes:
        from_: The states in which it may be done.
        to: The state after it; ``=`` for the same.
        only: Kinds for which there is the step; empty for all of the machine.
        needs: The capability that it takes.
        guards: What must hold.
        inputs: What has to be said with it.
        papers: Kinds of the papers it produces.

    """

    key: str
    name: str
    name_en: str
    from_: tuple[str, ...] = pydantic.Field(alias="from")
    to: str
    only: tuple[str, ...] = ()
    needs: str
    guards: tuple[GuardUse, ...]
    inputs: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()

    @pydantic.field_validator("guards", mode="before")
    @classmethod
    def _narrowed(cls, value: Iterable[str]) -> list[dict[str, object]]:
        parts = [str(one).partition("@") for one in value]
        return [{"key": key, "only": tuple(only.split(",")) if only else ()} for key, _, only in parts]

    def target(self, state: str) -> str:
        """Return the state that the step leads to from another one."""
        return state if self.to == SAME else self.to


class Machine(Strict):
    """States and steps of one kind of thing."""

    key: str
    name: str
    name_en: str
    initial: str
    kinds: tuple[str, ...]
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    @pydantic.model_validator(mode="after")
    def _closed(self) -> Machine:
        known = {state.key for state in self.states}
        used = {self.initial, *(key for one in self.transitions for key in (*one.from_, one.to))} - {SAME}
        wrong = {kind for one in self.transitions for kind in one.only} - set(self.kinds)
        if used - known or wrong:
            message = f"the machine {self.key} names unknown states {sorted(used - known)} or kinds {sorted(wrong)}"
            raise ValueError(message)
        return self

    def state(self, key: str) -> State:
        """Return a state by its key."""
        return next(state for state in self.states if state.key == key)

    def leaving(self, state: str, kind: str) -> tuple[Transition, ...]:
        """Return the steps that begin in a state, for a kind of thing."""
        return tuple(
            one for one in self.transitions if state in one.from_ and (not one.only or kind in one.only)
        )  # fmt: skip


class MachineTable(RuleFile):
    """All machines of one edition."""

    machines: tuple[Machine, ...]

    def machine(self, key: str) -> Machine:
        """Return a machine by its key."""
        return next(one for one in self.machines if one.key == key)


class Guard(Strict):
    """The words of a guard: its rule, how hard it is, what a refusal says and the way out."""

    rule: str
    severity: str = pydantic.Field(pattern="^(block|warn)$")
    certainty: str = pydantic.Field(pattern="^(solid|fair|weak)$")
    zh: str
    en: str
    zh_remedy: str
    en_remedy: str


class GuardTable(RuleFile):
    """The words of all guards of one edition."""

    guards: dict[str, Guard]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a guard holds, and the values that its sentence names."""

    holds: bool
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step may not be done, or what to mind when it is.

    Attributes:
        guard: Key of the guard.
        rule: The rule it stands for, such as ``T16``.
        edition: Edition and document of the rule.
        severity: ``block`` or ``warn``.
        certainty: How sure the rule itself is.
        zh: What is wrong, in Chinese; ``en`` in English.
        zh_remedy: The way out, in Chinese; ``en_remedy`` in English.

    """

    guard: str
    rule: str
    edition: str
    severity: str
    certainty: str
    zh: str
    en: str
    zh_remedy: str
    en_remedy: str


@dataclasses.dataclass(frozen=True, slots=True)
class Offer:
    """A step that a state offers: what refuses it, and what to mind."""

    transition: Transition
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Refusal, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether nothing refuses the step."""
        return not self.refusals


#: Answers a guard by its key.
Judge = Callable[[str], Verdict]


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """About what a machine is asked.

    Attributes:
        state: The state in which the thing is.
        kind: Its kind among those of the machine.
        tags: What narrows guards, the kind among them.
        edition: What stands in refusals as the edition.

    """

    state: str
    kind: str
    tags: frozenset[str] = frozenset()
    edition: str = ""


def offers(machine: Machine, words: GuardTable, asked: Asked, judge: Judge) -> tuple[Offer, ...]:
    """Return every step that begins in a state, each with what refuses it and what to mind."""
    return tuple(_offer(one, words, asked, judge) for one in machine.leaving(asked.state, asked.kind))


def attempt(machine: Machine, words: GuardTable, asked: Asked, step: str, judge: Judge) -> tuple[str | None, Offer]:
    """Return the state after a step, or None with the offer that says what refuses it.

    Raises:
        KeyError: The state offers no such step at all.

    """
    found = next((one for one in machine.leaving(asked.state, asked.kind) if one.key == step), None)
    if found is None:
        raise KeyError(step)
    offer = _offer(found, words, asked, judge)
    return (found.target(asked.state) if offer.is_allowed else None), offer


def _offer(transition: Transition, words: GuardTable, asked: Asked, judge: Judge) -> Offer:
    told = []
    for use in transition.guards:
        if use.concerns(asked.tags | {asked.kind}):
            verdict = judge(use.key)
            if not verdict.holds:
                told.append(refusal(words, use.key, verdict, asked.edition))
    return Offer(
        transition,
        tuple(one for one in told if one.severity == "block"),
        tuple(one for one in told if one.severity == "warn"),
    )


def refusal(words: GuardTable, key: str, verdict: Verdict, edition: str) -> Refusal:
    """Return what a guard that does not hold says."""
    guard = words.guards[key]
    return Refusal(
        key, guard.rule, edition or words.edition, guard.severity, guard.certainty,
        *(_filled(text, verdict.values) for text in (guard.zh, guard.en, guard.zh_remedy, guard.en_remedy)),
    )  # fmt: skip


class _Blank(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "—"


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a sentence with its values; what is not known is a dash."""
    return text.format_map(_Blank(values))
