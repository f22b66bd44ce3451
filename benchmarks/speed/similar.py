"""How quickly similar cases are found among many, with reasons, for who reads all and for who reads some.

    PYTHONPATH=src:. python benchmarks/speed/similar.py [--cases 100000] [--rounds 40]

A home is filled with seeded cases and about twenty-five features each (codes, processes, controls, clauses, products,
size, region), straight into the tables: a few processes and clauses that very many cases have, many that few have.
Prints one JSON line: CPU milliseconds of a call (p50, p95, most), and how many were found.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
_BATCH = 5000
_ASSIGNED = 400
_READER = "user:7"
#: Kind: how many values there are, and how many of them a case has.
_KINDS = {
    "code": (900, 2), "sector": (39, 1), "field": (12, 1), "process": (400, 8), "control": (1500, 5), "clause": (60, 4),
    "product": (3000, 2), "size": (6, 1), "region": (31, 1), "type": (5, 1),
}  # fmt: skip


def fill(cases: int) -> None:
    """Fill the tables with seeded cases and their features, and two people."""
    from django.db.models import Count  # noqa: PLC0415  Django must be set up first

    from anjuan.archive.models import Case, CaseReader  # noqa: PLC0415
    from anjuan.mining.models import CaseFeature, Feature  # noqa: PLC0415

    dice = random.Random(11)
    known = {
        kind: Feature.objects.bulk_create(
            [Feature(kind=kind, value=f"{kind}{place}", said=f"{kind}{place}") for place in range(number)]
        )
        for kind, (number, _) in _KINDS.items()
    }
    for first in range(1, cases + 1, _BATCH):
        rows = [
            Case(number=f"AJ-{number:07d}", title=f"{number}", created_at=NOW, updated_at=NOW, created_by="li")
            for number in range(first, min(first + _BATCH, cases + 1))
        ]
        Case.objects.bulk_create(rows)
        CaseFeature.objects.bulk_create(
            [
                CaseFeature(case=row, feature=feature)
                for row in rows
                for kind, (number, has) in _KINDS.items()
                for feature in {known[kind][int(number * dice.random() ** 2.5)] for _ in range(has)}
            ],
            batch_size=_BATCH,
        )
        print(f"{first + len(rows) - 1} cases", file=sys.stderr)
    counted = dict(CaseFeature.objects.values_list("feature").annotate(cases=Count("id")))
    every = [feature for found in known.values() for feature in found]
    for feature in every:
        feature.cases_count = counted.get(feature.pk, 0)
    Feature.objects.bulk_update(every, ["cases_count"], batch_size=400)
    keys = dice.sample(list(Case.objects.values_list("pk", flat=True)), min(_ASSIGNED, cases))
    CaseReader.objects.bulk_create(
        [CaseReader(case_id=key, token=_READER, granted_at=NOW, granted_by="li") for key in keys]
    )


def measure(rounds: int) -> dict[str, dict[str, float]]:
    """Return the times of asking for cases like seeded ones, by who asks: CPU, the database included."""
    from anjuan.accounts.selectors.people import Viewer  # noqa: PLC0415
    from anjuan.archive.models import Case, CaseReader  # noqa: PLC0415
    from anjuan.mining.selectors.similar import cases_alike  # noqa: PLC0415

    dice = random.Random(3)
    whole = Viewer(1, "a", frozenset(), frozenset({"case.read_all"}), frozenset())
    some = Viewer(7, "b", frozenset(), frozenset({"case.read_assigned"}), frozenset({"user:7"}))
    asked = {
        "all": (whole, list(Case.objects.values_list("number", flat=True))),
        "some": (some, list(CaseReader.objects.values_list("case__number", flat=True))),
    }
    told = {}
    for name, (viewer, numbers) in asked.items():
        cases_alike(viewer, numbers[0])
        times, found = [], 0
        for number in dice.sample(numbers, min(rounds, len(numbers))):
            began = time.process_time()
            found += len(cases_alike(viewer, number))
            times.append((time.process_time() - began) * 1000)
        times.sort()
        told[name] = {
            "p50": round(times[len(times) // 2], 1), "p95": round(times[int(len(times) * 0.95) - 1], 1),
            "most": round(times[-1], 1), "found": round(found / len(times), 1),
        }  # fmt: skip
    return told


def main() -> None:
    """Fill a home, measure, print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANJUAN_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "anjuan.config.settings"
        (Path(folder) / "work").mkdir()
        import django  # noqa: PLC0415  the home must be named first

        django.setup()
        from anjuan.config.upkeep import home_prepare  # noqa: PLC0415

        home_prepare(Path(folder))
        fill(asked.cases)
        print(json.dumps({"benchmark": "similar", "cases": asked.cases, **measure(asked.rounds)}))


if __name__ == "__main__":
    main()
