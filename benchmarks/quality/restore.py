"""Back an archive up, restore it into a fresh data home, and look for any difference.

Compared are: the rows of every table (the restore adds one entry to the journal and nothing else), the bytes of every
original, and the answers to searches for words picked from the pages with a seed: the same pages with the same lit
places; how many come in the same order is told beside it.

    python benchmarks/quality/restore.py --data DIR [--searches 200] [--seed 1] [--files 40]
    python benchmarks/quality/restore.py --home HOME [--searches 200] [--seed 1]

With --data the files of a folder are taken in first, so many at the most. Prints one JSON line; exit code 0 only when
nothing differs.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from anjuan.reading import packing

_LONGEST_WORD = 6
#: Searches as everybody, in one process for each data home: queries on stdin, answers on stdout.
_SEARCHER = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "anjuan.config.settings"
import django; django.setup()
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.findable.finding import find
from anjuan.archive.services.indexing import search_engine
from anjuan.search.results import Options
engine, viewer = search_engine(), system_viewer()
for query in json.load(sys.stdin):
    found = find(viewer, engine, query, Options(limit=500))
    print(json.dumps([found.total, [[hit.case_number, hit.document_id, hit.page, hit.boxes] for hit in found.hits]]))
"""


def anjuan(home, *words, codes=(0,)):
    """Run a command in a data home, return its JSON and the CPU seconds of all its processes."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "anjuan.cli.program", *words, "--json"],
        env={**os.environ, "ANJUAN_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in codes:
        print(done.stderr[-3000:], file=sys.stderr)
        raise SystemExit(done.returncode)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return json.loads(done.stdout), round(spent, 2)


def filled(data, files, work):
    """Take the files of a folder in and return the data home."""
    desk = work / "desk"
    chosen = [path for path in sorted(data.rglob("*")) if path.is_file() and path.suffix != ".json"][:files]
    for path in chosen:
        target = desk / path.relative_to(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    home = work / "home"
    anjuan(home, "archive", "intake", str(desk), codes=(0, 5))
    return home


def counted(home):
    """Return the rows of every table, each table as a digest of all it holds."""
    tables = {}
    with contextlib.closing(sqlite3.connect(home / "db.sqlite3")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'")
        for (name,) in names.fetchall():
            hasher, rows = hashlib.sha256(), 0
            for row in database.execute(f'SELECT * FROM "{name}" ORDER BY 1'):  # noqa: S608  names of its own tables
                hasher.update(repr(row).encode("utf-8", "surrogatepass"))
                rows += 1
            tables[name] = [rows, hasher.hexdigest()]
    return tables


def originals(home):
    """Return the digest of every stored original, read again."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (home / "blobs").glob("??/??/*")
    }  # fmt: skip


def words(home, number, seed):
    """Return words of the archive's pages, picked with a seed."""
    rng = random.Random(seed)
    with contextlib.closing(sqlite3.connect(home / "db.sqlite3")) as database:
        texts = [packing.text_of(row[0]) for row in database.execute("SELECT packed FROM archive_originalpage")]
    runs = [run for text in texts for run in re.findall(r"[\u4e00-\u9fffA-Za-z0-9]{2,}", text)]
    picked = []
    while runs and len(picked) < number:
        run = rng.choice(runs)
        start = rng.randrange(len(run) - 1)
        picked.append(run[start : start + rng.randint(2, _LONGEST_WORD)])
    return picked


def answers(home, queries):
    """Return what every query finds."""
    done = subprocess.run(
        [sys.executable, "-c", _SEARCHER], env={**os.environ, "ANJUAN_HOME": str(home)}, input=json.dumps(queries),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def same(one, other):
    """Say whether two answers have the same pages with the same lit places.

    Their order may differ where scores are nearly equal: an index that grew counts words of pages that were since
    indexed anew, a rebuilt one does not.
    """
    return one[0] == other[0] and sorted(map(json.dumps, one[1])) == sorted(map(json.dumps, other[1]))


def compared(home, work, searches, seed):
    """Back up, restore and return every figure."""
    before = counted(home)
    first, backup_cpu = anjuan(home, "backup", str(work / "backup"))
    again, again_cpu = anjuan(home, "backup", str(work / "backup"))
    began = time.monotonic()
    _, restore_cpu = anjuan(home, "restore", str(work / "backup"), "--home", str(work / "new"))
    seconds = time.monotonic() - began
    after = counted(work / "new")
    changed = sorted(name for name in before | after if before.get(name) != after.get(name))
    grown = after["accounts_journalentry"][0] - before["accounts_journalentry"][0]
    queries = words(home, searches, seed)
    there, here = ([json.loads(line) for line in answers(one, queries)] for one in (home, work / "new"))
    kept, came = originals(home), originals(work / "new")
    return {
        "cases": before["archive_case"][0],
        "pages": before["archive_page"][0],
        "originals": {"number": len(kept), "equal": sum(came.get(name) == value for name, value in kept.items())},
        "tables": {"number": len(before), "equal": len(before) - len(changed), "changed": changed},
        "journal_grown_by": grown,
        "searches": {"number": len(queries), "equal": sum(map(same, there, here)),
                     "in_the_same_order": sum(map(list.__eq__, there, here)),
                     "with_hits": sum(total > 0 for total, _ in there)},
        "copied": {"first": first["copied"], "again": again["copied"]},
        "cpu_seconds": {"backup": backup_cpu, "again": again_cpu, "restore": restore_cpu},
        "restore_seconds": round(seconds, 2),
    }  # fmt: skip


def main():
    """Compare and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given = parser.add_mutually_exclusive_group(required=True)
    given.add_argument("--data", type=Path, help="folder of files to take in")
    given.add_argument("--home", type=Path, help="a data home that exists; a journal entry is added for each backup")
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="anjuan-restore-") as folder:
        work = Path(folder)
        home = options.home.resolve() if options.home else filled(options.data.resolve(), options.files, work)
        result = compared(home, work, options.searches, options.seed)
    print(json.dumps(result, ensure_ascii=False))
    equal = all(result[name]["equal"] == result[name]["number"] for name in ("originals", "searches"))
    return 0 if equal and result["tables"]["changed"] == ["accounts_journalentry"] else 1


if __name__ == "__main__":
    sys.exit(main())
