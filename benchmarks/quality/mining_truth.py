"""What sample papers state, in the words of the benchmark of mining, and when a found fact is the same."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Any

from rapidfuzz import fuzz

from anjuan.extraction.facts import Fact, FactKind
from anjuan.extraction.passages import plain

_ALIKE = 85.0
#: Recognition prints them so, and so do persons.
_POWERS = str.maketrans("²³", "23")
#: The slot that a list of names in a sentence fills, by the type of the sample's fact.
_NAMED = {
    "key_process": (FactKind.STEP, "name"),
    "special_process": (FactKind.STEP, "name"),
    "equipment_line": (FactKind.EQUIPMENT, "name"),
    "measuring_line": (FactKind.MEASURING_DEVICE, "name"),
    "outsourced_line": (FactKind.OUTSOURCED, "process"),
    "product": (FactKind.PRODUCT, "name"),
}
_RENAMED: dict[str, tuple[FactKind, dict[str, str]]] = {
    "process_step": (FactKind.STEP, {"name": "name"}),
    "process_branch": (FactKind.BRANCH, {"text": "text"}),
    "good_practice": (FactKind.PRACTICE, {"text": "text"}),
    "environmental_aspect": (FactKind.ASPECT, {"what": "what"}),
    "hazard": (FactKind.HAZARD, {"what": "what"}),
    "equipment": (FactKind.EQUIPMENT, {"name": "name"}),
    "measuring_device": (FactKind.MEASURING_DEVICE, {"name": "name"}),
    "outsourced_process": (FactKind.OUTSOURCED, {"name": "process"}),
    "key_control": (FactKind.CONTROL, {"parameter": "parameter", "value": "value"}),
    "audit_point": (FactKind.AUDIT_POINT, {"clause": "clause", "seen": "seen"}),
}
_FINDING_PARTS = {
    "finding": "fact",
    "cause": "cause",
    "correction": "correction",
    "corrective_action": "action",
    "verification": "verification",
}
_NUMBER = re.compile(r"^(?P<number>[A-Z][A-Z/]*\s?[\d.]+-\d{4})(?P<rest>.*)$")
#: Papers of the samples in which a value stands as an aside that no reader takes for a statement of it.
_ASIDES = frozenset({"A06"})


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A fact that a paper states: its kind and the values to be found."""

    kind: FactKind
    values: dict[str, str]


def solid(text: str) -> str:
    """Return a text without blanks and signs that print changes freely."""
    return (
        re.sub(r"[\s。；;,，、“”\"'‘’()（）:：]", "", plain(str(text))).casefold().translate(_POWERS).replace("°c", "℃")
    )


def wanted_of(mining: Sequence[dict[str, Any]], row: dict[str, Any]) -> list[Wanted]:
    """Return what one paper states; of papers in one file those of its kind whose text is on its pages."""
    text = solid("".join(row["text"]))
    found = []
    for fact in mining:
        if fact["file"] == row["file"] and fact["kind"] == row["kind"] and solid(fact["text"])[:24] in text:
            found += [one for one in _wanted(fact) if row["kind"] not in _ASIDES and _printed(one, text)]
    unique = {(one.kind, tuple(sorted(one.values.items()))): one for one in found}
    return list(unique.values())


def _printed(one: Wanted, text: str) -> bool:
    return all(solid(value) in text for name, value in one.values.items() if name not in {"number", "steps", "clause"})


def _wanted(fact: dict[str, Any]) -> Iterator[Wanted]:
    kind, values = fact["type"], fact["values"]
    if kind in _NAMED:
        what, slot = _NAMED[kind]
        yield from (Wanted(what, {slot: name}) for name in values["names"].split("、"))
    elif kind in _RENAMED:
        what, names = _RENAMED[kind]
        yield Wanted(what, {slot: values[name] for name, slot in names.items()})
    elif kind == "process_flow":
        yield Wanted(FactKind.FLOW, {"steps": values["names"]})
    elif kind == "complaint":
        yield Wanted(FactKind.COMPLAINT, {"text": values["names"]})
    elif kind in _FINDING_PARTS:
        yield Wanted(FactKind.FINDING, {_FINDING_PARTS[kind]: values.get("fact") or fact["text"]})
    elif kind == "law":
        match = _NUMBER.match(values["law"])
        title = match["rest"].strip() if match else values["law"].strip("《》")
        number = re.sub(r"(?<=[A-Z])(?=\d)", " ", match["number"]) if match else ""
        yield Wanted(FactKind.REFERENCE, {"number": number} if number else {"title": title})


def fits(fact: Fact, one: Wanted, *, scan: bool) -> bool:
    """Say whether a found fact is the one wanted."""
    if fact.kind is not one.kind:
        return False
    return all(_same(_value(fact, name), value, scan=scan) for name, value in one.values.items())


def _value(fact: Fact, name: str) -> str:
    if name == "steps":
        return "→".join(fact.values("step"))
    if name == "name" and fact.kind in {FactKind.EQUIPMENT, FactKind.MEASURING_DEVICE}:
        return fact.value("name") + fact.value("model")
    return fact.value(name)


def _same(found: str, wanted: str, *, scan: bool) -> bool:
    one, other = solid(found), solid(wanted)
    if one == other or (min(len(one), len(other)) > 3 and (one in other or other in one)):
        return bool(one)
    return scan and bool(one) and fuzz.ratio(one, other) >= _ALIKE


def is_stated(fact: Fact, text: str, kind: str, *, scan: bool) -> bool:
    """Say whether a paper states a fact that its list of facts leaves out.

    A citation stands on the page if its number does; a flow if all its steps do; a nonconformity of a form that
    tells of one may lack the part asked for.
    """
    if fact.kind is FactKind.REFERENCE:
        number, title = solid(fact.value("number")), solid(fact.value("title"))
        return (bool(number) and _within(number, text, scan=scan)) or (not number and _within(title, text, scan=scan))
    if fact.kind is FactKind.FLOW:
        return all(_within(solid(name), text, scan=scan) for name in fact.values("step"))
    if fact.kind is FactKind.FINDING:
        return kind in {"D08", "D09", "D11"} and _within(solid(fact.slots[0].value), text, scan=scan)
    return False


def _within(part: str, text: str, *, scan: bool) -> bool:
    return part in text or (scan and bool(part) and fuzz.partial_ratio(part, text) >= _ALIKE)
