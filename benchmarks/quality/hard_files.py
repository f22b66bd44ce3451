"""Read files that break importers and compare what becomes of each with what should.

    python benchmarks/quality/hard_files.py --data DIR

DIR holds the files and ``manifest.jsonl``: one object a line with ``file``, ``expect`` and, where they
apply, ``password`` (or ``password: …`` in ``note``), ``pages``, ``contains`` and ``members``. Every file goes
through the workshop; what comes out of it is read in turn, as the archive does.

What counts as expected:

* ok: read to its end without a failure and without a notice that a part is missing;
* partial: something was read, and a notice says that a part is missing;
* container: at least one file came out of it; a limit on depth may end the way inward;
* password: refused for want of a password, and read once it is given, if the manifest names it;
* broken: refused as broken;
* bomb: refused by a limit, at whatever depth.

Prints one JSON line; progress goes to stderr.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from anjuan.kit.errors import AnjuanError
from anjuan.reading.errors import (
    BrokenFileError,
    LimitReachedError,
    PasswordNeededError,
    ReaderCrashedError,
    ReaderSilentError,
)
from anjuan.reading.pages import Member, Notice, Page
from anjuan.reading.workshop.budget import Budget
from anjuan.reading.workshop.shop import Workshop

_NOTED_PASSWORD = re.compile(r"password:\s*(\S+)")


@dataclasses.dataclass
class Outcome:
    """What became of one file and of all that lay in it."""

    pages: int = 0
    texts: list[str] = dataclasses.field(default_factory=list)
    members: list[Member] = dataclasses.field(default_factory=list)
    missing: list[str] = dataclasses.field(default_factory=list)
    error: AnjuanError | None = None
    inside: list[Outcome] = dataclasses.field(default_factory=list)

    def all(self) -> list[Outcome]:
        """Return this outcome and those of everything inside."""
        return [self, *(one for inner in self.inside for one in inner.all())]

    def holds(self, phrase: str) -> bool:
        """Say whether a phrase stands anywhere in it, blanks and line ends aside."""
        wanted = "".join(phrase.split())
        return any(wanted in "".join("".join(one.texts).split()) for one in self.all())

    def summary(self) -> str:
        """Return the outcome in a few words."""
        if self.error is not None:
            return f"{type(self.error).__name__}: {self.error.what}"
        words = f"{self.pages} pages, {len(self.members)} members"
        return f"{words}, missing: {self.missing[0]}" if self.missing else words


class Reading:
    """Reads files with all that lies in them."""

    def __init__(self, shop: Workshop, *, recognise: bool) -> None:
        self._shop = shop
        self._recognise = recognise

    def outcome(self, path: Path, passwords: tuple[str, ...] = ()) -> Outcome:
        """Return what became of one file; the files taken out of it are gone afterwards."""
        outcome, _ = self._outcome(path, path.name, passwords, Budget.of(self._shop.limits))
        self._shop.done()
        return outcome

    def _outcome(self, path: Path, name: str, passwords: tuple[str, ...], budget: Budget) -> tuple[Outcome, Budget]:
        found = Outcome()
        reading = self._shop.read(path, name=name, passwords=passwords, recognise=self._recognise, budget=budget)
        try:
            for event in reading:
                _note(event, found)
        except AnjuanError as error:
            found.error = error
        budget = reading.budget
        for member in found.members:
            inner, left = self._outcome(Path(member.path), member.name, passwords, budget.inside())
            found.inside.append(inner)
            budget = left.outside()
        return found, budget


def _note(event: object, found: Outcome) -> None:
    if isinstance(event, Page):
        found.pages += 1
        found.texts.append(event.text)
    elif isinstance(event, Member):
        found.members.append(event)
    elif isinstance(event, Notice) and event.partial:
        found.missing.append(event.text)


def fault_of(row: dict[str, Any], folder: Path, reading: Reading) -> tuple[str, str]:
    """Return why a file is not as expected, empty if it is, and what became of it."""
    path = folder / row["file"]
    found = reading.outcome(path)
    for one in found.all():
        if isinstance(one.error, ReaderCrashedError | ReaderSilentError):
            return "the reading process did not live through it", one.summary()
    if row["expect"] == "password":
        return _fault_of_protected(row, path, found, reading)
    fault = _FAULTS[row["expect"]](found)
    return fault or _fault_of_content(row, found), found.summary()


def _fault_of_protected(row: dict[str, Any], path: Path, found: Outcome, reading: Reading) -> tuple[str, str]:
    if not isinstance(found.error, PasswordNeededError):
        return "no password was asked for", found.summary()
    noted = _NOTED_PASSWORD.search(row.get("note", ""))
    password = row.get("password") or (noted[1] if noted else None)
    if password is None:
        return "", found.summary()
    opened = reading.outcome(path, (password,))
    fault = _fault_of_error(opened) or ("" if opened.pages or opened.members else "nothing was read with the password")
    return fault or _fault_of_content(row, opened), opened.summary()


def _fault_of_error(found: Outcome) -> str:
    return f"failed with {type(found.error).__name__}" if found.error is not None else ""


def _fault_of_ok(found: Outcome) -> str:
    if not found.pages:
        return _fault_of_error(found) or "no page was read"
    return _fault_of_error(found) or (f"a part is missing: {found.missing[0]}" if found.missing else "")


def _fault_of_partial(found: Outcome) -> str:
    if not found.pages and not found.members:
        return _fault_of_error(found) or "nothing was read"
    return _fault_of_error(found) or ("" if found.missing else "nothing says that a part is missing")


def _fault_of_container(found: Outcome) -> str:
    return _fault_of_error(found) or ("" if found.members else "nothing came out of it")


def _fault_of_broken(found: Outcome) -> str:
    return "" if isinstance(found.error, BrokenFileError) else "not refused as broken"


def _fault_of_bomb(found: Outcome) -> str:
    refused = any(isinstance(one.error, LimitReachedError) for one in found.all())
    return "" if refused else "not refused by a limit"


_FAULTS = {
    "ok": _fault_of_ok,
    "partial": _fault_of_partial,
    "container": _fault_of_container,
    "broken": _fault_of_broken,
    "bomb": _fault_of_bomb,
}


def _fault_of_content(row: dict[str, Any], found: Outcome) -> str:
    if row.get("pages") is not None and found.pages != row["pages"]:
        return f"{found.pages} pages instead of {row['pages']}"
    if row.get("members") is not None and len(found.members) != row["members"]:
        return f"{len(found.members)} members instead of {row['members']}"
    if row.get("contains") and not found.holds(row["contains"]):
        return f"the text does not hold {row['contains']!r}"
    return ""


def main() -> None:
    """Read all files of a manifest and print the result as one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files and manifest.jsonl")
    parser.add_argument("--without-recognition", action="store_true", help="leave pictures of text unread")
    arguments = parser.parse_args()
    lines = (arguments.data / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    wrong, began = [], time.monotonic()
    with Workshop() as shop:
        reading = Reading(shop, recognise=not arguments.without_recognition)
        for row in rows:
            since = time.monotonic()
            fault, got = fault_of(row, arguments.data, reading)
            if fault:
                wrong.append({"file": row["file"], "expect": row["expect"], "got": got, "why": fault})
            print(f"{time.monotonic() - since:6.1f} s  {row['file']}: {fault or 'as expected'}", file=sys.stderr)
    result = {
        "files": len(rows),
        "as_expected": len(rows) - len(wrong),
        "wrong": wrong,
        "survived": True,  # a process that did not come this far prints nothing
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
