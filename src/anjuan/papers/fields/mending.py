"""Entries whose value swallowed the next label of the form, taken apart again."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence

from anjuan.papers.facts import Entry
from anjuan.papers.fields.labels import Meaning, labels_of

_GAPS = re.compile(r"\s{2,}|\n|\t")
_SHORTEST = 2


def mended(entries: Sequence[Entry], kind: str) -> tuple[Entry, ...]:
    """Return the entries with labels that stand inside values made labels of their own.

    Where a rule of the form was not seen, ``组长 | 张三  组员`` and ``组长 | 李四`` come instead of two pairs: the
    second label stands at the end of the first value, and the value after it bears the label before it.
    """
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
