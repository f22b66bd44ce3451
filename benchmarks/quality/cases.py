"""How well case files are understood: kinds, fields, cuts, planted faults. Prints one JSON line.

    python benchmarks/quality/cases.py --data DIR [--workers N] [--readings FILE] [--limit N] [--show]

DIR holds ``files.jsonl`` (one paper a row: ``case``, ``file``, ``type``, ``fields``; ``scan`` for a picture of
the same paper; ``first_page`` where one file holds several papers) and ``<case>.truth.json`` (the case's own
facts, under ``fields`` or on top, and ``faults`` where some were planted). ``case-words.yaml`` maps names.

* kinds: share of papers with the right kind; files are known by their content, names are hidden from the rules.
* fields: F1 over the values of papers and over the values of cases, for texts and for scans apart.
* cuts: F1 over the first pages of papers in files that hold several, the first page of a file left out.
* faults: share of planted faults that a finding names; false alarms per clean case (blocking misses and
  contradictions that are more than near misses).
* speed: CPU seconds a page for cutting, kinds and fields, and a case for judging.

Readings are kept in FILE when one is named, so that a second run recognises no page again.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import dataclasses
import hashlib
import json
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from case_scores import WORDS as _WORDS
from case_scores import (
    FaultScore,
    Tally,
    compare,
    kinds_of,
    merged,
    paper_values,
    score_faults,
    truth_values,
)

from anjuan.archive.rules.rules_day import casefile, derived
from anjuan.judging.casefile import PaperFacts
from anjuan.judging.judge import judge
from anjuan.papers.desk import Desk
from anjuan.papers.facts import Paper
from anjuan.papers.study import StudiedPaper
from anjuan.reading import packing
from anjuan.reading.pages import Page
from anjuan.reading.workshop.shop import Workshop


class Readings:
    """Pages of files by the digest of their bytes."""

    def __init__(self, path: Path | None) -> None:
        self.base = sqlite3.connect(path or ":memory:", timeout=120)
        self.base.execute("create table if not exists pages (digest text, number int, packed blob)")
        self.base.execute("create index if not exists by_digest on pages (digest, number)")

    def of(self, path: Path, shop: Workshop) -> list[Page]:
        """Return a file's pages, read now if they are not known."""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        rows = self.base.execute("select packed from pages where digest = ? order by number", (digest,)).fetchall()
        if not rows:
            with shop.read(path, name=f"paper{path.suffix}") as events:
                rows = [(packing.pack(event),) for event in events if isinstance(event, Page)]
            with self.base:
                self.base.executemany(
                    "insert into pages values (?, ?, ?)", [(digest, n, row[0]) for n, row in enumerate(rows, 1)]
                )
        return [packing.unpack(row[0]) for row in rows]


@dataclasses.dataclass
class Result:
    """What one case came to."""

    kinds_right: int = 0
    kinds: int = 0
    cuts: Tally = dataclasses.field(default_factory=Tally)
    papers: dict[str, dict[str, Tally]] = dataclasses.field(
        default_factory=lambda: {
            "text": collections.defaultdict(Tally),
            "scan": collections.defaultdict(Tally),
        }
    )
    case: dict[str, dict[str, Tally]] = dataclasses.field(
        default_factory=lambda: {
            "text": collections.defaultdict(Tally),
            "scan": collections.defaultdict(Tally),
        }
    )
    faults: FaultScore = dataclasses.field(default_factory=FaultScore)
    pages: int = 0
    study_seconds: float = 0.0
    judge_seconds: float = 0.0
    remarks: list[str] = dataclasses.field(default_factory=list)


