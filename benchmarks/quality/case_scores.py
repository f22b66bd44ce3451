"""Scoring of described cases against their truth: kinds, fields, cuts, faults. Used by ``cases.py``."""

from __future__ import annotations

import collections
import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from anjuan.judging.casefile import Contradiction, Miss, PaperFacts, Severity
from anjuan.kit.text.dates import find_dates
from anjuan.kit.text.folding import squeeze

WORDS = yaml.safe_load((Path(__file__).parent / "case-words.yaml").read_text("utf-8"))
_LISTS = {"standards", "team", "professional_codes", "fields", "sites", "exclusions", "former_names"}
_EMPTY = {"", "无", "/", "—", "none", "[]"}
_MARKS = {"signature", "seal", "date"}


@dataclasses.dataclass
class Tally:
    """Right, wrong and missing values."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None when there was nothing to find."""
        total = 2 * self.right + self.wrong + self.missed
        return round(2 * self.right / total, 4) if total else None


def names_of(label: str) -> list[str]:
    """Return the fields that a truth file's name stands for."""
    known = WORDS["fields"].get(label)
    return list(known) if known else [label]


def kinds_of(name: str) -> list[str]:
    """Return the kinds that a truth file's type stands for."""
    return list(WORDS["kinds"].get(name, [name]))


def _days(text: str) -> list[str]:
    """Return the days of a date or of a span of dates, ISO."""
    short = re.match(r"^(.*?(\d{4})\D(\d{1,2})\D(\d{1,2})日?)\s*(?:至|到|-|—|~|～)\s*(\d{1,2})日?$", text)
    days = [str(found.value) for found in find_dates(text)]
    if short and len(days) == 1:
        days.append(f"{days[0][:8]}{int(short[5]):02d}")
    return days


def _plain(value: object) -> str:
    """Return a value as it is compared: dates ISO, numbers without unit, texts without style."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return f"{float(value):g}"
    text = str(value).strip()
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):
        return text
    days = _days(text)
    if days and len(squeeze(text)) <= 16:
        return days[0]
    number = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(人|人日|人天|天|项|名)?", text)
    if number:
        return f"{float(number[1]):g}"
    return squeeze(text)


def _pieces(name: str, value: object) -> set[str]:
    """Return the values of a field as a set: one for single fields."""
    coded = WORDS["values"].get(name, {})
    if isinstance(value, str):
        value = next((code for word, code in coded.items() if word in value), value)
    if value is False:
        return set()
    if isinstance(value, list | tuple):
        found = {_plain(coded.get(one, one)) for one in value}
    elif name in _LISTS and isinstance(value, str):
        found = {_plain(one) for one in re.split(r"[、,，;；]", value)}
    else:
        found = {_plain(value)}
    if name == "standards":
        found = {"+".join(sorted(re.findall(r"\d{4,5}-?:?\d{4}", one.replace("—", "-")))) or one for one in found}
    return {one for one in found if one.casefold() not in _EMPTY}


def truth_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a truth row's fields by this project's names; a span of days becomes two."""
    values: dict[str, Any] = {}
    for label, value in row.items():
        names = names_of(label)
        if names == ["audit_start", "audit_end"]:
            days = _days(str(value))
            if days:
                values |= {"audit_start": days[0], "audit_end": days[-1]}
        else:
            values[names[0]] = value
            if len(names) > 1:
                values[names[0]] = {"either": names, "value": value}
    return values


def compare(truth: Mapping[str, Any], said: Mapping[str, Any], tally: dict[str, Tally], wrong: list[str]) -> None:
    """Count how the values of one paper or case compare; ``wrong`` collects what differs."""
    for name, meant in truth.items():
        options = meant["either"] if isinstance(meant, dict) else [name]
        value = meant["value"] if isinstance(meant, dict) else meant
        right = _pieces(name, value)
        best = min((_counts(right, _pieces(one, said[one]) if one in said else set()) for one in options), key=sum)
        hits = len(right) - best[1]
        tally[name].right += hits
        tally[name].wrong += best[0]
        tally[name].missed += best[1]
        if any(best):
            wrong.append(f"{name}: {value!r} read as {[said.get(one) for one in options]!r}")


def _counts(right: set[str], said: set[str]) -> tuple[int, int]:
    return len(said - right), len(right - said)


def merged(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    total = Tally()
    for one in tallies:
        total = Tally(total.right + one.right, total.wrong + one.wrong, total.missed + one.missed)
    return total


def paper_values(paper: PaperFacts) -> dict[str, Any]:
    """Return what a paper states, lists united."""
    values: dict[str, Any] = {}
    for found in paper.found:
        if found.name in _LISTS:
            values.setdefault(found.name, []).append(found.value)
        else:
            values.setdefault(found.name, found.value)
    return values


@dataclasses.dataclass
class FaultScore:
    """Planted faults found, and findings that nobody planted."""

    planted: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    found: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    clean_cases: int = 0
    false_alarms: int = 0
    unplanted: int = 0
    alarms: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)


def score_faults(
    faults: Sequence[Mapping[str, Any]],
    misses: Sequence[Miss],
    contradictions: Sequence[Contradiction],
    kinds: Mapping[int, str],
    score: FaultScore,
) -> list[str]:
    """Count which planted faults are named by a finding; return the ids of those that are not."""
    weighty = [one for one in contradictions if one.severity != Severity.NEAR]
    loud = [one for one in misses if one.severity == Severity.BLOCK]
    explained: set[int] = set()
    unseen = []
    for fault in faults:
        hits = [one for one in (*misses, *contradictions) if _names(one, fault, kinds)]
        score.planted[fault["id"]] += 1
        score.found[fault["id"]] += bool(hits)
        explained |= {id(one) for one in hits}
        if not hits:
            unseen.append(f"{fault['id']} {fault['kinds']} {fault['what']}")
    extra = [one for one in (*weighty, *loud) if id(one) not in explained]
    if faults:
        score.unplanted += len(extra)
    else:
        score.clean_cases += 1
        score.false_alarms += len(extra)
    for one in extra:
        score.alarms[f"{one.rule} {one.name}"] += 1
    return unseen


def _names(one: Miss | Contradiction, fault: Mapping[str, Any], kinds: Mapping[int, str]) -> bool:
    if isinstance(one, Miss):
        is_mark = fault["field"] in _MARKS
        return one.code in fault["kinds"] and one.what == (fault["field"] if is_mark else "paper")
    seen = {kinds.get(piece.document, "") for piece in one.evidence}
    is_rule = one.rule == fault["rule"] or one.name == fault["field"]
    return is_rule and (not fault["kinds"] or bool(seen & set(fault["kinds"])))
