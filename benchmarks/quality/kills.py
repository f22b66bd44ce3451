"""Kill an intake again and again at random moments, then let it finish and look for damage.

Every kill is a SIGKILL of the command and of all processes it started. Afterwards the archive must
equal one that was never disturbed: no file lost, doubled or half written, no page twice, every
original as received, the index in step, the journal's chain whole.

    python benchmarks/quality/kills.py --kills 200 [--data DIR] [--seed 1]

Without --data a mixed set of sample files is made. Prints one JSON line; exit code 0 only without damage.
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


def run(home, *words, check=True):
    """Run a command to its end and return its JSON."""
    done = subprocess.run(command(*words), env=environment(home), check=False, capture_output=True, text=True)
    if check and done.returncode not in (0, 5):
        print(done.stderr[-2000:], file=sys.stderr)
        raise SystemExit(done.returncode)
    return json.loads(done.stdout)


def command(*words):
    """Return the words of an anjuan command."""
    return [sys.executable, "-m", "anjuan.cli.program", *words]


def environment(home):
    """Return the environment of a data home."""
    return {**os.environ, "ANJUAN_HOME": str(home)}


def disturb(home, data, kills, rng, longest):
    """Start the intake and kill it, so many times; return how many were killed at work."""
    killed = 0
    for number in range(kills):
        process = subprocess.Popen(
            command("archive", "intake", str(data), "--json"), env=environment(home), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(rng.uniform(0.2, longest))
        if process.poll() is None:
            killed += 1
        kill_family(process.pid)
        process.wait()
        if number % 20 == 19:
            print(f"{number + 1} of {kills}", file=sys.stderr)
    return killed


def kill_family(leader):
    """Kill a process and all it started, also those that made a session of their own."""
    family, found = {leader}, True
    while found:
        found = False
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = entry.read_text(errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            child, parent = int(entry.parent.name), int(fields[1])
            if parent in family and child not in family:
                family.add(child)
                found = True
    for process in family:
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def state_of(home):
    """Return what an archive holds, in a form that two archives can be compared by."""
    base = sqlite3.connect(f"file:{home}/db.sqlite3?mode=ro", uri=True)
    one = lambda query: base.execute(query).fetchall()  # noqa: E731
    return {
        "items": sorted(one("select path, state, reason_code from archive_intakeitem")),
        "documents": sorted(
            one(
                "select c.title, d.sequence, d.title, d.pages_count, o.sha256 from archive_document d"
                " join archive_case c on c.id=d.case_id join archive_original o on o.id=d.original_id"
            )
        ),
        "pages": sorted(
            one(
                "select o.sha256, d.case_id is not null, p.number, length(r.packed) > 0 from archive_page p"
                " join archive_document d on d.id=p.document_id join archive_originalpage r on r.id=p.original_page_id"
                " join archive_original o on o.id=d.original_id"
            )
        ),
        "cases": sorted(one("select title, documents_count, pages_count from archive_case")),
    }


def faults_of(home, undisturbed):
    """Return sentences on everything that is wrong with an archive after the kills."""
    faults = []
    mine, theirs = state_of(home), state_of(undisturbed)
    for name, rows in theirs.items():
        if mine[name] != rows:
            lost = [row for row in rows if row not in mine[name]][:3]
            more = [row for row in mine[name] if row not in rows][:3]
            faults.append(f"{name} differ: {len(mine[name])} instead of {len(rows)}; lost {lost}, more {more}")
    verified = run(home, "archive", "verify", "--all", "--json", check=False)
    faults += [fault["what"] for fault in verified["faults"]]
    journal = run(home, "journal", "verify", "--json", check=False)
    if not journal["valid"]:
        faults.append(f"the journal is broken: {journal['breaks'][:3]}")
    found = run(home, "search", "find", "", "--limit", "0", "--json")["total"]
    if found != len(mine["pages"]):
        faults.append(f"the index holds {found} pages, the archive {len(mine['pages'])}")
    leftover = list((home / "blobs").glob("incoming/*"))
    return faults, len(leftover), journal["entries"]


def make_data(folder):
    """Write a mixed set of sample files."""
    from anjuan.samples.generate import ArchiveOptions, write_archive  # noqa: PLC0415

    write_archive(folder, seed=7, cases=2, options=ArchiveOptions())
    return folder


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=4.0, help="longest time until a kill, in seconds")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="anjuan-kills-") as name:
        folder = Path(name)
        data = arguments.data or make_data(folder / "data")
        started = time.monotonic()
        killed = disturb(folder / "killed", data, arguments.kills, random.Random(arguments.seed), arguments.longest)
        run(folder / "killed", "archive", "intake", str(data), "--json")
        run(folder / "calm", "archive", "intake", str(data), "--json")
        faults, leftover, entries = faults_of(folder / "killed", folder / "calm")
        files = len(state_of(folder / "calm")["items"])
        result = {
            "benchmark": "kills", "kills": arguments.kills, "killed_at_work": killed, "files": files, "faults": faults,
            "temporary_files_left": leftover, "journal_entries": entries, "seconds": round(time.monotonic() - started),
        }  # fmt: skip
    print(json.dumps(result, ensure_ascii=False))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
