"""A data home with very many cases, pages and deeds, made quickly."""

from __future__ import annotations

import sys
import time

from django.db import connection, transaction
from web_cases import fill_cases
from web_frame import fill_frame, fill_people
from web_index import fill_index

_JOURNAL_PER_CASE = 3
_CASES_PER_ORGANISATION = 3


def fill(cases: int, pages: int, indexed: int) -> None:
    """Fill the tables and the index of an empty data home."""
    begin = time.perf_counter()
    organisations = max(100, cases // _CASES_PER_ORGANISATION)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA foreign_keys=OFF")
    with transaction.atomic():
        fill_people(organisations)
    with transaction.atomic():
        fill_cases(cases, pages, organisations)
    with transaction.atomic():
        fill_frame(cases, cases * _JOURNAL_PER_CASE)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    print(f"tables filled in {time.perf_counter() - begin:.0f} s", file=sys.stderr)
    fill_index(indexed)
    print(f"index filled after {time.perf_counter() - begin:.0f} s", file=sys.stderr)
