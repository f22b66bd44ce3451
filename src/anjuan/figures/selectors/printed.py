"""Printed statistics beside what their own counts give."""

from __future__ import annotations

import dataclasses

from anjuan.figures.faults import NoSuchPrintedError
from anjuan.figures.models import FigureImport
from anjuan.figures.rules.checks import Check, item_checks, region_checks
from anjuan.figures.rules.concentration import herfindahl, per, top_share, top_share_summed
from anjuan.figures.rules.conventions import Fit, bases_of, fits, items_of
from anjuan.figures.rules.national import Compared, ranks_computed, shares_computed
from anjuan.figures.rules.printedtables import MEASURES, PrintedTable, RowType, read_rows
from anjuan.figures.selectors.trees import known_divisions

_BEST = 3


@dataclasses.dataclass(frozen=True, slots=True)
class Convention:
    """By what convention the shares of some rows were printed, as far as it can be told.

    Attributes:
        measure: ``certificates`` or ``organisations``.
        rows: ``province`` or ``region``.
        fits: The conventions with the fewest misses.

    """

    measure: str
    rows: str
    fits: tuple[Fit, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Reconciled:
    """A printed statistic with everything that was computed anew.

    Attributes:
        table: Its rows.
        shares: Every share beside the printed one.
        ranks: Every rank beside the printed one.
        checks: What must hold between its rows.
        conventions: How its shares came about.
        figures: Concentration: name, English name and value.

    """

    table: PrintedTable
    shares: tuple[Compared, ...]
    ranks: tuple[Compared, ...]
    checks: tuple[Check, ...]
    conventions: tuple[Convention, ...]
    figures: tuple[tuple[str, str, str], ...]

    @property
    def misses(self) -> int:
        """How many shares, ranks and checks do not hold."""
        wrong = sum(not one.agrees for one in (*self.shares, *self.ranks))
        return wrong + sum(check.holds is False for check in self.checks)


def printed_list() -> list[FigureImport]:
    """Return the printed statistics taken in, the latest first. One query."""
    return list(FigureImport.objects.order_by("-id"))


def printed_get(key: int) -> FigureImport:
    """Return a printed statistic. One query.

    Raises:
        NoSuchPrintedError: There is none.

    """
    found = FigureImport.objects.filter(pk=key).first()
    if found is None:
        raise NoSuchPrintedError(
            f"There is no printed statistic {key}.", remedy="Open one from the list of printed statistics."
        )
    return found


def reconciled(kept: FigureImport) -> Reconciled:
    """Return a printed statistic with its shares, ranks and sums computed anew. One query."""
    rows = [list(cells) for cells in kept.lines.order_by("line").values_list("cells", flat=True)]
    return reconcile(read_rows(rows, known_divisions()))


def reconcile(table: PrintedTable) -> Reconciled:
    """Return a printed statistic with its shares, ranks and sums computed anew, from its rows."""
    known = known_divisions()
    if table.by == "item":
        return Reconciled(table, (), (), tuple(item_checks(table)), (), _item_figures(table))
    conventions = tuple(
        Convention(measure, kind, tuple(fits(items, bases_of(table, measure))[:_BEST]))
        for measure in MEASURES
        for kind, types in (("province", (RowType.PROVINCE,)), ("region", (RowType.REGION, RowType.UNKNOWN)))
        if (items := items_of(table, known, measure, types)) and bases_of(table, measure)
    )
    return Reconciled(
        table, tuple(shares_computed(table, known)), tuple(ranks_computed(table)),
        tuple(region_checks(table, known)), conventions, _area_figures(table),
    )  # fmt: skip


def _item_figures(table: PrintedTable) -> tuple[tuple[str, str, str], ...]:
    found = []
    for row in table.rows:
        certificates, organisations = row.number("certificates"), row.number("organisations")
        if certificates and organisations:
            label = row.group if row.type in {RowType.TOTAL, RowType.GROUP_TOTAL} else row.name
            found.append((f"{label}户均证书数", f"{label}: certificates each", str(per(certificates, organisations))))
    return tuple(found)


def _area_figures(table: PrintedTable) -> tuple[tuple[str, str, str], ...]:
    national = table.one(RowType.NATIONAL)
    base = national.number("certificates") if national else None
    provinces = table.of(RowType.PROVINCE)
    values = [row.number("certificates") or 0 for row in provinces]
    if not base or not values:
        return ()
    cells = [row.cells.get("share_certificates") for row in provinces]
    shares = [cell.number for cell in cells if cell is not None and cell.number is not None]
    return (
        ("前三位占比（直接相除，%）", "Largest three, direct (%)", str(top_share(values, base, 3))),
        ("前三位占比（印刷占比相加，%）", "Largest three, printed shares (%)", str(top_share_summed(shares, 3))),
        ("集中度指数（HHI）", "Herfindahl-Hirschman index", str(herfindahl(values))),
    )
