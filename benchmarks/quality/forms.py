"""Read filled forms and compare their labels and values with the truth beside them.

    python benchmarks/quality/forms.py --data DIR [--every N]

DIR holds folders with ``files.jsonl``: one object a line with ``file``, ``fields`` (name: value as printed) and
``labels`` (name: label as printed), as the generator of samples writes them. Pictures and bound scans are left out:
recognition has a benchmark of its own.

A pair counts as found when an entry has the label, number and brackets aside, and exactly the value, both folded and
squeezed. Prints one JSON line; progress goes to stderr.
"""

from __future__ import annotations

import argparse
import collections
import json
import sys
import time
from pathlib import Path
from typing import Any

from anjuan.kit.text.folding import squeeze
from anjuan.papers.forms import labels
from anjuan.papers.forms.entries import entries
from anjuan.reading.catalogue import default_catalogue
from anjuan.reading.pages import Page
from anjuan.reading.workshop.workbench import Workbench


def truths(data: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return the files of all folders below, each with its row of truth, bound scans and pictures left out."""
    found = []
    for listing in sorted(data.rglob("files.jsonl")):
        for line in listing.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            path = listing.parent / row["file"]
            if path.suffix.lower() in {".docx", ".xlsx", ".pdf"} and row.get("format") != "bound" and row.get("labels"):
                found.append((path, row))
    return found


def said(pages: list[Page]) -> dict[str, set[str]]:
    """Return the values of every label of a form, folded and squeezed."""
    values: dict[str, set[str]] = collections.defaultdict(set)
    for entry in entries(pages):
        values[squeeze(labels.key(entry.label))].add(squeeze(entry.value))
    return values


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="take one file of so many")
    options = parser.parse_args()
    asked: collections.Counter[str] = collections.Counter()
    right: collections.Counter[str] = collections.Counter()
    seconds, count = 0.0, 0
    with Workbench(default_catalogue()) as bench:
        for path, row in truths(options.data)[:: options.every]:
            pages = [event for event in bench.read(path, recognise=False) if isinstance(event, Page)]
            begun = time.process_time()
            values = said(pages)
            seconds, count = seconds + time.process_time() - begun, count + len(pages)
            for name, value in row["fields"].items():
                if label := row["labels"].get(name):
                    kind = path.suffix[1:]
                    asked[kind] += 1
                    right[kind] += squeeze(str(value)) in values[squeeze(labels.key(label))]
            print(path.name, file=sys.stderr)
    recall = {kind: round(right[kind] / asked[kind], 4) for kind in sorted(asked)}
    print(
        json.dumps(
            {"pages": count, "pairs": asked.total(), "recall": recall, "ms_a_page": 1000 * seconds / max(count, 1)}
        )
    )


if __name__ == "__main__":
    main()
