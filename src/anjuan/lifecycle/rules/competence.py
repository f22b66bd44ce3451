"""Whether people cover what is audited: professional codes of the scope, auditors of the body in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from anjuan.lifecycle.rules.rulebook import Book
from anjuan.lifecycle.rules.verdicts import Outcome, Verdict

#: Roles that count as audit time and may grade findings.
COUNTING = frozenset({"leader", "auditor"})


@dataclasses.dataclass(frozen=True, slots=True)
class Code:
    """A professional code with the edition of the table it is of; codes of two editions are never the same."""

    code: str
    edition: str = ""


def covers(held: Code, wanted: Code) -> bool:
    """Say whether a held code covers a wanted one: the same edition, and the same code or one above it.

    ``17`` covers ``17.10.01``, ``17.10`` does, ``17.10.00`` does; ``17.1`` does not.
    """
    if held.edition != wanted.edition:
        return False
    parts = held.code.split(".")
    while parts and parts[-1] == "00":
        parts.pop()
    return wanted.code.split(".")[: len(parts)] == parts


def uncovered(wanted: Iterable[Code], held: Iterable[Code]) -> tuple[Code, ...]:
    """Return the wanted codes that nobody covers, in their order."""
    known = tuple(held)
    return tuple(code for code in wanted if not any(covers(one, code) for one in known))


def team_covers(book: Book, wanted: Iterable[Code], held: Iterable[Code]) -> Verdict:
    """Return P08: whether the codes of the scope are each covered by a member or expert of the team."""
    codes = tuple(wanted)
    if not codes:
        return book.unknown("P08", "codes")
    missing = uncovered(codes, held)
    outcome = Outcome.BROKEN if missing else Outcome.KEPT
    shown = "、".join(code.code for code in missing or codes)
    return book.verdict("P08", outcome, outcome.value, codes=shown)


def body_covers(book: Book, code: Code, holders: Iterable[Iterable[Code]]) -> Verdict:
    """Return T19: whether enough auditors of the body itself are professional in a code."""
    if not book.rule("T19").applies:
        return book.silent("T19")
    least = book.number("T19", "auditors")
    count = sum(any(covers(one, code) for one in held) for held in holders)
    outcome = Outcome.KEPT if count >= least else Outcome.BROKEN
    return book.verdict("T19", outcome, outcome.value, code=code.code, count=count, least=least)
