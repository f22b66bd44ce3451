"""What one paper states: its entries and sentences turned into fields with page, box and confidence."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator, Sequence

from anjuan.papers.facts import Description, Entry, Found, Marks, Paper
from anjuan.papers.fields.flow import flow_of
from anjuan.papers.fields.gathering import Gathering, Spot, spot_of
from anjuan.papers.fields.labels import Labels, Meaning, labels_of
from anjuan.papers.fields.mending import mended
from anjuan.papers.fields.normal.reading import Printed, Reading, empty
from anjuan.papers.fields.normal.words import chosen
from anjuan.papers.fields.prose.claims import is_body, take_prose
from anjuan.papers.fields.prose.passages import passages_of
from anjuan.papers.fields.rows import sections, take_listed, take_rows
from anjuan.papers.fields.sentences import take_sentences
from anjuan.papers.fields.signing import Signings
from anjuan.papers.fields.tables import LabelRow
from anjuan.papers.fields.values import read
from anjuan.papers.rules.tables import paper_fields, paper_labels

#: How a nonconformity is to be verified, ticked when it is raised: no result.
_HOW = re.compile(
    r"(?:采?用?(?:书面|现场|文件|资料|证据|远程|跟踪|下次(?:现场)?(?:监督)?审核?时?)(?:材料|资料|证据)?"
    r"(?:验证|审查|评审|跟踪|检查|见证|确认)*[、，,/和及或\s]*)+"
)
#: A label of two parts has as many values; what parts them.
_SEVERAL, _SHARES = 2, re.compile(r"\s*[/／、；;，,|]\s*|\s*\n\s*|\s{2,}")
#: Types of fields of which one value states every part: one address, one name for both.
_OF_EVERY_PART = frozenset({"address", "person", "persons", "organisation", "sentence", "passage"})
#: Fields whose words are chosen by ticking boxes.
_TICKED = frozenset({"audit_type", "fields", "risk", "finding.grade", "decision", "multi_site", "standards"})
#: Fields in words, which the ticks of boxes in the same cell do not state.
_WORDED = frozenset(
    {"scope", "finding.fact", "finding.requirement", "finding.cause", "finding.correction", "finding.action"}
)
#: Parts of a finding or a site that begin a new one when they come a second time with other words.
_HEADS = ("finding.number", "finding.fact", "finding.clause", "site.name")
_MOST_LABEL = 24
#: Amounts that stand in the rows of a table as the shares of each row.
_SHARED = frozenset({"audit_days", "onsite_days", "remote_days", "computed_days", "headcount", "effective_headcount"})
#: A table with more rows than an audit has standards is a list.
_MOST_ROWS = 4


def describe(
    paper: Paper, kind: str, *, entries: Sequence[Entry], marks: Marks, own: tuple[LabelRow, ...] = ()
) -> Description:
    """Return the fields that a paper states, its marks, and the labels nobody has a field for.

    Args:
        paper: Its pages.
        kind: What kind of paper it is; empty when not known: then only labels that mean the same everywhere count.
        entries: The labels and values of its forms.
        marks: Signature, seal and date as seen.
        own: Labels of the body's own, which go before those of the table.

    """
    known = labels_of(kind, own)
    entries = mended(entries, kind)
    gathering = Gathering()
    signings = Signings(kind, entries)
    taken = take_rows(entries, kind, gathering)
    unknown: dict[str, None] = {}
    taken |= _listed(entries, known)
    for entry in entries:
        if id(entry) not in taken and not _take_entry(entry, (kind, known), gathering, signings):
            unknown.setdefault(entry.label)
    flows = [flow_of(page) for page in paper.pages]
    for number, flow in enumerate(flows, 1):
        take_sentences(flow, number, kind, gathering)
        take_prose(passages_of(paper.pages[number - 1], flow), number, kind, gathering)
    _take_licence_name(paper, kind, gathering)
    passing = _passing(kind, gathering)
    settled = [item for item in _without_body(gathering.settled()) if item.name not in passing]
    date = signings.paper_date(settled, flows)
    return Description((*settled, date) if date else tuple(settled), marks, tuple(unknown))


def _listed(entries: Sequence[Entry], known: Labels) -> set[int]:
    """Return the ``id`` of each entry that speaks of one of several things listed, not of the case as a whole."""
    listed: set[int] = set()
    for section in sections(entries):
        rows = len({entry.row for entry in section})
        listed |= {id(entry) for entry in section if rows > _MOST_ROWS or (rows > 1 and _shared(entry, known))}
    return listed


def _shared(entry: Entry, known: Labels) -> bool:
    return any(meaning.field in _SHARED for meaning in known.meanings(entry.label))


def _passing(kind: str, gathering: Gathering) -> frozenset[str]:
    """Return the fields that only serve others: a leader alone is no team, nor who signs a finding."""
    states_team = any(kind.startswith(prefix) for prefix in paper_labels().latest.team_kinds)
    several = kind in paper_labels().latest.team_kinds_of_several and len(gathering.team) > 1
    whole = several or (states_team and gathering.lists_members)
    return frozenset({"signed_on", "members"} | (set() if whole else {"team"}))


def _take_entry(entry: Entry, on: tuple[str, Labels], gathering: Gathering, signings: Signings) -> bool:
    """Take what an entry states on a paper of a kind with its labels; False for a label that nobody knows."""
    kind, known = on
    meanings = known.meanings(entry.label, recognised=entry.confidence < 1)
    if _declares(entry, kind):
        _take_people(entry, Meaning("members"), gathering)
    else:
        for part, meaning in _shares(entry, meanings):
            if meaning.field and not empty(_value(part, meaning.field)):
                _take_meaning(part, meaning, gathering, signings)
    signings.take_signature(entry, gathering)
    if meanings or _declares(entry, kind) or take_listed(entry, kind, gathering):
        return True
    return bool(entry.row) or empty(entry.value) or len(entry.label) > _MOST_LABEL


def _shares(entry: Entry, meanings: Sequence[Meaning]) -> Iterator[tuple[Entry, Meaning]]:
    """Yield what each part of a label states: of values of one type its own, one by one; of a single date nothing."""
    types = {paper_fields().latest.by_name[meaning.field].type for meaning in meanings if meaning.field}
    if len(meanings) < _SEVERAL or len(types) > 1 or types <= _OF_EVERY_PART or entry.choices:
        yield from ((entry, meaning) for meaning in meanings)
        return
    parts = [part for part in _SHARES.split(entry.value) if part.strip()]
    if len(parts) == len(meanings):
        yield from (
            (dataclasses.replace(entry, value=part.strip()), meaning)
            for part, meaning in zip(parts, meanings, strict=True)
        )


def _take_meaning(entry: Entry, meaning: Meaning, gathering: Gathering, signings: Signings) -> None:
    if meaning.field == "finding.verification" and _HOW.fullmatch(entry.value.strip()):
        return
    if meaning.field == "signed_on":
        signings.take(entry, gathering, sure=meaning.sure)
    elif meaning.field in {"members", "team_leader"}:
        _take_people(entry, meaning, gathering)
    elif not _take_values(entry, meaning, gathering) and meaning.otherwise:
        _take_values(entry, dataclasses.replace(meaning, field=meaning.otherwise), gathering)
    if meaning.also:
        _take_values(entry, dataclasses.replace(meaning, field=meaning.also), gathering)


def _value(entry: Entry, field: str) -> str:
    if field not in _TICKED:
        return entry.value
    if entry.choices:
        return "、".join(entry.ticked)
    return chosen(entry.value) if field != "standards" else entry.value


def _take_values(entry: Entry, meaning: Meaning, gathering: Gathering) -> bool:
    """Take the values of an entry; False when its text says nothing for the field."""
    if entry.choices and meaning.field in _WORDED:
        return False
    spot = spot_of(entry, sure=meaning.sure, rank=meaning.rank + bool(entry.row))
    printed = Printed(_value(entry, meaning.field), entry.confidence < 1)
    readings = read(meaning.field, printed)
    for reading in readings:
        name = reading.name or meaning.field
        group = _group(name, reading, gathering)
        if not (group and gathering.has(name, group)):
            gathering.add(name, reading, spot, group)
    return bool(readings)


def _group(name: str, reading: Reading, gathering: Gathering) -> str:
    """Return the group that a value belongs to; a new finding begins where its head comes again."""
    if "." not in name:
        return ""
    kind = name.split(".", maxsplit=1)[0]
    number = gathering.groups.get(kind, 0)
    if not number:
        return gathering.new_group(kind)
    group = f"{kind}-{number}"
    known = gathering.value(name, group)
    if name in _HEADS and known is not None and known != reading.value:
        return gathering.new_group(kind)
    return group


def _take_people(entry: Entry, meaning: Meaning, gathering: Gathering) -> None:
    spot = spot_of(entry, sure=meaning.sure, rank=meaning.rank)
    people = read("members", Printed(entry.value, entry.confidence < 1))
    if meaning.role == "leader":
        people = (
            people[:1] if len(people) == 1 else tuple(Reading(one.value, 0.7, extra=one.extra) for one in people[:1])
        )
    gathering.lists_members = gathering.lists_members or (
        meaning.field == "members" and not meaning.role and bool(people)
    )
    for person in people:
        gathering.member(person, spot, meaning.role)


@functools.cache
def _declarer() -> re.Pattern[str]:
    return re.compile(paper_labels().latest.declarers.like)


def _declares(entry: Entry, kind: str) -> bool:
    kinds = paper_labels().latest.declarers.kinds
    return kind in kinds and not empty(entry.value) and bool(_declarer().fullmatch(entry.label.strip(" :：")))


def _take_licence_name(paper: Paper, kind: str, gathering: Gathering) -> None:
    """A licence is named by its own title."""
    if kind not in {"A02", "A03"} or not gathering.groups.get("licence") or gathering.has("licence.name", "licence-1"):
        return
    for line in paper.pages[0].lines[:8]:
        title = re.sub(r"[\s（(].*$", "", re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", line.text.strip()))
        if re.search(r"(?:执照|许可证|证书|登记证|资质证|备案表|备案凭证)$", title):
            sure = 1.0 if line.confidence is None else line.confidence
            gathering.add(
                "licence.name", Reading(title), Spot(line.text, 1, line.box, sure, "", "pattern"), "licence-1"
            )
            return


def _without_body(found: list[Found]) -> list[Found]:
    """Leave out the certification body where it was taken for the organisation."""
    found = [item for item in found if not (item.name == "organisation" and item.how == "sentence" and is_body(item))]
    bodies = {str(item.value) for item in found if item.name == "body"}
    named = [item for item in found if item.name == "organisation" and str(item.value) not in bodies]
    if not named:
        return [item for item in found if item.name != "organisation" or str(item.value) not in bodies]
    return [item for item in found if item.name != "organisation" or item in named]
