"""Milliseconds of many searches: of the wall clock, and of the CPU in all threads."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence

from made_pages import Pages


@dataclasses.dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of every search: of the wall clock, and of the CPU in all threads."""

    walls: tuple[float, ...]
    cpus: tuple[float, ...]

    @property
    def mean_cpu(self) -> float:
        """The mean CPU time."""
        return sum(self.cpus) / len(self.cpus)

    def report(self) -> dict[str, float]:
        """Return percentiles and the mean CPU time."""
        walls, cpus = sorted(self.walls), sorted(self.cpus)
        half, most = len(walls) // 2, int(len(walls) * 0.95)
        return {
            "p50_ms": round(walls[half], 1),
            "p95_ms": round(walls[most], 1),
            "cpu_p50_ms": round(cpus[half], 1),
            "cpu_p95_ms": round(cpus[most], 1),
            "cpu_ms": round(self.mean_cpu, 2),
        }


def timed(work: Callable[[str], object], texts: Sequence[str], pages: Pages | None = None) -> Spent:
    """Return what the work takes for every text, without the making of the texts of pages."""
    walls, cpus = [], []
    for text in texts:
        made = (pages.made_s, pages.made_cpu_s) if pages else (0.0, 0.0)
        started, cpu = time.perf_counter(), time.process_time()
        work(text)
        wall, spent = time.perf_counter() - started, time.process_time() - cpu
        if pages:
            wall, spent = wall - (pages.made_s - made[0]), spent - (pages.made_cpu_s - made[1])
        walls.append(wall * 1000)
        cpus.append(spent * 1000)
    return Spent(tuple(walls), tuple(cpus))
