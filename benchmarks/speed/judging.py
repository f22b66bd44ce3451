"""How long it takes to judge every case again after a change of rules. Prints one JSON line.

    python benchmarks/speed/judging.py [--cases 10000] [--workers 2] [--kills 2]

Some sample cases are taken in, described and judged as the archive does it; copies of them are made in the
tables until there are enough. Then all judgements are marked as out of date and ``anjuan archive judge`` judges
them again with so many workers, killed a few times on the way: it must go on with the cases that are left.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from anjuan.samples.generate import ArchiveOptions, write_archive

_BASES = 8
#: Tables that are copied with a case, and the column that names what they hang on.
_COPIED = ("archive_document", "archive_documentdescription", "archive_page")


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(_command(*words), env=_environment(home), check=True, capture_output=True, text=True)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "anjuan.cli.program", *words]


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "ANJUAN_HOME": str(home)}


def copies_make(base: sqlite3.Connection, wanted: int) -> None:
    """Copy the cases with their documents, descriptions and pages until there are enough."""
    cases = [row[0] for row in base.execute("select id from archive_case order by id")]
    for number in range(wanted - len(cases)):
        _copy(base, cases[number % len(cases)], number)
    base.commit()


def _copy(base: sqlite3.Connection, case: int, number: int) -> None:
    new_case = _row_copy(
        base, "archive_case", case,
        {"number": f"AJ-X-{number:07d}", "source_key": f"copy/{number}", "organisation_id": None},
    )  # fmt: skip
    for (document,) in base.execute("select id from archive_document where case_id = ?", (case,)).fetchall():
        new_document = _row_copy(base, "archive_document", document, {"case_id": new_case, "parent_id": None})
        for table in _COPIED[1:]:
            rows = base.execute(f"select id from {table} where document_id = ?", (document,)).fetchall()  # noqa: S608
            for (key,) in rows:
                _row_copy(base, table, key, {"document_id": new_document})


def _row_copy(base: sqlite3.Connection, table: str, key: int, changed: dict[str, object]) -> int:
    columns = [row[1] for row in base.execute(f"pragma table_info({table})") if row[1] != "id"]
    picked = ", ".join("?" if column in changed else f'"{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    values = [changed[column] for column in columns if column in changed]
    cursor = base.execute(
        f"insert into {table} ({names}) select {picked} from {table} where id = ?",  # noqa: S608
        (*values, key),
    )
    return cursor.lastrowid or 0


def judged(home: Path, workers: int, kills: int, seed: int) -> tuple[float, int]:
    """Judge all stale cases, killed a few times; return the seconds and how many were killed."""
    dice = random.Random(seed)
    began = time.monotonic()
    done = 0
    while done < kills:
        process = subprocess.Popen(
            _command("archive", "judge", "--workers", str(workers), "--json"), env=_environment(home),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(dice.uniform(8, 20))
            break
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            done += 1
    run(home, "archive", "judge", "--workers", str(workers), "--json")
    return time.monotonic() - began, done


def measure(cases: int, workers: int, kills: int, folder: Path) -> dict[str, object]:
    """Return the figures."""
    home, papers = folder / "home", folder / "papers"
    write_archive(papers, seed=81, cases=_BASES, options=ArchiveOptions(formats=frozenset({"pdf"})))
    for extra in papers.glob("*.json*"):
        extra.unlink()
    run(home, "archive", "intake", str(papers), "--workers", str(workers), "--json")
    with sqlite3.connect(home / "db.sqlite3") as base:
        copies_make(base, cases)
    with sqlite3.connect(home / "db.sqlite3") as base:
        base.execute("update archive_casejudgement set stale = 0")
    print(f"{cases} cases are there", file=sys.stderr, flush=True)
    seconds, killed = judged(home, workers, kills, 1)
    with sqlite3.connect(home / "db.sqlite3") as base:
        stale = base.execute("select count(*) from archive_casejudgement where stale").fetchone()[0]
        count = base.execute("select count(*) from archive_casejudgement").fetchone()[0]
        documents = base.execute("select count(*) from archive_document").fetchone()[0]
    return {
        "benchmark": "speed/judging", "cases": count, "documents": documents, "workers": workers, "kills": killed,
        "seconds": round(seconds, 1), "ms_per_case": round(1000 * seconds / max(count, 1), 1), "left": stale,
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kills", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(options.cases, options.workers, options.kills, Path(folder))))


if __name__ == "__main__":
    main()
