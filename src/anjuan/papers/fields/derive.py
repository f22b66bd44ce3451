"""The values of a case out of what its papers state: who says it best, and who agrees."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import Description, Found, Scalar
from anjuan.papers.fields.tables import CaseRow
from anjuan.papers.fields.values import fields_of_standard, same_standard
from anjuan.papers.rules.tables import case_values
from anjuan.reading.pages import Box

#: A paper of a case: its key in the archive, its kind, its stage, and what it states.
Stated: TypeAlias = tuple[int, str, str, Description]

#: Weight of the vote of the best source, by its place in the table; those further back weigh 1.
_WEIGHTS = (2.0, 1.6, 1.4, 1.2)
_OTHERS_WEIGH = 0.6
#: What is left of the confidence when no other paper but half of the votes agree.
_LEAST_AGREEMENT = 0.7
_DEDUCED = 0.9
#: A team of which only the leader is named anywhere: for a person to look at.
_LEADER_ALONE = 0.7


@dataclasses.dataclass(frozen=True, slots=True)
class CaseValue:
    """The value of a case's field and where it was taken from.

    Attributes:
        value: A text, number or truth value; a tuple for fields that hold several.
        document: The key of the paper it was taken from.
        page: Page of that paper, from 1.
        box: Where it stands there.
        confidence: 0 to 1; less when papers disagree.
        printed: As it stands there.
        kind: The kind of that paper.
        agree: Keys of the papers that state the same, in the order of the case.
        differ: Keys of the papers that state something else.

    """

    value: Scalar | tuple[Scalar, ...]
    document: int
    page: int
    box: Box
    confidence: float
    printed: str
    kind: str
    agree: tuple[int, ...] = ()
    differ: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Vote:
    """What one paper states for a field, and how much its word weighs."""

    document: int
    kind: str
    weight: float
    found: tuple[Found, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(sorted({_key(item) for item in self.found if item.value != ""}))


def derive(papers: Sequence[Stated]) -> dict[str, CaseValue]:
    """Return the value of each field of the case that any paper states; what no paper states is absent.

    Papers vote for what they state, the better sources with more weight; the value is cited from the best
    source among the papers that agree on it.
    """
    table = case_values().latest
    values: dict[str, CaseValue] = {}
    for row in table.rows:
        votes = _votes(row, papers, table.never)
        if votes:
            values[row.field] = _listed(row, votes) if row.many else _single(votes)
    _count_findings(papers, values)
    _deduce(values)
    return {name: value for name, value in values.items() if value.value != ""}


def _votes(row: CaseRow, papers: Sequence[Stated], never: Sequence[str]) -> list[_Vote]:
    votes = [_vote(row, paper) for paper in papers if paper[1] in row.kinds]
    named = [vote for vote in votes if vote]
    if named or not row.others:
        return named
    rest = [_vote(row, paper) for paper in papers if paper[1] not in row.kinds and paper[1] not in never]
    return [vote for vote in rest if vote]


def _vote(row: CaseRow, paper: Stated) -> _Vote | None:
    document, kind, stage, description = paper
    if stage == "1" and not row.stage1:
        return None
    found = tuple(item for item in description.found if item.name == row.field and not item.group)
    if not found:
        return None
    place = row.kinds.index(kind) if kind in row.kinds else -1
    weight = _OTHERS_WEIGH if place < 0 else _WEIGHTS[place] if place < len(_WEIGHTS) else 1.0
    sure = sum(item.confidence for item in found) / len(found)
    return _Vote(document, kind, weight * sure, found)


def _key(item: Found) -> str:
    """Return what two values must share to be the same."""
    if item.name == "standards":
        return squeeze(same_standard(str(item.value)))
    return squeeze(item.value) if isinstance(item.value, str) else str(item.value)


def _single(votes: Sequence[_Vote]) -> CaseValue:
    tally: Counter[str] = Counter()
    for vote in votes:
        for item in vote.found:
            tally[_key(item)] += vote.weight / len(vote.found)  # type: ignore[assignment]  # votes are fractions
    most = max(tally.values())
    best = next(key for key, weight in tally.items() if weight == most)
    agreeing = [vote for vote in votes if any(_key(item) == best for item in vote.found)]
    source = max(agreeing, key=lambda vote: vote.weight)
    item = next(item for item in source.found if _key(item) == best)
    share = most / (sum(tally.values()) or 1.0)
    return _value(item, item.value, source, share, (agreeing, votes))


def _value(
    item: Found,
    value: Scalar | tuple[Scalar, ...],
    source: _Vote,
    share: float,
    sides: tuple[Sequence[_Vote], Sequence[_Vote]],
) -> CaseValue:
    agreeing, votes = sides
    best = max(item.confidence, *(min(one.confidence for one in vote.found) for vote in agreeing))
    return CaseValue(
        value=value,
        document=source.document,
        page=item.page,
        box=item.box,
        confidence=round(best * (_LEAST_AGREEMENT + (1 - _LEAST_AGREEMENT) * share), 4),
        printed=item.printed,
        kind=source.kind,
        agree=tuple(vote.document for vote in agreeing),
        differ=tuple(vote.document for vote in votes if vote not in agreeing),
    )


def _listed(row: CaseRow, votes: Sequence[_Vote]) -> CaseValue:
    spoken = [vote for vote in votes if vote.key] or list(votes)
    if row.whole:
        spoken = _agreed(spoken)
    total = sum(vote.weight for vote in spoken)
    shares: Counter[str] = Counter()
    for vote in spoken:
        for key in vote.key:
            shares[key] += vote.weight / total  # type: ignore[assignment]  # votes are fractions
    kept = {key for key, share in shares.items() if share >= row.many - 1e-9}
    source = max(spoken, key=lambda vote: (set(vote.key) == kept, len(kept & set(vote.key)), vote.weight))
    ordered: dict[str, Scalar] = {}
    for vote in [source, *spoken]:
        for item in vote.found:
            if _key(item) in kept and len(str(item.value)) > len(str(ordered.get(_key(item), ""))):
                ordered[_key(item)] = item.value
    agreeing = [vote for vote in spoken if set(vote.key) == kept] or [source]
    item = next((one for one in source.found if _key(one) in kept), source.found[0])
    share = sum(vote.weight for vote in agreeing) / (total or 1.0)
    return _value(item, tuple(ordered.values()), source, share, (agreeing, votes))


def _agreed(votes: Sequence[_Vote]) -> list[_Vote]:
    """Return the votes for the list that most weight stands behind; all of them when no two papers agree."""
    tally: dict[tuple[str, ...], float] = {}
    for vote in votes:
        tally[vote.key] = tally.get(vote.key, 0.0) + vote.weight
    best = max(tally, key=lambda key: tally[key])
    agreeing = [vote for vote in votes if vote.key == best]
    return agreeing if len(agreeing) > 1 or len(votes) <= 2 else list(votes)  # noqa: PLR2004  two papers have no majority


def _count_findings(papers: Sequence[Stated], values: dict[str, CaseValue]) -> None:
    """Count the nonconformity reports by grade where no report states the counts."""
    graded = [
        (document, kind, item)
        for document, kind, _, description in papers
        if kind == "D08"
        for item in description.found
        if item.name == "finding.grade"
    ]
    if not graded:
        return
    document, kind, item = graded[0]
    for grade, name in (("major", "findings_major"), ("minor", "findings_minor")):
        if name not in values:
            number = sum(one.value == grade for _, _, one in graded)
            keys = tuple(dict.fromkeys(key for key, _, one in graded if one.value == grade))
            values[name] = CaseValue(number, document, item.page, item.box, _DEDUCED, item.printed, kind, keys)


def _deduce(values: dict[str, CaseValue]) -> None:
    """Add what follows from other values: fields from standards, several sites from their number, the leader."""
    standards = values.get("standards")
    if "fields" not in values and standards and isinstance(standards.value, tuple):
        fields = tuple(dict.fromkeys(field for one in standards.value if (field := fields_of_standard(str(one)))))
        if fields:
            values["fields"] = dataclasses.replace(
                standards, value=fields, confidence=round(standards.confidence * _DEDUCED, 4)
            )
    leader = values.get("team_leader")
    if "team" not in values and leader and not isinstance(leader.value, tuple):
        values["team"] = dataclasses.replace(
            leader, value=(leader.value,), confidence=min(leader.confidence, _LEADER_ALONE)
        )
    sites, count = values.get("sites"), values.get("site_count")
    if "multi_site" in values:
        return
    if sites and sites.value:
        values["multi_site"] = dataclasses.replace(sites, value=True, confidence=round(sites.confidence * _DEDUCED, 4))
    elif count and isinstance(count.value, int):
        values["multi_site"] = dataclasses.replace(
            count, value=count.value > 1, confidence=round(count.confidence * _DEDUCED, 4)
        )


def as_plain(values: Mapping[str, CaseValue]) -> dict[str, object]:
    """Return the values alone, lists as lists: the shape that judging and exports take."""
    return {
        name: list(value.value) if isinstance(value.value, tuple) else value.value for name, value in values.items()
    }