class _Run:
    """Scores the cases of one folder, one after the other."""

    def __init__(self, folder: Path, readings: Path | None) -> None:
        self.folder = folder
        self.readings = Readings(readings)
        self.shop = Workshop()
        self.desk = Desk.of_today()

    def case(self, name: str, rows: Sequence[dict[str, Any]]) -> Result:
        result = Result()
        truth = json.loads((self.folder / f"{name}.truth.json").read_text("utf-8"))
        papers: list[PaperFacts] = []
        for file, group in _by_file(rows):
            pages = self.readings.of(self.folder / file, self.shop)
            self._file(result, pages, group, papers)
        for row in rows:
            if row.get("scan"):
                self._scan(result, row)
        self._whole(result, truth, tuple(papers))
        return result

    def _file(
        self, result: Result, pages: list[Page], rows: Sequence[dict[str, Any]], papers: list[PaperFacts]
    ) -> None:
        result.pages += len(pages)
        began = time.process_time()
        studied = self.desk.study(pages)
        result.study_seconds += time.process_time() - began
        starts = {row.get("first_page", 1): row for row in rows}
        said = {paper.cut.first_page for paper in studied.papers}
        if len(rows) > 1:
            right, meant = len(said & set(starts) - {1}), set(starts) - {1}
            result.cuts = merged([result.cuts, Tally(right, len(said - {1}) - right, len(meant) - right)])
            result.remarks += [f"cut missed at {page}" for page in sorted(meant - said)]
            result.remarks += [f"cut too many at {page}" for page in sorted(said - meant - {1})]
        else:
            result.cuts.wrong += len(said) - 1
            if len(said) > 1:
                result.remarks.append(f"one paper cut into {len(said)}: {rows[0]['file']}")
        for paper in studied.papers:
            facts = _facts(len(papers) + 1, paper, pages)
            papers.append(facts)
            row = starts.get(paper.cut.first_page)
            if row:
                self._paper(result, row, facts)
        result.kinds += len(set(starts) - said)

    def _scan(self, result: Result, row: dict[str, Any]) -> None:
        pages = self.readings.of(self.folder / row["scan"], self.shop)
        result.pages += len(pages)
        began = time.process_time()
        verdict, description = self.desk.look(Paper(tuple(pages)))
        result.study_seconds += time.process_time() - began
        facts = PaperFacts(0, verdict.kind, verdict.stage, verdict.title, description.found, digital=False)
        self._paper(result, row, facts)

    def _paper(self, result: Result, row: dict[str, Any], facts: PaperFacts) -> None:
        is_right = facts.kind in kinds_of(row["type"])
        result.kinds += 1
        result.kinds_right += is_right
        if not is_right:
            result.remarks.append(f"kind {facts.kind or '?'} for {row['type']} {row['title']} ({row['file']})")
        tally = result.papers["text" if facts.digital else "scan"]
        wrong: list[str] = []
        known = {name: value for name, value in truth_values(row["fields"]).items() if name in self.desk.field_names()}
        compare(known, paper_values(facts), tally, wrong)
        result.remarks += [f"{row['file']} p{row.get('first_page', 1)} {facts.kind}: {one}" for one in wrong]

    def _whole(self, result: Result, truth: dict[str, Any], papers: tuple[PaperFacts, ...]) -> None:
        began = time.process_time()
        values = {name: one.value for name, one in derived(papers).items()}
        case = casefile(1, papers, values)
        found = judge(case)
        result.judge_seconds += time.process_time() - began
        own = truth.get("fields") or {name: truth[name] for name in _WORDS["case_level"] if name in truth}
        wrong: list[str] = []
        how = "text" if sum(paper.digital for paper in papers) * 2 >= len(papers) else "scan"
        compare(truth_values(own), values, result.case[how], wrong)
        result.remarks += [f"case: {one}" for one in wrong]
        kinds = {paper.document: paper.kind for paper in papers}
        if "faults" in truth:
            unseen = score_faults(truth["faults"], found.misses, found.contradictions, kinds, result.faults)
            result.remarks += [f"fault not found: {one}" for one in unseen]
            if not truth["faults"]:
                result.remarks += [f"false alarm {one.rule}: {one.what}" for one in found.contradictions]
                result.remarks += [f"false alarm {one.rule}: {one.code} {one.what}" for one in found.misses]


def _facts(number: int, paper: StudiedPaper, pages: Sequence[Page]) -> PaperFacts:
    mine = pages[paper.cut.first_page - 1 : paper.cut.last_page]
    return PaperFacts(
        number, paper.verdict.kind, paper.verdict.stage, paper.verdict.title, paper.description.found,
        paper.description.marks, sum(not page.blank for page in mine),
        digital=not any(page.source in ("ocr", "mixed") for page in mine), confidence=paper.verdict.confidence,
        paged=all(page.picture for page in mine),
    )  # fmt: skip


