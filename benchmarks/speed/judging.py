"""How long it takes to judge every case again after a change of rules. Prints one JSON line.

    python benchmarks/speed/judging.py [--cases 10000] [--workers 2] [--kills 2]

Some sample cases are taken in, described and judged as the archive does it; copies of them, each with organisations
and auditors of its own, are made in the tables until there are enough. Then ``anjuan archive judge --all`` judges them
again with so many workers, killed a few times on the way: it must go on with the cases that are left, and end with
none left.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from anjuan.registry.rules.credit_codes import check_sign, inner_check_sign
from anjuan.samples.generate import ArchiveOptions, write_archive

_BASES = 8
#: Tables that are copied with a case, and the columns that hold what tells one organisation from another.
_TABLES: dict[str, tuple[str, ...]] = {
    "registry_organisation": ("name", "credit_code"),
    "registry_organisationname": ("name",),
    "archive_cycle": (),
    "archive_case": ("organisation_name",),
    "archive_document": (),
    "archive_documentdescription": ("found",),
    "archive_page": (),
    "archive_caseattribute": (),
    "archive_casefield": ("value", "text", "printed"),
    "archive_casetrace": ("key", "body", "client", "credit_code"),
    "archive_casejudgement": (),
    "archive_match": (),
}
#: Columns that name another row that is copied as well.
_LINKS = frozenset({"id", "case_id", "document_id", "organisation_id", "cycle_id", "parent_id", "document"})
_FIRST_SIGN = 0x4E00
_SIGNS = 2000


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(_command(*words), env=_environment(home), check=True, capture_output=True, text=True)


def _command(*words: str) -> list[str]:
    return [sys.executable, "-m", "anjuan.cli.program", *words]


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "ANJUAN_HOME": str(home)}


def copies_make(base: sqlite3.Connection, wanted: int) -> None:
    """Copy all cases with their organisations, documents and judgements until there are enough.

    Every copy has organisations, codes, auditors and certificates of its own: no case knows another copy's.
    """
    have = base.execute("select count(*) from archive_case").fetchone()[0]
    times = (wanted - 1) // have
    stride = max(base.execute(f"select max(id) from {table}").fetchone()[0] or 0 for table in _TABLES)  # noqa: S608
    base.create_function("renamed", 2, _Renaming(base), deterministic=True)
    base.execute("create temp table copies (n integer)")
    base.executemany("insert into copies values (?)", ((number,) for number in range(1, times + 1)))
    for table, texts in _TABLES.items():
        columns = [row[1] for row in base.execute(f"pragma table_info({table})")]
        picked = ", ".join(_picked(table, column, stride, texts) for column in columns)
        names = ", ".join(f'"{column}"' for column in columns)
        base.execute(f"insert into {table} ({names}) select {picked} from {table} t, copies")  # noqa: S608
    base.commit()


def _picked(table: str, column: str, stride: int, texts: tuple[str, ...]) -> str:
    if column in _LINKS:
        return f't."{column}" + copies.n * {stride}'
    if table == "archive_case" and column in ("number", "source_key"):
        return f"t.\"{column}\" || '-' || copies.n"
    return f'renamed(t."{column}", copies.n)' if column in texts else f't."{column}"'


class _Renaming:
    """Gives the organisations, codes, auditors and certificates in a text the names they have in one copy."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._makers: dict[str, Callable[[str, int], str]] = {}
        for name, code in base.execute("select name, credit_code from registry_organisation"):
            self._makers |= {name: _organisation, code or name: _code if code else _organisation}
        for sort, key, number in base.execute("select sort, key, body from archive_casetrace"):
            self._makers |= {key: _auditor} if sort == "stay" else {number: _number, key: _number}
        written = {json.dumps(word)[1:-1]: word for word in self._makers} | {word: word for word in self._makers}
        self._plain = written
        longest = sorted(written, key=len, reverse=True)
        self._words = re.compile("|".join(re.escape(word) for word in longest if len(word) > 1))

    def __call__(self, text: str | None, copy: int) -> str | None:
        def renamed(found: re.Match[str]) -> str:
            word = self._plain[found[0]]
            new = self._makers[word](word, copy)
            return new if word == found[0] else json.dumps(new)[1:-1]

        return self._words.sub(renamed, text) if text else text


def _two_signs(copy: int) -> str:
    return chr(_FIRST_SIGN + copy // _SIGNS) + chr(_FIRST_SIGN + 100 + copy % _SIGNS)


def _organisation(name: str, copy: int) -> str:
    return name[:2] + _two_signs(copy) + name[4:]


def _auditor(name: str, copy: int) -> str:
    return name[0] + _two_signs(copy)


def _code(code: str, copy: int) -> str:
    inner = f"{int(hashlib.sha256(f'{code}{copy}'.encode()).hexdigest(), 16) % 10**8:08d}"
    first = code[:8] + inner + inner_check_sign(inner)
    return first + check_sign(first)


def _number(number: str, copy: int) -> str:
    return f"{number}K{copy}"


def judged(home: Path, workers: int, kills: int, seed: int) -> tuple[float, int]:
    """Judge all cases, killed a few times; return the seconds and how many were killed."""
    dice = random.Random(seed)
    began = time.monotonic()
    for done in range(kills):
        process = subprocess.Popen(
            _command("archive", "judge", "--all", "--workers", str(workers), "--json"), env=_environment(home),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            process.wait(dice.uniform(4, 10))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        else:
            return time.monotonic() - began, done
    run(home, "archive", "judge", "--all", "--workers", str(workers), "--json")
    return time.monotonic() - began, kills


def measure(cases: int, workers: int, kills: int, folder: Path) -> dict[str, object]:
    """Return the figures."""
    home, papers = folder / "home", folder / "papers"
    write_archive(papers, seed=81, cases=_BASES, options=ArchiveOptions(formats=frozenset({"pdf"})))
    for extra in papers.glob("*.json*"):
        extra.unlink()
    run(home, "archive", "intake", str(papers), "--workers", str(workers), "--json")
    run(home, "archive", "judge", "--workers", str(workers), "--json")
    began = time.monotonic()
    with contextlib.closing(sqlite3.connect(home / "db.sqlite3")) as base:
        copies_make(base, cases)
        last = base.execute("select max(judged_at) from archive_casejudgement").fetchone()[0]
        base.execute("pragma wal_checkpoint(truncate)")  # a log of gigabytes is the copying's, not an archive's
    print(f"{cases} cases were made in {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, killed = judged(home, workers, kills, 1)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    with sqlite3.connect(home / "db.sqlite3") as base:
        query = "select count(*), count(case when stale then 1 end), count(case when judged_at <= ? then 1 end)"
        count, stale, old = base.execute(f"{query} from archive_casejudgement", (last,)).fetchone()
        documents = base.execute("select count(*) from archive_document").fetchone()[0]
        kinds = "('archive.judge_case', 'archive.judge_cycles', 'archive.judge_round')"
        query = f"select count(*) from jobs_job where state in ('waiting', 'running') and kind in {kinds}"  # noqa: S608
        waiting = base.execute(query).fetchone()[0]
    return {
        "benchmark": "speed/judging", "cases": count, "documents": documents, "workers": workers, "kills": killed,
        "seconds": round(seconds, 1), "ms_per_case": round(1000 * seconds / max(count, 1), 1), "left": stale,
        "not_judged_again": old, "jobs_left": waiting,
        # Of the processes that ended by themselves: with kills, less than was used.
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
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
