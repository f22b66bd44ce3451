"""Figures over many cases: time of each view, of one new case, and of the graph around a thing.

Prints one JSON line. Needs no data: cases are drawn at random, with codes, quarters, regions and findings.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--findings", type=int, default=3, help="Findings of a case, on average.")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "work").mkdir()
        os.environ |= {"ANJUAN_HOME": home, "DJANGO_SETTINGS_MODULE": "anjuan.config.settings"}
        print(json.dumps(_measured(asked)), flush=True)


def _measured(asked: argparse.Namespace) -> dict[str, object]:
    import django  # noqa: PLC0415  the data home is made first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    return _figures(asked) | _graph(asked)


def _figures(asked: argparse.Namespace) -> dict[str, object]:
    from anjuan.accounts.selectors.people import system_viewer  # noqa: PLC0415
    from anjuan.mining.models import TallyChunk  # noqa: PLC0415
    from anjuan.mining.rules.columns import columns_of, packed  # noqa: PLC0415
    from anjuan.mining.rules.counting import DIMENSIONS, Asked  # noqa: PLC0415
    from anjuan.mining.rules.tallies import CaseCount, Counted  # noqa: PLC0415
    from anjuan.mining.selectors import trends  # noqa: PLC0415
    from anjuan.mining.services.tallying import CHUNK  # noqa: PLC0415

    draw = random.Random(7)
    clauses = [f"{a}.{b}.{c}" for a in range(4, 11) for b in range(1, 5) for c in range(1, 4)]
    weights = [1 / (place + 3) for place in range(len(clauses))]
    total = 0

    def case(key: int) -> CaseCount:
        nonlocal total
        number = draw.choice(range(2 * asked.findings + 1))
        chosen = draw.choices(clauses, weights, k=number)
        total += number
        return CaseCount(
            key,
            key // 3,
            f"A{draw.randint(1, 12):02}",
            (f"{draw.randint(1, 39)}.{draw.randint(1, 9):02}.{draw.randint(1, 5):02}",),
            str(draw.randint(11, 65) * 10_000),
            draw.choice(["initial", "surveillance", "recertification"]),
            8000 + draw.randint(0, 39),
            f"组长{draw.randint(1, 200)}",
            draw.choice([1.5, 3.0, 5.0]),
            draw.randint(5, 900),
            findings=tuple(
                Counted(key * 10 + at, clause, draw.choice(["major", "minor", "observation"]))
                for at, clause in enumerate(chosen)
            ),
        )

    for start in range(0, asked.cases, CHUNK):
        part = [case(key) for key in range(start, min(start + CHUNK, asked.cases))]
        TallyChunk.objects.create(
            number=start // CHUNK, version="1", cases_count=len(part), packed=packed(columns_of(part))
        )
        print(f"{start} cases", file=sys.stderr)
    viewer = system_viewer()
    first = _timed(trends.archive_columns, 1)
    views: dict[str, Callable[[], object]] = {
        name: (lambda name=name: trends.trend_table(viewer, Asked(field="A01"), name)) for name in DIMENSIONS
    }
    views |= {
        "everything": lambda: trends.trend_table(viewer, Asked(), "clause"),
        "change": lambda: trends.trend_series(viewer, Asked()),
        "pairs": lambda: trends.trend_pairs(viewer, Asked()),
        "leaders": lambda: trends.leaders_compared(viewer, Asked()),
    }

    def changed() -> None:
        part = [case(key) for key in range(CHUNK)]
        TallyChunk.objects.filter(number=0).update(version=str(draw.random()), packed=packed(columns_of(part)))
        trends.trend_table(viewer, Asked(), "clause")

    return {
        "cases": asked.cases,
        "findings": total,
        "first_ms": first,
        "view_ms": {name: _timed(look, asked.rounds) for name, look in views.items()},
        "new_case_ms": _timed(changed, asked.rounds),
    }


def _graph(asked: argparse.Namespace) -> dict[str, object]:
    from anjuan.accounts.selectors.people import system_viewer  # noqa: PLC0415
    from anjuan.mining.models import GraphEdge, GraphNode  # noqa: PLC0415
    from anjuan.mining.selectors.graph import graph_around, nodes_named  # noqa: PLC0415

    draw = random.Random(8)
    kinds = {"code": 1000, "process": asked.cases // 10, "clause": 84, "law": 2000, "equipment": asked.cases // 5}
    nodes: dict[str, list[int]] = {}
    for kind, number in kinds.items():
        GraphNode.objects.bulk_create(
            (GraphNode(kind=kind, name=f"{kind}{n}", cases_count=n) for n in range(number)), batch_size=900
        )
        nodes[kind] = list(GraphNode.objects.filter(kind=kind).values_list("pk", flat=True))
    pairs = {
        (draw.choice(nodes["code"]), draw.choice(nodes[draw.choice(["process", "law", "equipment"])]))
        for _ in range(asked.cases * 5)
    }
    GraphEdge.objects.bulk_create(
        (
            GraphEdge(first_id=a, second_id=b, cases_count=draw.randint(1, 500), clients_count=draw.randint(1, 99))
            for a, b in pairs
        ),
        batch_size=900,
    )
    viewer = system_viewer()
    opened = nodes["code"][:4]
    return {
        "edges": len(pairs),
        "graph_ms": _timed(lambda: graph_around(viewer, opened), asked.rounds),
        "find_ms": _timed(lambda: nodes_named(viewer, "process77"), asked.rounds),
    }


def _timed(look: Callable[[], object], rounds: int) -> float:
    """Return the middle of the CPU times of some rounds, in milliseconds."""
    taken = []
    for _ in range(rounds):
        begins = time.process_time()
        look()
        taken.append((time.process_time() - begins) * 1000)
    return round(statistics.median(taken), 1)


if __name__ == "__main__":
    main()
