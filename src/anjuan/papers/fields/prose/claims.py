"""What the sentences of a page state: fields by the words around them, each as sure as its sentence."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator

from anjuan.kit.text.dates import find_dates
from anjuan.papers.facts import Found
from anjuan.papers.fields.gathering import Gathering, Spot
from anjuan.papers.fields.normal.reading import Printed, Reading
from anjuan.papers.fields.prose.names import Mention, mentions
from anjuan.papers.fields.prose.passages import Passages
from anjuan.papers.fields.prose.table import ClaimRow, PartyRow, ProseTable
from anjuan.papers.fields.values import read
from anjuan.papers.rules.tables import paper_fields, paper_prose

#: Words for the day that was named before.
_SAME_DAY = re.compile(r"[同当该]日")
#: A reading less sure than this is no value of its kind: a name without a family name, a place without a street.
_LEAST = 0.75
_STRICT = frozenset({"person", "persons", "address", "organisation", "standards"})


@dataclasses.dataclass(frozen=True, slots=True)
class _Sentence:
    """One wording of a row, ready to be searched."""

    row: ClaimRow
    expression: re.Pattern[str]
    before_not: re.Pattern[str] | None
    near_not: re.Pattern[str] | None
    after_not: re.Pattern[str] | None


def take_prose(passages: Passages, page: int, kind: str, gathering: Gathering) -> None:
    """Read what the sentences of a page state.

    Args:
        passages: The running text of the page.
        page: Which page of the paper, from 1.
        kind: The kind of paper; a paper of a kind nobody knows says nothing in sentences.
        gathering: Takes the fields.

    """
    table = paper_prose().latest
    if not kind or any(kind.startswith(other) for other in table.never):
        return
    _take_organisation(passages, page, kind, gathering)
    for sentence in _sentences(kind):
        for match in sentence.expression.finditer(passages.text):
            if not _is_guarded(sentence, match, passages):
                _take(sentence.row, match, passages, page, gathering)


@functools.cache
def _sentences(kind: str) -> tuple[_Sentence, ...]:
    table = paper_prose().latest
    return tuple(
        _Sentence(
            row,
            table.expression(says),
            *(_guard(table, words) for words in (row.unless, row.unless_near, row.unless_after)),
        )
        for row in table.claims
        if (not row.kinds or kind.startswith(row.kinds)) and not (row.without and kind.startswith(row.without))
        for says in row.says
    )


def _guard(table: ProseTable, words: str) -> re.Pattern[str] | None:
    return table.expression(words) if words else None


def _is_guarded(sentence: _Sentence, match: re.Match[str], passages: Passages) -> bool:
    """Say whether the words around a sentence make it speak of something else."""
    if sentence.before_not and sentence.before_not.search(passages.before(match.start())):
        return True
    if sentence.near_not and sentence.near_not.search(passages.clause(match.start())):
        return True
    return bool(sentence.after_not and sentence.after_not.search(passages.after(match.end())))


def _take(row: ClaimRow, match: re.Match[str], passages: Passages, page: int, gathering: Gathering) -> None:
    if any("__" in group for group in match.groupdict()):
        _take_row(row, match, passages, page, gathering)
        return
    for group, text in match.groupdict().items():
        if not text:
            continue
        name = group.replace("__", ".")
        printed, (box, sure) = passages.printed(*match.span(group)), passages.place(*match.span(group))
        spot = Spot(printed.strip(), page, box, sure * row.sure, "", "sentence", row.rank)
        for reading in _readings(name, row, Printed(_dated(text, printed, match.start(group), passages), sure < 1)):
            _keep(name, row, reading, spot, gathering)


def _take_row(row: ClaimRow, match: re.Match[str], passages: Passages, page: int, gathering: Gathering) -> None:
    """Keep what one line of a plan or of notes states, as a row of a table would; not where a table states it."""
    kind = next(iter(match.groupdict())).split("__")[0]
    if any(item.group.startswith(f"{kind}-") and item.how != "sentence" for _, item in gathering.found):
        return
    group = gathering.new_group(kind)
    for part, text in match.groupdict().items():
        if text:
            printed, (box, sure) = passages.printed(*match.span(part)), passages.place(*match.span(part))
            spot = Spot(printed, page, box, sure * row.sure, "", "sentence", row.rank)
            for reading in read(part.replace("__", "."), Printed(text, sure < 1)):
                gathering.add(part.replace("__", "."), reading, spot, group)


def _readings(name: str, row: ClaimRow, printed: Printed) -> Iterator[Reading]:
    if row.value:
        yield Reading(int(row.value))
        return
    strict = paper_fields().latest.by_name[name].type in _STRICT
    for reading in read(name, printed):
        if reading.sure >= _LEAST or not strict:
            yield reading


def _dated(text: str, printed: str, start: int, passages: Passages) -> str:
    """Return the text of a date; for 同日 the last one named before it."""
    if not _SAME_DAY.fullmatch(text):
        return printed
    earlier = [found.value for found in find_dates(passages.text[:start])]
    return str(earlier[-1]) if earlier and earlier[-1].day else ""


def _keep(name: str, row: ClaimRow, reading: Reading, spot: Spot, gathering: Gathering) -> None:
    if name == "members":
        # Where labels name the leader alone, those whom a sentence names besides are of the same rank.
        listed = [item for rank, item in gathering.found if item.name == "team" and rank == 1 and item.label]
        alone = bool(listed) and all(item.value == gathering.value("team_leader") for item in listed)
        whole = dataclasses.replace(spot, rank=1) if alone else spot
        gathering.lists_members = True
        gathering.member(reading, whole, row.role)
    elif name == "team_leader":
        gathering.member(reading, spot, "leader")
    else:
        gathering.add(name, reading, _doubted(reading.name or name, reading, spot, gathering))


def _doubted(name: str, reading: Reading, spot: Spot, gathering: Gathering) -> Spot:
    """Return the spot less sure where another sentence states something else for a field of one value."""
    row = paper_fields().latest.by_name[name]
    known = [item for rank, item in gathering.found if item.name == name and rank == spot.rank and not item.label]
    if row.many or all(item.value == reading.value for item in known):
        return spot
    return dataclasses.replace(spot, confidence=spot.confidence * _LEAST)


def _take_organisation(passages: Passages, page: int, kind: str, gathering: Gathering) -> None:
    """Keep the organisation that the page names, known by the words around its name or as the only one named."""
    parties = paper_prose().latest.parties
    found = mentions(passages, parties)
    bodies = {str(item.value) for _, item in gathering.found if item.name == "body"}
    others: list[Mention] = []
    for mention in found:
        row = _party(passages, mention, kind)
        if (row and row.party == "body") or mention.name in bodies or parties.bodies_expression.search(mention.name):
            bodies.add(mention.name)
        elif row is None:
            others.append(mention)
        elif row.party == "organisation":
            _name(mention, row.sure if mention.whole else row.sure * _LEAST, passages, page, gathering)
    if gathering.has("organisation") or not kind.startswith(parties.lone):
        return
    others = [mention for mention in others if mention.name not in bodies]
    if len({mention.name for mention in others}) == 1 and others[0].whole:
        _name(others[0], parties.lone_sure, passages, page, gathering)


def is_body(found: Found) -> bool:
    """Say whether the name that was found is worded as those of certification bodies are."""
    return bool(paper_prose().latest.parties.bodies_expression.search(str(found.value)))


def _party(passages: Passages, mention: Mention, kind: str) -> PartyRow | None:
    before = passages.text[max(0, mention.start - 30) : mention.start]
    after = passages.text[mention.end : mention.end + 90]
    for row in paper_prose().latest.parties.contexts:
        if row.kinds and not kind.startswith(row.kinds):
            continue
        if (not row.before or row.before_expression.search(before)) and (
            not row.after or row.after_expression.search(after)
        ):
            return row
    return None


def _name(mention: Mention, sure: float, passages: Passages, page: int, gathering: Gathering) -> None:
    printed = passages.printed(mention.start, mention.end)
    box, seen = passages.place(mention.start, mention.end)
    for reading in read("organisation", Printed(printed, seen < 1)):
        spot = Spot(printed, page, box, seen * sure, "", "sentence", 3)
        gathering.add("organisation", reading, _doubted("organisation", reading, spot, gathering))
