"""How long figures take over millions of certificates: counting them, the national tables, the dashboard.

    PYTHONPATH=src:. python benchmarks/speed/figures.py [--certificates 4200000] [--organisations 1119000]

Makes organisations and certificates by bulk SQL in a SQLite file of its own, counts them once (what the night does),
then makes the three national tables and what the overview shows from the snapshot. Prints one JSON line: CPU and wall
milliseconds; ``counted_right`` says whether the tables hold what was made.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TABLES = ("certificates-by-field", "certificates-by-region", "certificates-by-province")
_TURNS = 5
_FIELDS = (
    "A01",
    "A02",
    "A03",
    "B05",
    "B01",
    "B04",
    "C02",
    "A04",
    "A05",
    "A09",
    "A10",
    "A99",
    "B03",
    "A01",
    "A02",
    "A03",
)
_MAKE = """
CREATE TEMP TABLE made_region AS SELECT ROW_NUMBER() OVER (ORDER BY code) - 1 AS k, code FROM made_code;
CREATE UNIQUE INDEX temp.made_region_k ON made_region(k);
WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {organisations})
INSERT INTO registry_organisation(id, name, region_code, registered_address, created_at, updated_at)
SELECT i, '组织' || i, (SELECT code FROM made_region WHERE k = (i * 7919) % 34), '', '2026-01-01', '2026-01-01' FROM s;
WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {certificates})
INSERT INTO registry_certificate
(id, number, organisation_id, field_code, standard, scope, issued_on, expires_on, issued_by)
SELECT i, 'ZS' || i, 1 + i * {organisations} / ({certificates} + 1),
  (SELECT code FROM made_field WHERE k = (i * 31 + i / 7) % 16), '', '', '2025-01-01', '2027-12-31', '' FROM s;
"""


def make(certificates: int, organisations: int) -> float:
    """Fill the tables; return the seconds it took."""
    from django.db import connection  # noqa: PLC0415  the data home is named first

    from anjuan.registry.rules import tables  # noqa: PLC0415

    begun = time.perf_counter()
    connection.ensure_connection()
    raw = connection.connection
    dropped = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('registry_certificate', 'registry_organisation')"
    ).fetchall()
    for name, _ in dropped:
        raw.execute(f'DROP INDEX "{name}"')
    raw.execute("CREATE TEMP TABLE made_code(code TEXT)")
    raw.execute("CREATE TEMP TABLE made_field(k INTEGER PRIMARY KEY, code TEXT)")
    provinces = [(row.code,) for row in tables.regions().latest.rows if row.level == "省级"]
    raw.executemany("INSERT INTO made_code VALUES (?)", provinces)
    raw.executemany("INSERT INTO made_field VALUES (?, ?)", enumerate(_FIELDS))
    for statement in _MAKE.format(certificates=certificates, organisations=organisations).split(";\n"):
        raw.execute(statement)
    for _, text in dropped:
        raw.execute(text)
    raw.commit()
    return time.perf_counter() - begun


def timed(work: Callable[[], object], turns: int = _TURNS) -> dict[str, float]:
    """Return the median milliseconds of a piece of work: of the wall clock, and of the CPU."""
    walls, cpus = [], []
    for _ in range(turns):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    half = turns // 2
    return {"ms": round(sorted(walls)[half], 1), "cpu_ms": round(sorted(cpus)[half], 1)}


def measure(certificates: int, organisations: int) -> dict[str, object]:
    """Return the figures of this benchmark, in the data home that is set up."""
    import datetime as dt  # noqa: PLC0415

    from anjuan.accounts.deeds import Deed  # noqa: PLC0415
    from anjuan.accounts.selectors.people import system_viewer  # noqa: PLC0415
    from anjuan.figures.rules.measuring import Question  # noqa: PLC0415
    from anjuan.figures.selectors.snapshots import cells_of, snapshot_get, table_defined, table_of  # noqa: PLC0415
    from anjuan.figures.services.snapshots import snapshot_take  # noqa: PLC0415
    from anjuan.web.figuredrawing import blocks, shown_table  # noqa: PLC0415

    deed = Deed("system", dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC))
    counting = timed(lambda: snapshot_take(deed=deed), turns=1)

    def national() -> list[object]:
        snapshot = snapshot_get()
        cells = cells_of(snapshot)
        return [table_of(system_viewer(), table_defined(name, snapshot.day), snapshot, cells) for name in TABLES]

    def dashboard() -> None:
        snapshot = snapshot_get()
        cells = cells_of(snapshot)
        for name in ("certificates-by-field", "cases-by-field"):
            one = table_defined(name, snapshot.day)
            shown_table(table_of(system_viewer(), one, snapshot, cells), one.by, str(snapshot.day))
        blocks([(code, code, value) for code, value in cells.fields("certificates").items()], "certificates", "")

    tables, board = timed(national), timed(dashboard)
    cells = cells_of(snapshot_get())
    found = [cells.value(Question(figure)) for figure in ("certificates", "organisations")]
    return {
        "counting": counting, "national_tables": tables, "dashboard": board, "cells": len(cells.counted),
        "counted_right": found == [certificates, min(organisations, certificates)],
    }  # fmt: skip


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--certificates", type=int, default=4_200_000)
    parser.add_argument("--organisations", type=int, default=1_119_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(ANJUAN_HOME=home, DJANGO_SETTINGS_MODULE="anjuan.config.settings")
        import django  # noqa: PLC0415  the data home is named first

        (Path(home) / "work").mkdir()
        django.setup()
        from anjuan.config.upkeep import home_prepare  # noqa: PLC0415

        home_prepare(Path(home))
        made = make(given.certificates, given.organisations)
        print(f"made in {made:.0f} s", file=sys.stderr)
        found = measure(given.certificates, given.organisations)
    print(json.dumps({"certificates": given.certificates, "made_s": round(made, 1), **found}))


if __name__ == "__main__":
    main()
