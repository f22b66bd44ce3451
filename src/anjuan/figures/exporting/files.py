"""A table as a file of the wanted form."""

from __future__ import annotations

import datetime as dt

from anjuan.figures.exporting.parquet import parquet_bytes
from anjuan.figures.exporting.plainfile import csv_bytes
from anjuan.figures.exporting.stata import dta_bytes
from anjuan.figures.exporting.workbook import xlsx_bytes
from anjuan.figures.faults import NoSuchFormError
from anjuan.figures.rules.tabling import FigureTable

FORMS = (".xlsx", ".csv", ".parquet", ".dta")
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".dta": "application/x-stata-dta",
}
_MAKERS = {".xlsx": xlsx_bytes, ".csv": csv_bytes, ".parquet": parquet_bytes}


def form_checked(suffix: str) -> str:
    """Return a suffix in small letters.

    Raises:
        NoSuchFormError: No table can be written so.

    """
    form = suffix.lower()
    if form not in FORMS:
        raise NoSuchFormError(
            f"A table of figures cannot be written as {suffix!r}.", remedy=f"Use one of {', '.join(FORMS)}."
        )
    return form


def table_file(table: FigureTable, suffix: str, *, made: dt.datetime) -> bytes:
    """Return a table as the bytes of a file.

    Args:
        table: The table.
        suffix: One of ``FORMS``.
        made: The moment that stands in files that tell one.

    Raises:
        NoSuchFormError: The suffix is none of ``FORMS``.
        ColumnUnfitError: A column has no place in the form.

    """
    form = form_checked(suffix)
    return dta_bytes(table, made=made) if form == ".dta" else _MAKERS[form](table)