def _by_file(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    files: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        files.setdefault(row["file"], []).append(row)
    yield from files.items()


def _part(job: tuple[Path, Path | None, list[tuple[str, list[dict[str, Any]]]]]) -> list[tuple[str, Result]]:
    folder, readings, cases = job
    run = _Run(folder, readings)
    results = []
    for name, rows in cases:
        results.append((name, run.case(name, rows)))
        print(f"{name}: {results[-1][1].pages} pages", file=sys.stderr, flush=True)
    run.shop.close()
    return results


def measure(folder: Path, workers: int, readings: Path | None, limit: int | None) -> list[tuple[str, Result]]:
    """Return what every case of a folder came to."""
    rows = [json.loads(line) for line in (folder / "files.jsonl").read_text("utf-8").splitlines()]
    cases: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault(row["case"], []).append(row)
    chosen = list(cases.items())[:limit]
    parts = [(folder, readings, chosen[number::workers]) for number in range(workers)]
    if workers == 1:
        return _part(parts[0])
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        return [one for part in pool.map(_part, parts) for one in part]


def summary(results: Sequence[tuple[str, Result]]) -> dict[str, Any]:
    """Return the figures that are printed."""
    all_ = [result for _, result in results]
    faults = FaultScore()
    for one in all_:
        faults.planted += one.faults.planted
        faults.found += one.faults.found
        faults.alarms += one.faults.alarms
        faults.clean_cases += one.faults.clean_cases
        faults.false_alarms += one.faults.false_alarms
        faults.unplanted += one.faults.unplanted
    kinds, pages = sum(one.kinds for one in all_), sum(one.pages for one in all_)
    planted = faults.planted.total()
    return {
        "benchmark": "quality/cases",
        "cases": len(all_),
        "pages": pages,
        "papers": kinds,
        "kinds": round(sum(one.kinds_right for one in all_) / max(kinds, 1), 4),
        "cuts_f1": merged(one.cuts for one in all_).f1,
        "paper_fields_f1": {
            how: merged(t for one in all_ for t in one.papers[how].values()).f1 for how in ("text", "scan")
        },
        "case_fields_f1": {
            how: merged(t for one in all_ for t in one.case[how].values()).f1 for how in ("text", "scan")
        },
        "by_field": _by_field(all_),
        "fault_kinds": len(faults.planted),
        "faults": planted,
        "faults_found": round(faults.found.total() / planted, 4) if planted else None,
        "by_fault": {name: f"{faults.found[name]}/{number}" for name, number in sorted(faults.planted.items())},
        "clean_cases": faults.clean_cases,
        "false_alarms_per_clean_case": round(faults.false_alarms / faults.clean_cases, 3)
        if faults.clean_cases
        else None,
        "unplanted_findings": faults.unplanted,
        "alarms": dict(faults.alarms.most_common(15)),
        "study_ms_per_page": round(1000 * sum(one.study_seconds for one in all_) / max(pages, 1), 2),
        "judge_ms_per_case": round(1000 * sum(one.judge_seconds for one in all_) / max(len(all_), 1), 2),
    }


def _by_field(all_: Sequence[Result]) -> dict[str, dict[str, float | None]]:
    names = sorted({name for one in all_ for how in ("text", "scan") for name in (*one.papers[how], *one.case[how])})
    return {
        name: {
            "papers": merged(one.papers[how][name] for one in all_ for how in ("text", "scan")).f1,
            "case": merged(one.case[how][name] for one in all_ for how in ("text", "scan")).f1,
        }
        for name in names
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", action="store_true", help="Say on stderr what is wrong.")
    options = parser.parse_args()
    results = measure(options.data, options.workers, options.readings, options.limit)
    if options.show:
        for name, result in results:
            for remark in result.remarks:
                print(f"{name} | {remark}", file=sys.stderr)
    print(json.dumps(summary(results), ensure_ascii=False))


if __name__ == "__main__":
    main()
