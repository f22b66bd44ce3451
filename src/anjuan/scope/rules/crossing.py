"""The four conditions of an item: applied for, in the business licence, licensed where needed, really done."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Sequence

from anjuan.scope.rules.application import Application, Line, Proof
from anjuan.scope.rules.sentences import Finding, finding
from anjuan.scope.rules.wording import ScopeItem, WordingTable

_NOTES = re.compile(r"[（(][^（）()]*(?:批准|许可|凭|依法|法律|除外)[^（）()]*[）)]")
_ENTRIES = re.compile(r"[；;。，,\n]+")
_PRODUCTS = re.compile(r"、|(?<=[\u4e00-\u9fff]{2})[和及与](?=[\u4e00-\u9fff]{2})")
_NEAR, _SURE = 0.34, 0.99


@dataclasses.dataclass(frozen=True, slots=True)
class ItemResult:
    """An item and the four conditions; None where a condition could not be told.

    Attributes:
        item: The item.
        is_applied: Whether it was applied for.
        is_in_licence: Whether the business licence names it.
        is_permitted: Whether the licences it needs are there and valid.
        is_done: Whether there is a record in the cycle.
        findings: What is to be said of it.

    """

    item: ScopeItem
    is_applied: bool
    is_in_licence: bool | None
    is_permitted: bool
    is_done: bool | None
    findings: tuple[Finding, ...]

    @property
    def is_approved(self) -> bool:
        """Whether nothing speaks against it; what a person has still to judge does not count against it."""
        return self.is_applied and not any(one.severity == "block" for one in self.findings)


def licence_finding(table: WordingTable, item: ScopeItem, business_scope: str) -> tuple[bool | None, list[Finding]]:
    """Return whether a business licence covers an item, and what is to be said; None where a person must judge."""
    entries = [one for part in _ENTRIES.split(_NOTES.sub("", business_scope)) for one in _named(table, part.strip())]
    best, nearest = 0.0, ""
    for entry in entries:
        found = _likeness(table, item, entry.strip())
        if found > best:
            best, nearest = found, entry.strip()
    if best >= _SURE:
        return True, []
    if best >= _NEAR:
        return None, [finding("licence_doubtful", item.label, nearest=nearest)]
    return False, [finding("outside_licence", item.label)]


def _named(table: WordingTable, part: str) -> list[str]:
    """Return the products of an entry, each with the activity that stands behind the last of them."""
    names = [name for name in _PRODUCTS.split(part) if name]
    if len(names) < 2:  # noqa: PLR2004  one product
        return names
    tail = next((word for word in sorted(table.activities, key=len, reverse=True) if names[-1].endswith(word)), "")
    return [name if any(word in name for word in table.activities) else f"{name}{tail}" for name in names]


def _likeness(table: WordingTable, item: ScopeItem, entry: str) -> float:
    """Return how well an entry of a licence covers an item, from 0 to 1: its activity family, then its words."""
    wanted = {table.activities.get(activity, "") for activity in item.activities} - {"free", ""}
    stem = _stem(table, entry)
    allowed = {family for family, words in table.families.items() if any(word in entry for word in words)}
    is_allowed = not wanted or bool(wanted & allowed) or any(word in entry for word in table.broad)
    product = re.sub(r"[（(][^（）()]*[）)]", "", item.product)
    is_named = product in entry or (len(stem) > 1 and product.endswith(stem))
    words = 1.0 if is_named else _shared(product, stem or entry)
    return words if is_allowed else min(words, 0.9) * 0.5


def _stem(table: WordingTable, entry: str) -> str:
    plain = entry.removeprefix("一般项目：").removeprefix("许可项目：")
    for word in sorted(table.activities, key=len, reverse=True):
        if plain.endswith(word) and len(plain) > len(word):
            return plain.removesuffix(word).removesuffix("的")
    return plain


def _shared(one: str, other: str) -> float:
    left, right = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 0.98 * 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def proofs_of(item: ScopeItem, lines: Sequence[Line]) -> list[Proof]:
    """Return the proofs of an item: those of lines with its name, or with a name that holds it or is held by it."""
    same = [line for line in lines if line.name == item.product]
    near = same or [line for line in lines if line.name in item.product or item.product in line.name]
    return [proof for line in near for proof in line.evidence]


def evidence_findings(item: ScopeItem, asked: Application, *, day: dt.date) -> tuple[bool | None, list[Finding]]:
    """Return whether an item was really done in the cycle, and what is to be said.

    The cycle's first and last day are inclusive. At recertification an item without proof in the whole cycle is
    proposed for removal; before its end it is only named.
    """
    if not asked.lines:
        return None, []
    proofs = proofs_of(item, asked.lines)
    return _dated(item, asked, proofs, day) if proofs else (False, [_without_proof(item, asked)])


def _without_proof(item: ScopeItem, asked: Application) -> Finding:
    is_known = any(line.name in item.product or item.product in line.name for line in asked.lines)
    if asked.audit_type == "recertification" and is_known and asked.cycle_begins and asked.cycle_ends:
        return _idle(item, asked.cycle_begins, asked.cycle_ends)
    return finding("no_records", item.label)


def _dated(
    item: ScopeItem, asked: Application, proofs: Sequence[Proof], day: dt.date
) -> tuple[bool | None, list[Finding]]:
    undated = sum(proof.on is None for proof in proofs)
    told = [finding("undated_proof", item.label, number=undated)] if undated else []
    if asked.cycle_begins is None:
        is_renewal = asked.audit_type == "recertification"
        return True, [*told, finding("no_cycle", item.label)] if is_renewal else told
    ends = asked.cycle_ends or day
    if any(proof.on and asked.cycle_begins <= proof.on <= ends for proof in proofs):
        return True, told
    if asked.audit_type == "recertification" or day > ends:
        return False, [*told, _idle(item, asked.cycle_begins, ends)]
    return None, [*told, finding("idle_so_far", item.label)]


def _idle(item: ScopeItem, begins: dt.date, ends: dt.date) -> Finding:
    return finding("idle_cycle", item.label, begins=begins, ends=ends)


def unasked(items: Sequence[ScopeItem], lines: Sequence[Line]) -> Iterator[Finding]:
    """Yield lines that have proofs and were not applied for."""
    for line in lines:
        is_asked = any(line.name in item.product or item.product in line.name for item in items)
        if line.evidence and not is_asked:
            yield finding("not_applied", line.name)
