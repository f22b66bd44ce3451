"""Damage an archive in every way and see whether the check names what was done.

Each kind of damage is done to a fresh copy of a small archive, by somebody who is master of the disk and of the
database; then ``anjuan archive verify --all`` must name that kind, nothing else, and end with another exit code than
0. A checker that is made to crash must not end with 0 either, and bytes that were damaged must be whole again after
the same files were taken in once more.

    python benchmarks/quality/damage.py [--kinds N]

Prints one JSON line; exit code 0 only when every kind was named.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

#: A process number that no system gives.
_NOBODY = 2**22 + 7


def run(home, *words):
    """Run a command and return its exit code and what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "anjuan.cli.program", *words], env={**os.environ, "ANJUAN_HOME": str(home)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout


class Copy:
    """One copy of the archive, to be damaged."""

    def __init__(self, home):
        self.home = home
        rows = self.ask("SELECT id, sha256 FROM archive_original ORDER BY id")
        (self.key, self.sha256), (_, self.other) = rows[0], rows[1]

    def ask(self, *statements):
        """Do statements in the database and return what the last one says."""
        with sqlite3.connect(self.home / "db.sqlite3") as database:
            for statement in statements:
                found = database.execute(statement).fetchall()
        database.close()
        return found

    def path(self, sha256=""):
        """Return the file of the first original, or of another one, and let it be written."""
        name = sha256 or self.sha256
        path = self.home / "blobs" / name[:2] / name[2:4] / name
        path.chmod(0o640)
        return path


def flip(copy):
    """Flip one bit in the middle."""
    content = bytearray(copy.path().read_bytes())
    content[len(content) // 2] ^= 16
    copy.path().write_bytes(content)


def fold(copy):
    """Put a folder in the place of a file."""
    path = copy.path()
    path.unlink()
    path.mkdir()


def forget_entry(copy):
    """Remove an entry of the journal."""
    copy.ask("DROP TRIGGER journal_no_delete", "DELETE FROM accounts_journalentry WHERE number = 1")


def forget_event(copy):
    """Remove the event that says how an original came in."""
    copy.ask(
        "DROP TRIGGER custody_event_no_delete",
        f"DELETE FROM archive_custodyevent WHERE event = 'ingestion' AND original_id = {copy.key}",  # noqa: S608
    )


def change(values):
    """Return a damage that changes the record of the first original."""
    return lambda copy: copy.ask(f"UPDATE archive_original SET {values} WHERE id = {copy.key}")  # noqa: S608


def put(name, content):
    """Return a damage that puts a file into the store."""

    def damage(copy):
        path = copy.home / "blobs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    return damage


def zeroes(copy):
    """Put as many other bytes in the place."""
    path = copy.path()
    path.write_bytes(bytes(path.stat().st_size))


PAGES = "archive_originalpage"
DAMAGES = {
    "missing": lambda copy: copy.path().unlink(),
    "emptied": lambda copy: copy.path().write_bytes(b""),
    "truncated": lambda copy: copy.path().write_bytes(copy.path().read_bytes()[:-3]),
    "extended": lambda copy: copy.path().write_bytes(copy.path().read_bytes() + b"\n"),
    "bit-flipped": flip,
    "replaced": zeroes,
    "swapped": lambda copy: copy.path().write_bytes(copy.path(copy.other).read_bytes()),
    "misplaced": lambda copy: copy.path().rename(copy.home / "blobs" / "moved.bin"),
    "not-a-file": fold,
    "stray": put("zz/stray.pdf", b"nobody took this in"),
    "leftover": put(f"incoming/{_NOBODY}-0011223344556677", b"half"),
    "sm3-altered": change(f"sm3 = '{'0' * 64}'"),
    "size-altered": change("size_bytes = size_bytes + 1"),
    "sha256-altered": change(f"sha256 = '{'0' * 64}'"),
    "pages-missing": lambda copy: copy.ask(f"DELETE FROM {PAGES} WHERE original_id = {copy.key}"),  # noqa: S608
    "page-altered": lambda copy: copy.ask(
        f"UPDATE {PAGES} SET packed = (SELECT packed FROM {PAGES} WHERE original_id <> {copy.key} LIMIT 1)"  # noqa: S608
        f" WHERE original_id = {copy.key}"
    ),
    "journal-broken": forget_entry,
    "ingestion-missing": forget_event,
}


def papers(folder):
    """Write a case of four different papers."""
    case = folder / "甲公司"
    case.mkdir(parents=True)
    for number in range(4):
        (case / f"{number}.txt").write_text(f"审核记录 {number}\n" + "查热处理车间 " * (number + 3), encoding="utf-8")
    return folder


def judge(whole, scratch, kind):
    """Damage a copy and return whether the check named that kind alone and ended with a fault."""
    home = scratch / kind
    shutil.copytree(whole, home)
    DAMAGES[kind](Copy(home))
    code, printed = run(home, "archive", "verify", "--all", "--json")
    named = {item["kind"] for item in json.loads(printed)["damage"]} if code in (0, 6) else set()
    shutil.rmtree(home)
    print(f"{kind}: exit code {code}, named {', '.join(sorted(named)) or 'nothing'}", file=sys.stderr)
    return code != 0 and named == {kind}


def heals(whole, scratch, shelf):
    """Say whether an emptied original is whole again after the same files came again."""
    home = scratch / "healing"
    shutil.copytree(whole, home)
    Copy(home).path().write_bytes(b"")
    for file in shelf.rglob("*.txt"):
        file.touch()
    run(home, "archive", "intake", str(shelf), "--workers", "1", "--json")
    return run(home, "archive", "verify", "--all", "--json")[0] == 0


def crash_code(whole, scratch):
    """Return the exit code of a checker that breaks off because a table is gone."""
    home = scratch / "crash"
    shutil.copytree(whole, home)
    Copy(home).ask(f"DROP TABLE {PAGES}")
    return run(home, "archive", "verify", "--all", "--json")[0]


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", type=int, default=len(DAMAGES), help="only so many kinds")
    kinds = list(DAMAGES)[: parser.parse_args().kinds]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        shelf, whole = papers(scratch / "shelf"), scratch / "whole"
        run(whole, "archive", "intake", str(shelf), "--workers", "1", "--json")
        is_whole = run(whole, "archive", "verify", "--all", "--json")[0] == 0
        named = [kind for kind in kinds if judge(whole, scratch, kind)]
        result = {
            "kinds": len(kinds), "named": len(named), "not_named": sorted(set(kinds) - set(named)),
            "whole_archive_is_whole": int(is_whole), "healed": int(heals(whole, scratch, shelf)),
            "crash_is_a_fault": int(crash_code(whole, scratch) != 0),
        }  # fmt: skip
    print(json.dumps(result))
    good = is_whole and result["healed"] and result["crash_is_a_fault"] and len(named) == len(kinds)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
