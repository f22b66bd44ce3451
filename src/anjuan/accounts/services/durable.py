"""Commits that survive the loss of power, not only the death of the process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def durable_transaction() -> Iterator[None]:
    """Run a transaction whose commit is on the disk when it returns.

    SQLite in WAL mode syncs at a checkpoint only (``synchronous=NORMAL``), which is five times quicker and
    enough for work that can be done again. What a person was told is accepted, and what the journal says,
    is committed through here with ``synchronous=FULL``; such a commit also carries all earlier ones.
    Inside another transaction it is an ordinary part of that one.
    """
    eager = connection.vendor == "sqlite" and not connection.in_atomic_block
    if eager:
        _synchronous("FULL")
    try:
        with transaction.atomic():
            yield
    finally:
        if eager:
            _synchronous("NORMAL")


def _synchronous(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
