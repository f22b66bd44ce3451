"""Counting everything and keeping it."""

from __future__ import annotations

import datetime as dt
import hashlib
import time

from django.db import transaction
from django.db.models import Max

from anjuan.accounts.deeds import Deed
from anjuan.accounts.services.journal import journal_write
from anjuan.figures.models import FigureCell, FigureSnapshot
from anjuan.figures.rules.measuring import Key
from anjuan.figures.selectors.counting import case_cells, certificate_cells
from anjuan.figures.selectors.snapshots import definitions_on, snapshot_latest
from anjuan.kit.clock import CHINA

_BATCH = 2000


def snapshot_take(*, deed: Deed, day: dt.date | None = None) -> FigureSnapshot:
    """Count all figures and keep them; return the snapshot.

    A day that was counted before gets a new revision only when something is different: otherwise the one there is
    returned.

    Args:
        deed: Who and when.
        day: The day whose valid certificates count; today in China when left out. Case files are those there now.

    """
    on = day or deed.now.astimezone(CHINA).date()
    begun = time.perf_counter()
    cells = {key: value for key, value in (certificate_cells(on) | case_cells()).items() if value}
    spent = int((time.perf_counter() - begun) * 1000)
    definitions = definitions_on(on)
    digest = _digest(cells, definitions.edition)
    last = snapshot_latest(on)
    if last is not None and last.fingerprint == digest:
        return last
    with transaction.atomic():
        number = FigureSnapshot.objects.filter(day=on).aggregate(last=Max("revision"))["last"] or 0
        snapshot = FigureSnapshot.objects.create(
            day=on, revision=number + 1, edition=definitions.edition, fingerprint=digest, counted_ms=spent,
            made_at=deed.now, made_by=deed.actor,
        )  # fmt: skip
        rows = (
            FigureCell(snapshot=snapshot, figure=figure, field_code=field, region_code=region, year=year, value=value)
            for (figure, field, region, year), value in sorted(cells.items())
        )
        FigureCell.objects.bulk_create(rows, batch_size=_BATCH)
        journal_write(
            deed=deed, action="figures.count", subject=f"figures.snapshot:{snapshot.pk}", label=str(snapshot),
            detail={"day": str(on), "revision": snapshot.revision, "cells": len(cells)},
        )  # fmt: skip
    return snapshot


def _digest(cells: dict[Key, int], edition: str) -> str:
    told = "\n".join(f"{'|'.join(key)}={value}" for key, value in sorted(cells.items()))
    return hashlib.sha256(f"{edition}\n{told}".encode()).hexdigest()
