"""Which licences a scope needs, and whether those of the application hold: by content, holder and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict
from anjuan.scope.rules.application import Application, Licence
from anjuan.scope.rules.sentences import Finding, finding
from anjuan.scope.rules.wording import ScopeItem


class LicenceRow(Strict):
    """A licence by industry; see the comment of the table for its columns."""

    code: str
    name: str
    name_en: str
    needed: str = pydantic.Field(pattern="^(yes|no|secret)$")
    industries: tuple[str, ...]
    words: tuple[str, ...]
    against: tuple[str, ...]
    names: tuple[str, ...]
    all_names: tuple[str, ...] = ()
    note: str = ""
    note_en: str = ""


class LicenceExample(Strict):
    """A scope and the licences it hints at."""

    scope: str
    expected: tuple[str, ...]


class LicenceTable(RuleFile):
    """One edition of the licences."""

    rows: tuple[LicenceRow, ...]
    examples: tuple[LicenceExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            found = tuple(row.code for row, _ in hinted(self, example.scope, ()))
            if found != example.expected:
                yield f"{example.scope!r} hints at {found}, not at {example.expected}"


def hinted(table: LicenceTable, text: str, industries: Sequence[str]) -> Iterator[tuple[LicenceRow, str]]:
    """Yield the licences that a text or classes of GB/T 4754 hint at, each with what hinted at it."""
    digits = [industry.lstrip("ABCDEFGHIJKLMNOPQRST") for industry in industries]
    for row in table.rows:
        hint = _hint(row, text, digits)
        if hint:
            yield row, hint


def _hint(row: LicenceRow, text: str, industries: Sequence[str]) -> str:
    if any(word in text for word in row.against):
        return ""
    for words in row.words:
        if all(word in text for word in words.split("+")):
            return words.replace("+", "…")
    return next((code for code in industries if row.industries and code.startswith(row.industries)), "")


def licence_findings(
    table: LicenceTable, asked: Application, items: Sequence[ScopeItem], *, day: dt.date
) -> Iterator[Finding]:
    """Yield what is to be said of the licences of an application on a day."""
    for licence in asked.licences:
        yield from _of_one(licence, asked, day)
    told: set[str] = set()
    for item in items:
        for row, hint in hinted(table, f"{item.product}{'、'.join(item.activities)}", ()):
            told.add(row.code)
            yield from _of_item(row, hint, item, asked)
    for row, hint in hinted(table, "", asked.industries):
        if row.code not in told and row.needed == "yes" and not _held(row, asked.licences):
            yield finding("licence_missing", asked.scope, licence=row.name, hint=hint)


def _of_item(row: LicenceRow, hint: str, item: ScopeItem, asked: Application) -> Iterator[Finding]:
    if row.needed != "yes":
        code = "licence_not_needed" if row.needed == "no" else "licence_confidential"
        yield finding(code, item.label, licence=row.name, note=row.note)
        return
    held = _held(row, asked.licences)
    if not held or (row.all_names and not any(_is_named(one, row.all_names) for one in asked.licences)):
        yield finding("licence_missing", item.label, licence=row.name, hint=hint)
        return
    stated = [one for one in held if one.content.strip()]
    if stated and not any(_covers(one.content, item.product) for one in stated):
        yield finding("licence_content", item.label, licence=stated[0].name, content=stated[0].content)


def _held(row: LicenceRow, licences: Sequence[Licence]) -> list[Licence]:
    return [one for one in licences if _is_named(one, row.names)]


def _is_named(licence: Licence, names: Sequence[str]) -> bool:
    return any(name in licence.name or (name.isascii() and licence.number.upper().startswith(name)) for name in names)


def _covers(content: str, product: str) -> bool:
    """Say whether the content of a licence names a product: half of its pairs of signs, in any order."""
    pairs = {product[at : at + 2] for at in range(len(product) - 1)} or {product}
    return sum(pair in content for pair in pairs) * 2 >= len(pairs)


def _of_one(licence: Licence, asked: Application, day: dt.date) -> Iterator[Finding]:
    subject = licence.number or licence.name
    if licence.valid_until and licence.valid_until < day:
        code = "licence_renewing" if licence.renewal_accepted else "licence_expired"
        yield finding(code, subject, licence=licence.name, until=licence.valid_until, day=day)
    if licence.valid_from and licence.valid_from > day:
        yield finding("licence_not_yet", subject, licence=licence.name, since=licence.valid_from)
    other_name = licence.holder and asked.organisation and licence.holder != asked.organisation
    other_code = licence.holder_code and asked.credit_code and licence.holder_code != asked.credit_code
    if other_code or (other_name and not licence.holder_code):
        yield finding("licence_holder", subject, licence=licence.name, holder=licence.holder or licence.holder_code)
    if licence.checked_on is None:
        yield finding("licence_unchecked", subject, licence=licence.name)
