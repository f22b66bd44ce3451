"""Rows of tables with a heading row, as groups: members, signatures, plans, findings, sites, archive lists."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from anjuan.kit.text.folding import squeeze
from anjuan.papers.facts import Entry
from anjuan.papers.fields.gathering import Gathering, spot_of
from anjuan.papers.fields.labels import labels_of
from anjuan.papers.fields.normal.names import role_of
from anjuan.papers.fields.normal.reading import Printed, Reading, empty
from anjuan.papers.fields.tables import GroupRow
from anjuan.papers.fields.values import read
from anjuan.papers.rules.tables import paper_labels

_SIGNED = re.compile(r"签[名字到]")
_AUDITORS = re.compile(r"审核(?:组|员|人员)")
#: What the audit team calls itself on a sheet that both sides sign; a client has group leaders of its own.
_AUDIT_POST = re.compile(
    r"(?:审核组|检查组|评审组|审核|认证机构)(?:组?长|组?员|成员|审核员|技术专家|专家|实习审核员|组长审核员)|"
    r"组[长员](?:审核员)?|主任审核员|(?:高级|实习|国家注册)审核员|技术专家"
)
#: A name printed in a row where the place for the signature is empty.
_UNSIGNED = 0.7
_KEYED_RANK = 2
_PAGES = re.compile(r"\d{1,3}")
#: How sure a row is whose heading stands on the page before.
_WITHOUT_HEADING = 0.85


def take_rows(entries: Sequence[Entry], kind: str, gathering: Gathering) -> set[int]:
    """Read the tables with a heading row; returns the ``id`` of each entry that was understood."""
    taken: set[int] = set()
    for table in sections(entries):
        row = None if _one_team(table) else _group_of(table, kind)
        understood = _take_group(table, row, gathering) if row else _take_keyed(table, kind, gathering)
        taken.update(id(entry) for entry in understood)
    return taken


def sections(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """Return the rows of tables parted where another heading begins: forms set several lists into one grid."""
    found: list[tuple[Entry, ...]] = []
    for _, group in itertools.groupby(
        (entry for entry in entries if entry.row), key=lambda entry: (entry.page, entry.table)
    ):
        headings: set[str] = set()
        held: list[Entry] = []
        for _, cells in itertools.groupby(group, key=lambda entry: entry.row):
            row = tuple(cells)
            labels = {cell.label for cell in row}
            if held and not labels & headings:
                found.append(tuple(held))
                held, headings = [], set()
            held += row
            headings |= labels
        found.append(tuple(held))
    return found


def take_listed(entry: Entry, kind: str, gathering: Gathering) -> bool:
    """Take a row of a list that goes on without its heading: a title and the number of its pages beside it."""
    if not (kind.startswith("X01") and entry.table and _PAGES.fullmatch(entry.value.strip())):
        return False
    group = gathering.new_group("item")
    spot = spot_of(entry)
    gathering.add(
        "item.title",
        Reading(entry.label, _WITHOUT_HEADING),
        replace(spot, printed=entry.label, box=entry.label_box),
        group,
    )
    for reading in read("item.pages", Printed(entry.value, entry.confidence < 1)):
        gathering.add("item.pages", Reading(reading.value, _WITHOUT_HEADING), spot, group)
    return True


def _by_row(table: Iterable[Entry]) -> list[list[Entry]]:
    rows: dict[int, list[Entry]] = {}
    for entry in table:
        rows.setdefault(entry.row, []).append(entry)
    return [rows[number] for number in sorted(rows)]


@functools.cache
def _groups(kind: str) -> tuple[GroupRow, ...]:
    return tuple(row for row in paper_labels().latest.groups if any(kind.startswith(prefix) for prefix in row.kinds))


def _one_team(table: Sequence[Entry]) -> bool:
    """Say whether the one row of a table names a leader beside the members: then it speaks of the team as a whole."""
    fields = {meaning.field for entry in table for meaning in labels_of("").meanings(entry.label)}
    return len({entry.row for entry in table}) == 1 and {"team_leader", "members"} <= fields


def _part(row: GroupRow, label: str) -> str:
    columns = row.by_label
    known = columns.get(squeeze(label)) or columns.get(squeeze(re.sub(r"[（(].*?[)）]", "", label)))
    return known or ""


def _group_of(table: Sequence[Entry], kind: str) -> GroupRow | None:
    headings = {entry.label for entry in table}
    best: tuple[int, GroupRow | None] = (1, None)
    for row in _groups(kind):
        parts = {_part(row, heading) for heading in headings} - {""}
        needed = row.group == "signature" or len(parts) > 1
        if needed and all(need in parts for need in row.needs) and len(parts) > best[0] - (row.group == "signature"):
            best = (len(parts), row)
    return best[1]


def _take_group(table: Sequence[Entry], row: GroupRow, gathering: Gathering) -> list[Entry]:
    takers = {"member": _take_member, "signature": _take_signature}
    take = takers.get(row.group, _take_plain)
    for cells in _by_row(table):
        parts: dict[str, list[Entry]] = {}
        for cell in cells:
            part = _part(row, cell.label)
            if part:
                parts.setdefault(part, []).append(cell)
        take(parts, row, gathering)
    return list(table)


def _take_plain(parts: Mapping[str, list[Entry]], row: GroupRow, gathering: Gathering) -> None:
    filled = {part: next((cell for cell in cells if not empty(cell.value)), None) for part, cells in parts.items()}
    if not all(filled.get(need) for need in row.needs):
        return
    group = gathering.new_group(row.group)
    for part, cell in filled.items():
        if cell:
            for reading in read(part, Printed(cell.value, cell.confidence < 1)):
                gathering.add(part, reading, spot_of(cell), group)
    if row.group == "site":
        _name_site(filled.get("site.address"), gathering)


def _name_site(cell: Entry | None, gathering: Gathering) -> None:
    if cell:
        for reading in read("site.address", Printed(cell.value, cell.confidence < 1)):
            gathering.add("sites", reading, spot_of(cell))


def _take_member(parts: Mapping[str, list[Entry]], row: GroupRow, gathering: Gathering) -> None:
    cell = next((cell for cell in parts.get(row.needs[0], ()) if not empty(cell.value)), None)
    if cell is None:
        return
    gathering.lists_members = True
    roles = " ".join(other.value for other in parts.get("member.role", ()))
    for person in read("members", Printed(cell.value, cell.confidence < 1)):
        group = gathering.member(person, spot_of(cell), role_of(roles))
        for part in ("member.code", "member.days", "member.signed_on"):
            for other in parts.get(part, ()):
                for reading in read(part, Printed(other.value, other.confidence < 1)):
                    gathering.add(part, reading, spot_of(other), group)
        _say_struck_out(parts.get("member.code", ()), group, gathering)


def _say_struck_out(cells: Iterable[Entry], group: str, gathering: Gathering) -> None:
    """State a code that is struck through as it is printed: that somebody has none is a statement."""
    for cell in cells:
        if cell.value.strip() and empty(cell.value):
            gathering.add("member.code", Reading(cell.value.strip()), spot_of(cell), group)


def _take_signature(parts: Mapping[str, list[Entry]], row: GroupRow, gathering: Gathering) -> None:
    cells = parts.get(row.needs[0], [])
    posts = " ".join(cell.value for cell in parts.get("signature.post", ()))
    named = [cell for cell in cells if not empty(cell.value)]
    if not named:
        return
    signed = [cell for cell in cells if _SIGNED.search(cell.label)]
    unsigned = bool(signed) and len(cells) > len(signed) and all(empty(cell.value) for cell in signed)
    cell = named[0]
    for person in read("signature.name", Printed(cell.value, cell.confidence < 1)):
        group = gathering.new_group("signature")
        sure = _UNSIGNED if unsigned else person.sure
        gathering.add("signature.name", Reading(person.value, sure), spot_of(cell), group)
        auditor = any(_AUDITORS.search(cell.label) and "受审核" not in cell.label for cell in cells)
        auditor = auditor or (bool(role_of(posts)) and "内审" not in posts)
        if _AUDIT_POST.fullmatch(squeeze(posts)) and sure > _UNSIGNED:
            gathering.lists_members = True
            gathering.member(Reading(person.value, sure), spot_of(cell), role_of(posts))
        gathering.add("signature.kind", Reading("auditor" if auditor else "client", 0.95), spot_of(cell), group)
        for post in parts.get("signature.post", ()):
            for reading in read("signature.post", Printed(post.value)):
                gathering.add("signature.post", reading, spot_of(post), group)


def _take_keyed(table: Sequence[Entry], kind: str, gathering: Gathering) -> list[Entry]:
    keys, values = _keyed_labels()
    understood = []
    for cells in _by_row(table):
        key = next((cell for cell in cells if squeeze(cell.label) in keys), None)
        if key is None:
            continue
        value = next(
            (cell for cell in cells[cells.index(key) + 1 :] if squeeze(cell.label) in values and cell is not key), None
        )
        meaning = (
            next(iter(labels_of(kind).meanings(key.value, recognised=key.confidence < 1)), None) if value else None
        )
        if value and meaning and meaning.field:
            spot = spot_of(value, sure=meaning.sure, rank=max(_KEYED_RANK, meaning.rank))
            for reading in read(meaning.field, Printed(value.value, value.confidence < 1)):
                gathering.add(meaning.field, reading, spot)
            understood += [key, value]
    return understood


@functools.cache
def _keyed_labels() -> tuple[frozenset[str], frozenset[str]]:
    table = paper_labels().latest
    return frozenset(map(squeeze, table.keyed_columns)), frozenset(map(squeeze, table.valued_columns))
