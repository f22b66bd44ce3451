"""Entries whose value swallowed the next label of the form, taken apart again."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence

from anjuan.papers.facts import Entry
from anjuan.papers.fields.labels import Meaning, labels_of
from anjuan.papers.fields.normal.reading import Printed
from anjuan.papers.fields.rows import sections
from anjuan.papers.fields.values import read

_GAPS = re.compile(r"\s{2,}|\n|\t")
_SHORTEST = 2
_PAIR = 2
_LONGER = 5
#: Fields of the case as a whole, which head no column of a list of two columns.
_CASE_WIDE = frozenset({"scope", "business_scope", "organisation", "standards"})
#: A label with its value in one cell: 组长：张三.
_WHOLE = re.compile(r"(?P<label>(?:审核)?(?:组长|组员|组成员)|技术专家|实习审核员)\s*[:：]\s*(?P<value>\S.*)")
_BESIDE = re.compile(r"(?P<label>[\u3400-\u9fff]{2,8})[:： ]\s*(?P<value>[0-9A-Z].*)")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")


def mended(entries: Sequence[Entry], kind: str) -> tuple[Entry, ...]:
    """Return the entries with labels that stand inside values made labels of their own.

    Where a rule of the form was not seen, ``组长 | 张三  组员`` and ``组长 | 李四`` come instead of two pairs: the
    second label stands at the end of the first value, and the value after it bears the label before it.
    """
    entries = tuple(_paired(entries))
    done: list[Entry] = []
    carried: tuple[Entry, str] | None = None
    for entry in entries:
        current = entry
        if carried:
            before, label = carried
            if (entry.page, entry.label, entry.label_box) == (before.page, before.label, before.label_box):
                current = dataclasses.replace(entry, label=label)
        pieces = list(_pieces(current, kind)) if not entry.row else [current]
        carried = None
        if pieces and pieces[-1].value == "" and current.value:
            carried = (entry, pieces[-1].label)
        done += [piece for piece in pieces if piece.value or not current.value]
    return tuple(done)


def _paired(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries, those pairs parted that were read as one label or as a row below other headings."""
    short, headed = _short_rows(entries), _headed(entries)
    for entry in entries:
        whole = _WHOLE.fullmatch(entry.label) if not entry.row else None
        if whole:
            yield dataclasses.replace(entry, label=whole["label"], value=whole["value"], value_box=entry.label_box)
            beside = _BESIDE.fullmatch(entry.value)
            if beside:
                yield dataclasses.replace(entry, label=beside["label"], value=beside["value"])
        elif id(entry) in headed:
            if headed[id(entry)]:
                yield dataclasses.replace(entry, value=headed[id(entry)], row=0)
        elif id(entry) not in short:
            yield entry
        elif short[id(entry)] is not entry:
            label = short[id(entry)]
            yield dataclasses.replace(entry, label=label.value, label_box=label.value_box, row=0)


def _short_rows(entries: Sequence[Entry]) -> dict[int, Entry]:
    """Return the label by the ``id`` of each cell of a row that holds a pair of its own below wider headings.

    Forms merge the cells of such a row: it has two where the headings are three or more, and the first is no value
    for the heading it stands below.
    """
    short: dict[int, Entry] = {}
    for section in sections(entries):
        rows = [tuple(cells) for _, cells in itertools.groupby(section, key=lambda entry: entry.row)]
        for row in rows[1:]:
            if len(row) == _PAIR < len(rows[0]) and _is_label(row[0], rows[0]):
                short |= {id(cell): row[0] for cell in row}
    return short


def _headed(entries: Sequence[Entry]) -> dict[int, str]:
    """Return the value by the ``id`` of each entry of a table whose two headings are a label and its value.

    The first entry bears the value; the others, which stand below by chance, bear nothing.
    """
    headed: dict[int, str] = {}
    for section in sections(entries):
        labels = tuple(dict.fromkeys(entry.label for entry in section))
        if len(labels) == _PAIR and _states(*labels):
            headed |= {id(entry): "" for entry in section}
            headed[id(section[0])] = labels[1]
    return headed


def _states(label: str, value: str) -> bool:
    known = labels_of("").meanings(label)
    return bool(known) and known[0].field in _CASE_WIDE and not labels_of("").meanings(value) and len(value) >= _LONGER


def _is_label(cell: Entry, first: Sequence[Entry]) -> bool:
    """Say whether a cell is a label of its own: it stands below a heading, and says nothing for its field."""
    meaning = next(iter(labels_of("").meanings(cell.label)), None)
    if meaning is None or not meaning.field or cell.label != first[0].label or not _WORDS.search(cell.value):
        return False
    return not read(meaning.field, Printed(cell.value, cell.confidence < 1))


def _pieces(entry: Entry, kind: str) -> Iterator[Entry]:
    parts = [part for part in _GAPS.split(entry.value) if part]
    label, held = entry.label, ""
    for part in parts:
        meaning = _known(part, kind) if len(part) >= _SHORTEST else None
        if meaning and meaning.field:
            if held or label != entry.label:
                yield dataclasses.replace(entry, label=label, value=held)
            label, held = part.rstrip(":："), ""
        else:
            held = f"{held}  {part}" if held else part
    if label == entry.label and held and len(parts) == len(_GAPS.split(held)):
        yield entry
    else:
        yield dataclasses.replace(entry, label=label, value=held)


def _known(text: str, kind: str) -> Meaning | None:
    return labels_of(kind).exactly(text)
