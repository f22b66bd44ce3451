"""Compares facts with those a snippet expects."""

from __future__ import annotations

import re
from typing import Any

from anjuan.extraction.facts import Fact
from anjuan.extraction.passages import plain

#: Slots whose wording may be wider or narrower than the one expected.
_LOOSE = {
    "text",
    "fact",
    "cause",
    "action",
    "correction",
    "seen",
    "parameter",
    "step",
    "name",
    "what",
    "title",
    "steps",
}


def _solid(text: str) -> str:
    return re.sub(r"[\s。；;,，、“”\"()（）]", "", plain(str(text))).casefold()


def _fits(fact: Fact, wanted: dict[str, Any]) -> bool:
    for name, value in wanted.items():
        if name == "steps":
            names = [_solid(one) for one in fact.values("step")]
            asked = [_solid(one) for one in str(value).split(">")]
            if len(names) != len(asked) or not all(a in b or b in a for a, b in zip(asked, names, strict=True)):
                return False
            continue
        found, asked_one = _solid(fact.value(name)), _solid(value)
        loose = name in _LOOSE and found and (asked_one in found or found in asked_one)
        if found != asked_one and not loose:
            return False
    return True


def compare(
    facts: tuple[Fact, ...], expected: dict[str, list[dict[str, Any]]]
) -> dict[str, tuple[int, int, int, list[str]]]:
    """Return for each expected kind: right, found, wanted, and what was missed or found too much."""
    scores = {}
    for kind, wanted in expected.items():
        mine = [fact for fact in facts if fact.kind.value == kind]
        rest, remarks, right = list(mine), [], 0
        for one in wanted:
            hit = next((fact for fact in rest if _fits(fact, one)), None)
            if hit is None:
                remarks.append(f"missed {kind} {one}")
            else:
                rest.remove(hit)
                right += 1
        # A step named twice (in a flow with its mark and in a sentence) is right both times.
        extra = [fact for fact in rest if not any(_fits(fact, one) for one in wanted)]
        remarks += [f"too much {kind} {[(s.name, s.value) for s in fact.slots]}" for fact in extra]
        scores[kind] = (right, right + len(extra), len(wanted), remarks)
    return scores
