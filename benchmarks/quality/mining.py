"""How well facts are taken from papers. Prints one JSON line.

    python benchmarks/quality/mining.py --data DIR [--readings FILE] [--limit N] [--show]

DIR is a sample archive: ``files.jsonl`` (one paper a row) and ``<case>.truth.json`` with ``mining`` (what each paper
states) and ``process_flow``.

* facts: precision and recall by kind, for papers given as text and for recognised ones apart. Wordings are compared
  without blanks; of recognised papers, slips of single characters are forgiven.
* tau: Kendall's tau of the process that the papers of a case tell of together, against the true order.
* flow_steps: share of the true steps that this process holds.
* standards: share of the standards found whose number is normalised as it should be.
* documents_per_second: papers a second of CPU, after reading and describing.

Readings are kept in FILE when one is named, so that a second run recognises no page again.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import itertools
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cases import Readings
from mining_truth import Wanted, fits, is_stated, solid, wanted_of

from anjuan.extraction import SourcePaper, extract, flow_of
from anjuan.extraction.facts import Fact, FactKind
from anjuan.papers.desk import Desk
from anjuan.papers.facts import Paper
from anjuan.reading.pages import Page, TextSource
from anjuan.reading.workshop.shop import Workshop


@dataclasses.dataclass
class Tally:
    """Facts that were right, found and wanted."""

    right: int = 0
    found: int = 0
    hit: int = 0
    wanted: int = 0


class Run:
    """Scores the cases of one folder."""

    def __init__(self, folder: Path, readings: Path | None, *, show: bool) -> None:
        self.folder, self.show = folder, show
        self.readings, self.shop, self.desk = Readings(readings), Workshop(), Desk.of_today()
        self.tallies: dict[str, dict[str, Tally]] = {side: collections.defaultdict(Tally) for side in ("text", "scan")}
        self.taus: list[float] = []
        self.steps = [0, 0]
        self.standards = [0, 0]
        self.papers, self.seconds = 0, 0.0

    def case(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        """Score one case."""
        truth = json.loads((self.folder / f"{name}.truth.json").read_text("utf-8"))
        facts: list[Fact] = []
        for file, group in itertools.groupby(rows, key=lambda row: str(row["file"])):
            pages = self.readings.of(self.folder / file, self.shop)
            for row in group:
                facts += self._paper(row, pages, truth)
        self._flow(facts, truth["process_flow"])

    def _paper(self, row: dict[str, Any], pages: Sequence[Page], truth: dict[str, Any]) -> tuple[Fact, ...]:
        first = int(row.get("first_page") or 1) - 1
        count = int(row["pages"]) if row["format"] == "bound" else len(pages)
        mine = tuple(pages[first : first + count])
        if not mine:
            return ()
        _, description = self.desk.look(Paper(mine), kind=row["kind"])
        paper = SourcePaper(row["kind"], row["stage"], row["title"], mine, description)
        begin = time.process_time()
        facts = extract(paper)
        self.seconds += time.process_time() - begin
        self.papers += 1
        scan = any(page.source is TextSource.OCR for page in mine)
        self._score(row, facts, wanted_of(truth["mining"], row), scan=scan)
        return facts

    def _score(self, row: dict[str, Any], facts: Sequence[Fact], wanted: Sequence[Wanted], *, scan: bool) -> None:
        side = self.tallies["scan" if scan else "text"]
        text = solid("".join(row["text"]))
        for fact in facts:
            right = any(fits(fact, one, scan=scan) for one in wanted) or is_stated(fact, text, row["kind"], scan=scan)
            side[fact.kind].found += 1
            side[fact.kind].right += right
            if self.show and not right:
                _say(f"too much {row['kind']} {row['file'][-40:]} {fact.kind} {_short(fact)}")
        for one in wanted:
            found = [fact for fact in facts if fits(fact, one, scan=scan)]
            side[one.kind].wanted += 1
            side[one.kind].hit += bool(found)
            if self.show and not found:
                _say(f"missed {row['kind']} {row['file'][-40:]} {one.kind} {one.values}")
            if one.kind is FactKind.REFERENCE and one.values.get("number") and found:
                self.standards[0] += any(fact.value("number") == one.values["number"] for fact in found)
                self.standards[1] += 1

    def _flow(self, facts: Sequence[Fact], truth: Sequence[str]) -> None:
        graph = flow_of(facts)
        names = [solid(step.name) for step in graph.steps]
        places = [next((i for i, name in enumerate(names) if name == solid(step)), None) for step in truth]
        known = [place for place in places if place is not None]
        pairs = list(itertools.combinations(known, 2))
        self.steps[0] += len(known)
        self.steps[1] += len(truth)
        if pairs:
            self.taus.append(sum(1 if a < b else -1 for a, b in pairs) / len(pairs))
        if self.show and len(known) < len(truth):
            _say(f"flow {names} against {truth}")

    def _shares(self, part: str, whole: str) -> dict[str, dict[str, float]]:
        """Return shares by side and kind, of kinds of which there are any."""
        return {
            side: {
                str(kind): round(getattr(tally, part) / getattr(tally, whole), 4)
                for kind, tally in sorted(some.items())
                if getattr(tally, whole)
            }
            for side, some in self.tallies.items()
        }

    def figures(self) -> dict[str, Any]:
        """Return what is printed."""
        return {
            "precision": self._shares("right", "found"),
            "recall": self._shares("hit", "wanted"),
            "found": {side: {str(k): t.found for k, t in some.items()} for side, some in self.tallies.items()},
            "wanted": {side: {str(k): t.wanted for k, t in some.items()} for side, some in self.tallies.items()},
            "tau": round(sum(self.taus) / max(len(self.taus), 1), 4),
            "flow_steps": round(self.steps[0] / max(self.steps[1], 1), 4),
            "standards": round(self.standards[0] / max(self.standards[1], 1), 4),
            "papers": self.papers,
            "documents_per_second": round(self.papers / max(self.seconds, 1e-9), 1),
        }


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _short(fact: Fact) -> str:
    return " ".join(f"{slot.name}={slot.value[:40]!r}" for slot in fact.slots)


def _cases(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    rows = [json.loads(line) for line in (folder / "files.jsonl").read_text("utf-8").splitlines()]
    for name, group in itertools.groupby(rows, key=lambda row: str(row["case"])):
        yield name, list(group)


def main() -> None:
    """Score a folder and print one line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    run = Run(options.data, options.readings, show=options.show)
    for number, (name, rows) in enumerate(_cases(options.data), 1):
        if options.limit and number > options.limit:
            break
        run.case(name, rows)
        _say(f"{number} {name}")
    print(json.dumps(run.figures(), ensure_ascii=False))


if __name__ == "__main__":
    main()
