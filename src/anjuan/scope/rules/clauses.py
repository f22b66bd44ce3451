"""Which clauses may not apply: the reason, the two tests of 4.3, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.scope.rules.application import Application, Clause
from anjuan.scope.rules.sentences import Finding, finding


class StandardRow(Strict):
    """A standard and what it allows: ``reasoned``, ``product_design``, ``listed`` or ``none``."""

    number: str
    name: str
    allows: str = pydantic.Field(pattern="^(reasoned|product_design|listed|none)$")
    clauses: tuple[str, ...] = ()
    certainty: str


class ClauseRow(Strict):
    """A clause that may not apply, and the signs in words that it does."""

    clause: str
    name: str
    may: bool
    signs: tuple[str, ...]
    scope_signs: tuple[str, ...]


class ClauseTable(RuleFile):
    """Standards, clauses and signs of one edition."""

    standards: tuple[StandardRow, ...]
    clauses: tuple[ClauseRow, ...]
    never: tuple[str, ...]
    process_design_words: tuple[str, ...]
    product_design_clauses: tuple[str, ...]
    denials: tuple[str, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every clause that both may and may never be left out."""
        for row in self.clauses:
            if any(_within(row.clause, one) for one in self.never):
                yield f"the clause {row.clause} stands both among those that may and those that never may"


def _within(clause: str, above: str) -> bool:
    return clause == above or clause.startswith(f"{above}.")


def clause_findings(table: ClauseTable, asked: Application) -> Iterator[Finding]:
    """Yield what is to be said of every clause of an application that is said not to apply."""
    rows: list[StandardRow | None] = [row for name in asked.standards if (row := _standard(table, name))]
    for claim in asked.clauses:
        if claim.applies:
            continue
        for row in rows or [None]:
            yield from _judged(table, row, claim, asked)


def _standard(table: ClauseTable, name: str) -> StandardRow | None:
    digits = [part for part in "".join(sign if sign.isdecimal() else " " for sign in name).split() if len(part) > 3]  # noqa: PLR2004
    return next((row for row in table.standards if row.number in digits), None)


def _judged(table: ClauseTable, row: StandardRow | None, claim: Clause, asked: Application) -> Iterator[Finding]:
    allows = row.allows if row else "reasoned"
    name = row.name if row else "；".join(asked.standards)
    number = claim.clause.replace(" ", "")
    if allows == "none":
        yield finding("clause_no_exclusions", number, standard=name)
        return
    if allows == "product_design" and not _is_product_design(table, claim):
        yield finding("clause_process_design", number)
        return
    if row and allows == "listed" and not any(_within(number, one) for one in row.clauses):
        yield finding("clause_never", number, why=name)
        return
    if allows == "reasoned" and any(_within(number, one) for one in table.never):
        yield finding("clause_never", number, why=f"{name} 4–7、9、10")
        return
    yield from _reasoned(table, claim, number, asked)


def _is_product_design(table: ClauseTable, claim: Clause) -> bool:
    said = f"{claim.clause}{claim.reason}".lower()
    is_design = any(_within(claim.clause, one) for one in table.product_design_clauses)
    return (
        is_design
        and not any(word in claim.clause.lower() for word in table.process_design_words)
        and not ("process design" in said or ("过程设计" in said and "产品设计" not in said))
    )


def _reasoned(table: ClauseTable, claim: Clause, number: str, asked: Application) -> Iterator[Finding]:
    lacks = _lacks(claim)
    if lacks:
        yield finding("clause_incomplete", number, lacks="、".join(lacks))
    found = next((row for row in table.clauses if _within(number, row.clause)), None)
    if found is None:
        yield finding("clause_unlisted", number)
        return
    signs = _signs(table, found, asked)
    yield from (finding("clause_counter", number, sign=sign) for sign in signs)
    if not signs and not lacks:
        yield finding("clause_accepted", number)


def _lacks(claim: Clause) -> list[str]:
    tests = {
        "理由": bool(claim.reason.strip()),
        "不影响确保合格的能力或责任": claim.no_effect_on_conformity is True,
        "对增强顾客满意无负面影响": claim.no_effect_on_satisfaction is True,
    }
    return [name for name, is_there in tests.items() if not is_there]


def _signs(table: ClauseTable, row: ClauseRow, asked: Application) -> Sequence[str]:
    found = [
        sign for sign in asked.signs
        if any(word in sign for word in row.signs) and not any(sign.startswith(no) for no in table.denials)
    ]  # fmt: skip
    said = "；".join((asked.scope, *(activity for line in asked.lines for activity in line.activities)))
    found += [f"范围：{word}" for word in row.scope_signs if word in said]
    licences = [licence.name for licence in asked.licences if row.clause == "8.3" and "设计" in licence.name]
    return [*found, *licences]
