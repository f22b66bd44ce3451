"""Counts of many cases as columns: what lets a page count a hundred thousand cases in an instant."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from anjuan.mining.rules.tallies import GRADES, CaseCount

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
#: Columns whose values are places in a list of words, with that list's name.
_WORDED = {"field": "fields", "province": "provinces", "audit_type": "audit_types", "leader": "leaders"}
_WORDS = ("fields", "provinces", "audit_types", "leaders", "codes", "clauses")


@dataclasses.dataclass(frozen=True)
class Columns:
    """Cases, their codes and their findings, each as columns of equal length.

    Attributes:
        words: For each sort of value (``fields``, ``clauses`` …) the words that its columns number.
        case: Keys of cases; ``client`` … ``tells`` belong to the same rows.
        days: Audit days; not a number where they are not known.
        size: Persons; -1 where they are not known.
        code_case: Row of the case of each of its professional codes.
        finding_case: Row of the case of each finding; ``clause``, ``grade`` (place in ``GRADES``), ``fact`` beside it.

    """

    words: dict[str, tuple[str, ...]]
    case: Ints
    client: Ints
    field: Ints
    province: Ints
    audit_type: Ints
    quarter: Ints
    leader: Ints
    days: Floats
    size: Ints
    tells: Flags
    code_case: Ints
    code: Ints
    finding_case: Ints
    clause: Ints
    grade: Ints
    fact: Ints

    def place(self, sort: str, word: str) -> int:
        """Return the number of a word; -1 when no case has it."""
        known = self.words[sort]
        return known.index(word) if word in known else -1


_ARRAYS = tuple(each.name for each in dataclasses.fields(Columns) if each.name != "words")


class _Words:
    """Numbers words in the order in which they come."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {name: {} for name in _WORDS}

    def number(self, sort: str, word: str) -> int:
        known = self._known[sort]
        return known.setdefault(word, len(known))

    def told(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(known) for name, known in self._known.items()}


def columns_of(counts: Sequence[CaseCount]) -> Columns:
    """Return the counts of cases as columns."""
    words = _Words()
    codes = [(row, words.number("codes", code)) for row, one in enumerate(counts) for code in one.codes]
    findings = [
        (row, words.number("clauses", each.clause), GRADES.index(each.grade), each.fact)
        for row, one in enumerate(counts)
        for each in one.findings
    ]
    worded = {name: _ints(words.number(sort, getattr(one, name)) for one in counts) for name, sort in _WORDED.items()}
    return Columns(
        words=words.told(),
        case=_ints(one.case for one in counts),
        client=_ints(one.client for one in counts),
        quarter=_ints(one.quarter for one in counts),
        days=np.array([np.nan if one.days is None else one.days for one in counts], dtype=np.float64),
        size=_ints(-1 if one.size is None else one.size for one in counts),
        tells=np.array([one.tells for one in counts], dtype=np.bool_),
        code_case=_ints(row for row, _ in codes),
        code=_ints(code for _, code in codes),
        finding_case=_ints(row for row, *_ in findings),
        clause=_ints(clause for _, clause, *_ in findings),
        grade=_ints(grade for _, _, grade, _ in findings),
        fact=_ints(fact for *_, fact in findings),
        **worded,
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def packed(columns: Columns) -> bytes:
    """Return columns as bytes to be kept."""
    buffer = io.BytesIO()
    arrays = {name: getattr(columns, name) for name in _ARRAYS}
    words = {f"words_{name}": np.array(found, dtype=np.str_) for name, found in columns.words.items()}
    np.savez_compressed(buffer, allow_pickle=False, **arrays, **words)
    return buffer.getvalue()


def unpacked(kept: bytes) -> Columns:
    """Return the columns that :func:`packed` wrote."""
    with np.load(io.BytesIO(kept), allow_pickle=False) as found:
        words = {name: tuple(str(word) for word in found[f"words_{name}"]) for name in _WORDS}
        return Columns(words=words, **{name: found[name] for name in _ARRAYS})


def merged(parts: Sequence[Columns]) -> Columns:
    """Return the columns of several parts as one; their words are numbered anew."""
    words = _Words()
    renumbered = {
        sort: [_ints(words.number(sort, word) for word in part.words[sort]) for part in parts] for sort in _WORDS
    }
    sorts = {**_WORDED, "code": "codes", "clause": "clauses"}
    starts = np.cumsum([0, *(len(part.case) for part in parts)])
    arrays: dict[str, npt.NDArray[np.generic]] = {}
    for name in _ARRAYS:
        pieces = []
        for at, part in enumerate(parts):
            values = getattr(part, name)
            if name in sorts:
                values = renumbered[sorts[name]][at][values] if len(values) else values
            elif name in ("code_case", "finding_case"):
                values = values + starts[at]
            pieces.append(values)
        arrays[name] = np.concatenate(pieces) if pieces else getattr(columns_of(()), name)
    return Columns(words=words.told(), **arrays)  # type: ignore[arg-type]
