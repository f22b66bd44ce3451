"""One nonconformity out of the papers that tell of it: the report that raised it, the form that answered it."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from anjuan.compiling.works.telling import Told, ToldFact
from anjuan.extraction.facts import FactKind
from anjuan.kit.text.folding import squeeze

#: Two papers that tell of one nonconformity say nearly the same (0 to 100).
_SAME_FACT = 70.0
#: What makes a nonconformity worth telling, besides what was found and the clause.
_TELLING = ("cause", "action", "verification")


def nonconformities(facts: Sequence[ToldFact]) -> list[tuple[ToldFact, ...]]:
    """Return the findings of one case in groups, each about one nonconformity, the fullest report of it first.

    Papers belong together when they name one clause and one number, or say the same where one has no number. An
    answer without number belongs to the only nonconformity on its clause; where there are several, to none.
    """
    findings = [fact for fact in facts if fact.kind is FactKind.FINDING and fact.value("clause")]
    raised = sorted((fact for fact in findings if fact.value("fact")), key=lambda fact: -len(fact.values))
    groups: list[list[ToldFact]] = []
    for fact in raised:
        known = next((group for group in groups if _is_same(group[0], fact)), None)
        if known is None:
            groups.append([fact])
        else:
            known.append(fact)
    for fact in findings:
        if not fact.value("fact"):
            group = _answered(fact, groups)
            if group is not None:
                group.append(fact)
    return [tuple(group) for group in groups]


def _is_same(one: ToldFact, other: ToldFact) -> bool:
    if one.value("clause") != other.value("clause"):
        return False
    numbers = {one.value("number"), other.value("number")} - {""}
    if len(numbers) > 1:
        return False
    return fuzz.ratio(squeeze(one.value("fact")), squeeze(other.value("fact"))) >= _SAME_FACT


def _answered(answer: ToldFact, groups: Sequence[list[ToldFact]]) -> list[ToldFact] | None:
    number = answer.value("number")
    near = [group for group in groups if group[0].value("clause") == answer.value("clause")]
    if number:
        named = [group for group in near if number in {fact.value("number") for fact in group}]
        if named:
            return named[0]
        near = [group for group in near if not any(fact.value("number") for fact in group)]
    return near[0] if len(near) == 1 else None


def told_by(group: Sequence[ToldFact], slot: str) -> list[Told]:
    """Return the values of that name from the first paper of the group that tells any."""
    return next((told for fact in group if (told := fact.told(slot))), [])


def worth_telling(group: Sequence[ToldFact]) -> int:
    """Return how much of a story a nonconformity fills: found, why, what was done, whether it worked; 1 to 4."""
    return 1 + sum(bool(told_by(group, name)) for name in _TELLING)
