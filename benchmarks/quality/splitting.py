"""How well bound files are cut into papers. Prints one JSON line.

Usage: ``python benchmarks/quality/splitting.py [--data DIR] [--files N] [--pages N]``

Bound files are made by ``benchmarks/corpus/bound_layouts.py``, each in a house style of its own: ``full`` with
form numbers and page numbers as chance has it, ``bare`` with neither. Reported are F1, precision and recall over
the first pages of papers (the first page of a file, which nobody can miss, is left out), how many cuts that
were sure (0.9 and more) are right, and CPU milliseconds a page.

``DIR`` holds PDF files of one paper each, in any folders. They are read, bound in random order, once as they
are and once with every line in the margins and every page number removed (``data``, ``data_bare``); scans are
not recognised.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))

from benchmarks.corpus.bound_layouts import Bound, bound

from anjuan.papers.splitting.numbering import numbering_in
from anjuan.papers.splitting.split import split
from anjuan.reading.pages import Page
from anjuan.reading.pdf.reader import PdfReader
from anjuan.reading.protocol import Engine, ReadOptions, Source

_SURE = 0.9
_MARGINS = (0.065, 0.925)


@dataclasses.dataclass
class Tally:
    """Counts over the bound files of one setting."""

    pages: int = 0
    right: int = 0
    wrong: int = 0
    missed: int = 0
    sure: int = 0
    sure_right: int = 0
    seconds: float = 0.0

    def figures(self) -> dict[str, float]:
        """Return the counts as the figures that are published."""
        return {
            "pages": self.pages,
            "f1": round(2 * self.right / max(1, 2 * self.right + self.wrong + self.missed), 4),
            "precision": round(self.right / max(1, self.right + self.wrong), 4),
            "recall": round(self.right / max(1, self.right + self.missed), 4),
            "sure_right": round(self.sure_right / max(1, self.sure), 4),
            "ms_per_page": round(1000 * self.seconds / max(1, self.pages), 2),
        }


def measured(files: Iterable[Bound]) -> Tally:
    """Return the counts for some bound files."""
    tally = Tally()
    for file in files:
        began = time.process_time()
        found = split(file.pages)
        tally.seconds += time.process_time() - began
        tally.pages += len(file.pages)
        truth, cuts = set(file.firsts[1:]), {cut.first_page: cut.confidence for cut in found.cuts[1:]}
        tally.right += len(truth & set(cuts))
        tally.wrong += len(set(cuts) - truth)
        tally.missed += len(truth - set(cuts))
        sure = {page for page, confidence in cuts.items() if confidence >= _SURE}
        tally.sure += len(sure)
        tally.sure_right += len(sure & truth)
    return tally


def _no_engine() -> Engine:
    message = "scans are not recognised here"
    raise NotImplementedError(message)


def papers(folder: pathlib.Path) -> Iterator[tuple[Page, ...]]:
    """Yield the pages of every PDF file that has text."""
    reader = PdfReader(_no_engine)
    with tempfile.TemporaryDirectory() as work:
        options = ReadOptions(pathlib.Path(work), recognise=False)
        for path in sorted(folder.rglob("*.pdf")):
            source = Source(path, path.name, "application/pdf")
            pages = tuple(event for event in reader.read(source, options) if isinstance(event, Page))
            if pages and all(page.lines for page in pages):
                yield pages


def bare(page: Page) -> Page:
    """Return a page without its margins and page numbers."""
    kept = (
        line
        for line in page.lines
        if _MARGINS[0] <= line.box[1] <= _MARGINS[1] and not numbering_in(line.text, margin=False)
    )
    return dataclasses.replace(page, lines=tuple(kept))


def bind(parts: Sequence[tuple[Page, ...]], rng: random.Random, pages: int) -> Iterator[Bound]:
    """Yield bound files of about so many pages with all papers in random order."""
    made: list[Page] = []
    firsts: list[int] = []
    for part in rng.sample(parts, len(parts)):
        firsts.append(len(made) + 1)
        made.extend(dataclasses.replace(page, number=len(made) + at) for at, page in enumerate(part, start=1))
        if len(made) >= pages:
            yield Bound(tuple(made), tuple(firsts))
            made, firsts = [], []
    if len(firsts) > 1:
        yield Bound(tuple(made), tuple(firsts))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, help="folder with PDF files of one paper each")
    parser.add_argument("--files", type=int, default=40, help="made bound files of each setting")
    parser.add_argument("--pages", type=int, default=150, help="pages of a bound file")
    given = parser.parse_args()
    figures: dict[str, Any] = {
        "full": measured(bound(seed, pages=given.pages) for seed in range(given.files)).figures(),
        "bare": measured(bound(seed, pages=given.pages, bare=True) for seed in range(given.files)).figures(),
    }
    if given.data:
        parts = list(papers(given.data))
        stripped = [tuple(bare(page) for page in part) for part in parts]
        figures["data"] = measured(bind(parts, random.Random(1), given.pages)).figures()
        figures["data_bare"] = measured(bind(stripped, random.Random(1), given.pages)).figures()
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    main()
