"""Which number rule holds."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.certificates.models import BodyNumbering, NumberGrant
from anjuan.certificates.rules import tables
from anjuan.certificates.rules.numbers import NumberRule, NumberScheme, rule_for


def number_rule(day: dt.date, field: str) -> NumberRule | None:
    """Return the rule for a certification field on a day: the body's own pattern, else the national one, else None."""
    table = tables.numbers().on(day)
    national = rule_for(table, field)
    own = [row for row in BodyNumbering.objects.filter(valid_from__lte=day) if field.startswith(row.category)]
    if not own:
        return national
    row = max(own, key=lambda one: (len(one.category), one.valid_from, one.pk))
    letters = dict(piece.split("=") for piece in row.letters.split(",") if piece)
    scheme = NumberScheme(
        key=national.scheme.key if national else row.category, category=row.category, template=row.template,
        body_digits=row.body_digits, serial_digits=row.serial_digits, sub_suffix=row.sub_suffix, restart=row.restart,
    )  # fmt: skip
    return NumberRule(scheme, {**table.letters, **letters}, table.sizes, f"body:{row.name}")


@dataclasses.dataclass(frozen=True, slots=True)
class SeriesGap:
    """A serial that was left out of a series."""

    series: str
    serial: int


def series_gaps() -> tuple[SeriesGap, ...]:
    """Return the serials between the first and the last of each series that were given to nothing.

    Those that the registry knew already from elsewhere count as gaps here and are named by nobody else.
    """
    found: list[SeriesGap] = []
    held: dict[str, set[int]] = {}
    for key, serial in NumberGrant.objects.values_list("series__key", "serial"):
        held.setdefault(key, set()).add(serial)
    for key, serials in sorted(held.items()):
        found += [SeriesGap(key, one) for one in sorted(set(range(1, max(serials) + 1)) - serials)]
    return tuple(found)


def numbering_rows() -> list[BodyNumbering]:
    """Return the body's own patterns, the newest last."""
    return list(BodyNumbering.objects.all())
