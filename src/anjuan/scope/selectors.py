"""The lists of codes that suggestions are made from: the built-in ones and the body's own."""

from __future__ import annotations

import dataclasses
import datetime as dt

from anjuan.kit.errors import NoEditionError
from anjuan.registry.rules.codelists import Code
from anjuan.registry.selectors.codelists import code_list
from anjuan.scope.rules.check import built_in_books
from anjuan.scope.rules.codes import CodeBooks


def books_on(day: dt.date) -> CodeBooks:
    """Return the lists of a day, with the body's own professional codes where it has loaded some. Two queries."""
    books = built_in_books(day)
    try:
        rows = code_list("professional_codes", day)
    except NoEditionError:
        return books
    own = tuple(Code(row.code, row.name, row.name_en, row.parent_code, row.level, row.note) for row in rows if row.name)
    return dataclasses.replace(books, own=own)
