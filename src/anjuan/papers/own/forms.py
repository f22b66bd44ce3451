"""A body's own forms as values, and what they change in the tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from anjuan.kit.text.folding import squeeze
from anjuan.papers.fields.labels import labels_of
from anjuan.papers.fields.tables import LabelRow
from anjuan.papers.kinds.catalogue import Catalogue
from anjuan.papers.kinds.mapping import Mapped, extended


@dataclasses.dataclass(frozen=True, slots=True)
class OwnLabel:
    """A label of the body's own forms.

    Attributes:
        label: As printed.
        field: The field it means.
        kinds: Kinds, or beginnings of their codes, on which it means that; empty for all.

    """

    label: str
    field: str
    kinds: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class OwnForms:
    """A body's own forms.

    Attributes:
        rows: One for each title and each number.
        labels: Its own labels.

    """

    rows: tuple[Mapped, ...] = ()
    labels: tuple[OwnLabel, ...] = ()


def merged(editions: Sequence[OwnForms]) -> OwnForms:
    """Return several editions as one: what a later edition maps goes before what an earlier one did.

    A paper is studied before its date is known, and its form may be years old, so a new edition of the table does
    not make the old forms unknown.
    """
    rows: dict[tuple[str, str, str], Mapped] = {}
    labels: dict[tuple[str, tuple[str, ...]], OwnLabel] = {}
    for one in editions:
        for row in one.rows:
            rows[_what(row)] = row
        for label in one.labels:
            labels[squeeze(label.label), label.kinds] = label
    return OwnForms(tuple(rows.values()), tuple(labels.values()))


def _what(row: Mapped) -> tuple[str, str, str]:
    if row.title or row.form_no:
        return squeeze(row.title), row.form_no, ""
    return "", "", row.kind


def catalogue_with(base: Catalogue, rows: Iterable[Mapped]) -> Catalogue:
    """Return the catalogue with a body's own forms; what says no more than the tables changes nothing.

    Raises:
        MappingError: A row names a new kind without a name.

    """
    printed: dict[str, set[str]] = {}
    for title, kind in base.titles:
        printed.setdefault(title, set()).add(kind)
    own = []
    for row in rows:
        known = base.kinds.get(row.kind)
        renamed = known is None or row.zh not in ("", known.zh) or row.en not in ("", known.en)
        retitled = row.title and printed.get(squeeze(row.title)) != {row.kind}
        if renamed or retitled or row.form_no or row.stage:
            own.append(row)
    return extended(base, own) if own else base


def label_rows(labels: Iterable[OwnLabel]) -> tuple[LabelRow, ...]:
    """Return a body's labels as rows of the table, those left out that say what the table says."""
    return tuple(
        LabelRow(field=one.field, kinds=one.kinds, labels=(one.label,)) for one in labels if not _is_known(one)
    )


def _is_known(own: OwnLabel) -> bool:
    meanings = [labels_of(kind).exactly(own.label) for kind in own.kinds or ("",)]
    return all(meaning is not None and meaning.field == own.field for meaning in meanings)
