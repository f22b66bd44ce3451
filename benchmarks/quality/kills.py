"""Kill an intake again and again at random moments, then let it finish and look for damage.

Every kill is a SIGKILL of the command and of all processes it started. Afterwards the archive must
equal one that was never disturbed: no file lost, doubled or half written, no page twice, every
original as received, every deed and custody event told once, the index in step, the journal's chain whole.

It tells what each kill met (the program being loaded, files being received, files being filed) and how often
a file was taken up again over which a worker had died: a run without such files proves little. It says nothing
of a loss of power, which also takes what the disk was only told: a killed process leaves that to the system.

    python benchmarks/quality/kills.py --kills 200 [--data DIR] [--seed 1]

Without --data a mixed set of sample files is made. Prints one JSON line; exit code 0 only without damage.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
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

from anjuan.reading import packing

#: Share of the kills that may come before the archive has moved.
_EARLY = 0.2


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
    """Start the intake and kill it until it is through or the kills are used up; return how each kill met it.

    One kill in five comes at any moment from the start of the program on. The others come when the archive has
    moved since the start: otherwise most would hit the program while it is still being loaded.
    """
    met = []
    while len(met) < kills and not is_through(home):
        before = moved(home)
        process = subprocess.Popen(
            command("archive", "intake", str(data), "--json"), env=environment(home), start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if rng.random() >= _EARLY:
            while process.poll() is None and moved(home) == before:
                time.sleep(0.02)
        time.sleep(rng.uniform(0, longest))
        if process.poll() is None:
            met.append(phase(before, moved(home)))
        kill_family(process.pid)
        process.wait()
        if len(met) % 20 == 19:
            print(f"{len(met) + 1} of {kills}", file=sys.stderr)
    return met


def moved(home):
    """Return figures that rise while an intake works: files received, jobs begun, files ended, pages."""
    try:
        base = sqlite3.connect(f"file:{home}/db.sqlite3?mode=ro", uri=True)
        with contextlib.closing(base):
            return base.execute(
                "select (select count(*) from archive_intakeitem), (select coalesce(sum(attempts), 0) from jobs_job),"
                " (select count(*) from archive_intakeitem where state <> 'received'),"
                " (select count(*) from archive_originalpage)"
            ).fetchone()
    except sqlite3.OperationalError:
        return (0, 0, 0, 0)


def phase(before, after):
    """Return what an intake was about when it was killed."""
    if before == after:
        return "loading"
    return "receiving" if before[1:] == after[1:] else "filing"


def is_through(home):
    """Say whether the batch of a home is finished: another start would be a new batch."""
    try:
        base = sqlite3.connect(f"file:{home}/db.sqlite3?mode=ro", uri=True)
        with contextlib.closing(base):
            return base.execute("select count(*) from archive_intake where state = 'finished'").fetchone()[0] > 0
    except sqlite3.OperationalError:
        return False


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
        "items": sorted(
            one(
                "select i.path, i.state, i.reason_code, o.sha256, d.title from archive_intakeitem i"
                " left join archive_original o on o.id=i.original_id left join archive_document d on d.id=i.document_id"
            ),
            key=repr,
        ),
        "documents": sorted(
            one(
                "select c.title, d.sequence, d.title, d.pages_count, o.sha256 from archive_document d"
                " join archive_case c on c.id=d.case_id join archive_original o on o.id=d.original_id"
            )
        ),
        "pages": sorted(
            (case, sequence, number, original, text_digest(source, packed))
            for case, sequence, number, original, source, packed in one(
                "select c.title, d.sequence, p.number, r.number, r.source, r.packed from archive_page p"
                " join archive_document d on d.id=p.document_id join archive_case c on c.id=d.case_id"
                " join archive_originalpage r on r.id=p.original_page_id"
            )
        ),
        "readings": sorted(
            one(
                "select o.sha256, o.reading, o.pages_read, count(r.id) from archive_original o"
                " left join archive_originalpage r on r.original_id=o.id group by o.id"
            )
        ),
        "cases": sorted(one("select title, documents_count, pages_count from archive_case")),
        "events": sorted(one("select event, outcome, count(*) from archive_custodyevent group by 1, 2")),
        "deeds": sorted(one("select action, count(*) from accounts_journalentry group by 1")),
    }


def text_digest(source, packed):
    """Return a digest of a page's text; of recognised text, which may differ in a letter, only whether there is any."""
    text = packing.text_of(bytes(packed))
    return hashlib.sha256(text.encode()).hexdigest() if source == "text" else bool(text)


def faults_of(home, theirs):
    """Return sentences on everything that is wrong with an archive after the kills."""
    faults = []
    mine = state_of(home)
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


def make_data(folder, cases):
    """Write a mixed set of sample files."""
    from anjuan.samples.generate import ArchiveOptions, write_archive  # noqa: PLC0415

    write_archive(folder, seed=7, cases=cases, options=ArchiveOptions())
    return folder


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--cases", type=int, default=2, help="how many sample cases are made without --data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--longest", type=float, default=4.0, help="longest time from the first move to a kill, seconds"
    )
    arguments = parser.parse_args()
    rng, met, faults, leftover, entries, again, rounds = random.Random(arguments.seed), [], [], 0, 0, 0, 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="anjuan-kills-") as name:
        folder = Path(name)
        data = arguments.data or make_data(folder / "data", arguments.cases)
        run(folder / "calm", "archive", "intake", str(data), "--json")
        calm = state_of(folder / "calm")
        while len(met) < arguments.kills and not faults:
            home, rounds = folder / f"killed-{rounds}", rounds + 1
            met += disturb(home, data, arguments.kills - len(met), rng, arguments.longest)
            if not is_through(home):
                run(home, "archive", "intake", str(data), "--json")
            found, left, entries = faults_of(home, calm)
            faults, leftover, again = faults + found, leftover + left, again + taken_again(home)
    result = {
        "benchmark": "kills", "kills": len(met), "killed_while": {what: met.count(what) for what in sorted(set(met))},
        "jobs_taken_again": again, "rounds": rounds, "files": len(calm["items"]), "faults": faults,
        "temporary_files_left": leftover, "journal_entries": entries, "seconds": round(time.monotonic() - started),
    }  # fmt: skip
    print(json.dumps(result, ensure_ascii=False))
    return 1 if faults else 0


def taken_again(home):
    """Return how often a worker took up a file over which another one had been killed."""
    base = sqlite3.connect(f"file:{home}/db.sqlite3?mode=ro", uri=True)
    with contextlib.closing(base):
        return base.execute("select coalesce(sum(attempts - 1), 0) from jobs_job where attempts > 1").fetchone()[0]


if __name__ == "__main__":
    sys.exit(main())
