"""Check Anjuan's journal without Anjuan: needs only Python.

Usage:
    python verify_journal.py DB.sqlite3 [EXPECTED_HEAD]
    python verify_journal.py JOURNAL.jsonl [EXPECTED_HEAD]

Reads the table ``accounts_journalentry`` of the database (opened read-only), or one JSON object a
line with the same columns. Every entry's hash is the SHA-256 of the previous hash, a line break and
the canonical JSON of [number, at, actor, action, subject, label, detail]. The head printed by an
earlier check proves, when given, that nothing was cut off the end since then.

Exit code 0 when the chain holds, 6 when it does not, 2 when it cannot be read.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from pathlib import Path

GENESIS = "0" * 64
COLUMNS = ("number", "at", "actor", "action", "subject", "label", "detail", "previous", "hash")


def rows_of(path):
    """Yield the entries of a database or of a JSON-lines file, in rising number."""
    with path.open("rb") as stream:
        is_database = stream.read(16) == b"SQLite format 3\0"
    if is_database:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        query = f"SELECT {', '.join(COLUMNS)} FROM accounts_journalentry ORDER BY number"  # noqa: S608
        for row in connection.execute(query):
            entry = dict(zip(COLUMNS, row, strict=True))
            entry["detail"] = json.loads(entry["detail"])
            yield entry
        connection.close()
    else:
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def hash_of(previous, entry):
    """Return the hash that an entry must have."""
    values = [entry[name] for name in COLUMNS[:7]]
    canonical = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def check(path, expected_head=""):
    """Return the number of entries, the head and the faults found."""
    previous, number, faults, heads = GENESIS, 0, [], set()
    for entry in rows_of(path):
        if entry["number"] != number + 1:
            faults.append(f"entry {number + 1} is missing or moved (found {entry['number']})")
        if entry["previous"] != previous:
            faults.append(f"entry {entry['number']} does not follow the entry before it")
        if hash_of(entry["previous"], entry) != entry["hash"]:
            faults.append(f"entry {entry['number']} was altered after it was written")
        number, previous = entry["number"], entry["hash"]
        heads.add(previous)
    if expected_head and expected_head not in heads:
        faults.append(f"the head {expected_head} is no longer in the chain: entries were cut off or replaced")
    return number, previous, faults


def main(arguments):
    """Check the file named and print what was found."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    try:
        count, head, faults = check(Path(arguments[0]), *arguments[1:])
    except (OSError, sqlite3.Error, ValueError, KeyError) as error:
        print(f"The journal cannot be read: {error}. A check that was not made counts as failed.")
        return 2
    for fault in faults:
        print(fault)
    print(f"{count} entries, head {head}: {'the chain is BROKEN' if faults else 'the chain holds'}")
    return 6 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
