"""How fast scanned pages are read on this processor. Prints one JSON line.

Usage: ``python benchmarks/speed/ocr.py --data DIR [--pages N] [--memory-pages N] [--no-defaults]``

``DIR`` has the shape that ``benchmarks/quality/reading.py`` describes. Three figures:

* CPU seconds per page of this engine, of the same forced to 32-bit numbers and of rapidocr with its
  defaults, in turn over the same pages in one run, with the share of truth lines each found whole;
* growth of resident memory over many pages, in MB per 100 pages, after the first quarter;
* pages per second of two processes over those of one.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import itertools
import json
import multiprocessing
import os
import pathlib
import sys
import time
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.pages import Line
from anjuan.reading.protocol import Recognised
from anjuan.reading.recognition import engine as engines

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "quality"))
import reading as quality

Picture = npt.NDArray[np.uint8]


class Defaults:
    """Rapidocr as it comes, behind the same call."""

    name = "rapidocr-defaults"

    def __init__(self) -> None:
        import rapidocr  # noqa: PLC0415  slow to import, and only measured here

        self._reader = rapidocr.RapidOCR()

    def recognise(self, picture: Picture, dpi: float) -> Recognised:  # noqa: ARG002  the seam has it
        """Return its lines with their upright boxes."""
        height, width = picture.shape[:2]
        answer = self._reader(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
        if answer.boxes is None:
            return Recognised(())
        size = np.array([width, height])
        lines = []
        for quad, text, sure in zip(answer.boxes, answer.txts, answer.scores, strict=True):
            (x0, y0), (x1, y1) = quad.min(axis=0) / size, quad.max(axis=0) / size
            lines.append(Line(text, (float(x0), float(y0), float(x1), float(y1)), float(sure)))
        return Recognised(tuple(lines))


def load(data: pathlib.Path, limit: int) -> list[tuple[dict[str, Any], Picture]]:
    """Return pages of every kind of damage in turn, with their pictures."""
    rows = [json.loads(row) for row in (data / "ocr.jsonl").read_text(encoding="utf-8").splitlines()]
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(row)
    mixed = [row for turn in itertools.zip_longest(*kinds.values()) for row in turn if row is not None]
    return [(row, cv2.cvtColor(cv2.imread(str(data / row["image"])), cv2.COLOR_BGR2RGB)) for row in mixed[:limit]]


def compare(pages: list[tuple[dict[str, Any], Picture]], readers: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return CPU seconds and shares per reader, all readers taking turns at each page."""
    seconds = dict.fromkeys(readers, 0.0)
    tallies = {name: quality.Tally() for name in readers}
    for row, picture in pages:
        for name, reader in readers.items():
            began = time.process_time()
            found = reader.recognise(picture, row["height"] / 11.69)
            seconds[name] += time.process_time() - began
            quality.score(row, found, tallies[name])
        print(row["image"], file=sys.stderr)
    return {
        name: {
            "cpu_seconds_per_page": round(seconds[name] / len(pages), 3),
            "chars": tallies[name].shares()["chars"],
            "lines": tallies[name].shares()["lines"],
        }
        for name in readers
    }


def resident_mb() -> float:
    """Return the resident memory of this process."""
    pages = int(pathlib.Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def memory_growth(pictures: list[Picture], count: int) -> dict[str, float]:
    """Return the resident memory at the end and its growth, over pages of changing size."""
    reader = engines.default_engine()
    sizes = np.random.default_rng(1).uniform(0.85, 1.15, count)
    points = []
    for number, factor in enumerate(sizes):
        picture = cv2.resize(pictures[number % len(pictures)], None, fx=factor, fy=factor)
        reader.recognise(picture, 130.0 * factor)
        points.append(resident_mb())
    settled = points[count // 4 :]
    slope = np.polyfit(np.arange(len(settled)), settled, 1)[0]
    return {"pages": count, "resident_mb": round(points[-1]), "growth_mb_per_100_pages": round(float(slope) * 100, 1)}


def in_fresh_process(work: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a function returns in a new process that holds nothing else."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *arguments).result()


def _read_all(pictures: list[Picture]) -> None:
    reader = engines.default_engine()
    for picture in pictures:
        reader.recognise(picture, 130.0)


def pages_per_second(pictures: list[Picture], workers: int) -> float:
    """Return the pages per second of some processes, their start-up left out."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(workers, mp_context=context) as pool:
        list(pool.map(_read_all, [pictures[:1]] * workers * 2))
        began = time.perf_counter()
        list(pool.map(_read_all, [pictures] * workers))
        return len(pictures) * workers / (time.perf_counter() - began)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--memory-pages", type=int, default=60)
    parser.add_argument("--no-defaults", action="store_true", help="leave rapidocr's defaults out")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    pages = load(options.data, options.pages)
    names = [state.name for state in engines.available_engines() if state.available]
    readers: dict[str, Any] = {name: engines.engine_named(name) for name in [*names, "openvino-f32"]}
    if not options.no_defaults:
        readers["rapidocr-defaults"] = Defaults()
    for reader in readers.values():
        reader.recognise(pages[0][1], 130.0)
    compared = compare(pages, readers)
    ratios = {}
    if "rapidocr-defaults" in compared:
        slow = compared["rapidocr-defaults"]["cpu_seconds_per_page"]
        ratios = {name: round(slow / figures["cpu_seconds_per_page"], 2) for name, figures in compared.items()}
    pictures = [picture for _, picture in pages]
    alone = pages_per_second(pictures, 1)
    figures = {
        "benchmark": "speed/ocr",
        "engine": engines.default_engine().name,
        "pages": len(pages),
        "readers": compared,
        "times_rapidocr_defaults": ratios,
        "memory": in_fresh_process(memory_growth, pictures, options.memory_pages),
        "pages_per_second": {"1": round(alone, 2)},
    }
    both = pages_per_second(pictures, 2)
    figures["pages_per_second"]["2"] = round(both, 2)
    figures["two_processes_times_one"] = round(both / alone, 2)
    figures["load_average"] = round(os.getloadavg()[0], 1)
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
