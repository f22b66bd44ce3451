"""How well scanned pages are read, by kind of damage. Prints one JSON line.

Usage: ``python benchmarks/quality/reading.py --data DIR [--limit N] [--engine NAME] [--show]``

``DIR`` holds ``ocr.jsonl``: one page a row with ``image``, ``kind``, ``width``, ``height`` and
``lines`` (``text``, ``polygon`` in pixels of the stored picture).

Scoring. Texts are compared after NFKC, with one kind of quotes and without blanks. A line of the
truth is compared with the recognised lines whose boxes meet its polygon, joined in reading order:
its errors are the edits that make it a part of that text, so a truth line may be a piece of a
printed line. ``lines`` is the share of truth lines without an error, ``chars`` is one minus edits
per character. Recognised lines that meet no truth line are counted as ``extra``; seals are not in
the truth and do not count.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import pathlib
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from anjuan.reading.protocol import Recognised
from anjuan.reading.recognition import engine as engines

Recognise = Callable[[npt.NDArray[np.uint8], float], Recognised]

_QUOTES = str.maketrans({"“": '"', "”": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "′": "'", "″": '"'})


@dataclasses.dataclass
class Tally:
    """Counts of one kind of page."""

    pages: int = 0
    characters: int = 0
    edits: int = 0
    lines: int = 0
    whole: int = 0
    extra: int = 0
    turned_wrong: int = 0

    def shares(self) -> dict[str, float]:
        """Return the counts as the shares that are published."""
        return {
            "pages": self.pages,
            "chars": round(1 - self.edits / max(self.characters, 1), 5),
            "lines": round(self.whole / max(self.lines, 1), 5),
            "extra": self.extra,
        }


def plain(text: str) -> str:
    """Return the text as it is compared: NFKC, one kind of quotes, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())


def edits_within(wanted: str, found: str) -> int:
    """Return the fewest edits that make ``wanted`` a part of ``found``."""
    if wanted in found:
        return 0
    row = [0] * (len(found) + 1)
    for number, sign in enumerate(wanted, start=1):
        above, row = row, [number]
        for place, other in enumerate(found, start=1):
            row.append(min(above[place] + 1, row[place - 1] + 1, above[place - 1] + (sign != other)))
    return min(row)


def stored_box(box: tuple[float, float, float, float], rotation: int, size: tuple[int, int]) -> npt.NDArray[np.float64]:
    """Return a box of the upright page as left, top, right, bottom in pixels of the stored picture."""
    x0, y0, x1, y1 = box
    turned = {
        0: (x0, y0, x1, y1),
        90: (y0, 1 - x1, y1, 1 - x0),
        180: (1 - x1, 1 - y1, 1 - x0, 1 - y0),
        270: (1 - y1, x0, 1 - y0, x1),
    }[rotation]
    return np.array(turned) * np.array([size[0], size[1], size[0], size[1]])


def meets(box: npt.NDArray[np.float64], polygon: npt.NDArray[np.float64]) -> bool:
    """Say whether a recognised line stands on the line of a truth polygon."""
    left, top = polygon.min(axis=0)
    right, bottom = polygon.max(axis=0)
    across = min(right, box[2]) - max(left, box[0])
    down = min(bottom, box[3]) - max(top, box[1])
    return bool(across > 0 and down > 0.35 * min(bottom - top, box[3] - box[1]))


def score(page: dict[str, Any], found: Recognised, tally: Tally) -> list[tuple[str, str]]:
    """Add one page to the tally; return its wrong lines as (truth, recognised)."""
    size = (page["width"], page["height"])
    boxes = [stored_box(line.box, found.rotation, size) for line in found.lines]
    met: set[int] = set()
    wrong = []
    for truth in page["lines"]:
        polygon = np.array(truth["polygon"], dtype=float)
        places = [number for number, box in enumerate(boxes) if meets(box, polygon)]
        met.update(places)
        wanted, text = plain(truth["text"]), plain("".join(found.lines[place].text for place in places))
        edits = edits_within(wanted, text)
        tally.characters += len(wanted)
        tally.edits += edits
        tally.lines += 1
        tally.whole += edits == 0
        if edits:
            wrong.append(
                (truth["text"], " | ".join(f"{found.lines[p].text} {found.lines[p].confidence:.2f}" for p in places))
            )
    tally.pages += 1
    tally.extra += len(boxes) - len(met)
    return wrong


def measure(pages: Iterable[dict[str, Any]], data: pathlib.Path, recognise: Recognise, *, show: bool) -> dict[str, Any]:
    """Read all pages and return the figures."""
    kinds: dict[str, Tally] = collections.defaultdict(Tally)
    seconds = 0.0
    for page in pages:
        picture = cv2.cvtColor(cv2.imread(str(data / page["image"])), cv2.COLOR_BGR2RGB)
        began = time.process_time()
        found = recognise(picture, page["height"] / 11.69)
        took = time.process_time() - began
        seconds += took
        wrong = score(page, found, kinds[page["kind"]])
        print(
            f"{page['image']} {took:.2f} s, turn {found.rotation}, skew {found.skew:.1f}, wrong {len(wrong)}",
            file=sys.stderr,
        )
        if show:
            for truth, text in wrong:
                print(f"    {truth}\n    {text}\n", file=sys.stderr)
    total = Tally()
    for tally in kinds.values():
        for field in dataclasses.fields(Tally):
            setattr(total, field.name, getattr(total, field.name) + getattr(tally, field.name))
    return {
        **total.shares(),
        "cpu_seconds_per_page": round(seconds / max(total.pages, 1), 3),
        "kinds": {kind: kinds[kind].shares() for kind in sorted(kinds)},
    }


def main() -> None:
    """Measure the engine named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--limit", type=int, default=0, help="read only the first N pages")
    parser.add_argument("--kind", help="read only pages of this kind")
    parser.add_argument("--engine", default="default", help="default, openvino, openvino-f32 or onnxruntime")
    parser.add_argument("--show", action="store_true", help="print the wrong lines on stderr")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    engine = engines.engine_named(options.engine)
    rows = (options.data / "ocr.jsonl").read_text(encoding="utf-8").splitlines()
    pages = [page for page in map(json.loads, rows) if options.kind in (None, page["kind"])]
    pages = pages[: options.limit or None]
    engine.recognise(np.full((200, 200, 3), 255, dtype=np.uint8), 100.0)
    figures = measure(pages, options.data, engine.recognise, show=options.show)
    print(json.dumps({"benchmark": "quality/reading", "engine": engine.name, **figures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
