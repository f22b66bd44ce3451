"""Reference codes 档号: put together, taken apart, and what is missing between them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping

import pydantic

from anjuan.kit.rulefiles import RuleFile, Strict

_FOLDED = str.maketrans({"•": "·", "・": "·", "‧": "·", "∙": "·", "－": "-", "–": "-", "—": "-", "‐": "-"})
_YEAR = re.compile(r"[0-9]{4}")
_WORD = re.compile(r"[A-Za-z0-9.]+")
_NUMBER = re.compile(r"[0-9]+")


class CodeExample(Strict):
    """A worked example: the parts of a code and the code."""

    fonds: str
    field: str
    audit_type: str
    year: str
    retention: str
    volume: int
    item: int | None = None
    page: int | None = None
    code: str


class ReferenceCodeTable(RuleFile):
    """How codes are built in one edition.

    Attributes:
        archive_class: 门类代码, such as ``ZY``.
        audit_types: The short code of each audit type, by its name in the program.
        class_joint: Stands between the parts of the category.
        level_joint: Stands between the levels.
        page_joint: Stands before a page.
        volume_digits: Least digits of 案卷号.
        item_digits: Least digits of 件号.
        examples: Worked examples.

    """

    archive_class: str = pydantic.Field(pattern="^[A-Z]{2}$")
    audit_types: dict[str, str]
    class_joint: str = pydantic.Field(min_length=1, max_length=1)
    level_joint: str = pydantic.Field(min_length=1, max_length=1)
    page_joint: str = pydantic.Field(min_length=1, max_length=1)
    volume_digits: int = pydantic.Field(ge=1, le=9)
    item_digits: int = pydantic.Field(ge=1, le=9)
    examples: tuple[CodeExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        if len(set(self.audit_types.values())) != len(self.audit_types):
            yield "two audit types share one short code"
        for example in self.examples:
            parts = CodeParts(**example.model_dump(exclude={"code"}))
            if compose(self, parts) != example.code or parse(self, example.code) != parts:
                yield f"{example.code} is composed as {compose(self, parts)}"


@dataclasses.dataclass(frozen=True, slots=True)
class CodeParts:
    """The parts of a reference code.

    Attributes:
        fonds: 全宗号: one capital letter and three digits.
        field: Certification field, such as ``A01``.
        audit_type: As the program names it, such as ``initial``.
        year: 年度, four digits.
        retention: 保管期限代码: ``Y``, ``D30``.
        volume: 案卷号, from 1.
        item: 件号, from 1; None for the volume as a whole.
        page: 页号, from 1; None for the item as a whole.

    """

    fonds: str
    field: str
    audit_type: str
    year: str
    retention: str
    volume: int
    item: int | None = None
    page: int | None = None


def series_of(table: ReferenceCodeTable, parts: CodeParts) -> str:
    """Return the part of a code before the volume: volumes are counted within it.

    Raises:
        ValueError: A part is empty or has a sign that would make the code ambiguous.

    """
    if parts.audit_type not in table.audit_types:
        msg = f"the audit type {parts.audit_type!r} has no short code in the table"
        raise ValueError(msg)
    checks = (
        ("全宗号", parts.fonds, re.compile(r"[A-Z][0-9]{3}")),
        ("the certification field", parts.field, _WORD),
        ("the year", parts.year, _YEAR),
        ("保管期限代码", parts.retention, re.compile(r"Y|D[0-9]{1,3}")),
    )
    for name, value, pattern in checks:
        if not pattern.fullmatch(value):
            msg = f"{name} {value!r} cannot stand in a reference code"
            raise ValueError(msg)
    category = (table.archive_class, parts.field, table.audit_types[parts.audit_type], parts.year, parts.retention)
    return parts.fonds + table.level_joint + table.class_joint.join(category)


def compose(table: ReferenceCodeTable, parts: CodeParts) -> str:
    """Return the code of a volume, of an item of it, or of a page of that.

    Numbers that need more digits than the table says are written with as many as they need.

    Source: DA/T 13-2022, by volume: 全宗号-类别号-案卷号-件号/页号.

    Raises:
        ValueError: A part is empty, out of bounds or ambiguous.

    """
    if parts.volume < 1 or any(number is not None and number < 1 for number in (parts.item, parts.page)):
        msg = "volumes, items and pages are counted from 1"
        raise ValueError(msg)
    if parts.page is not None and parts.item is None:
        msg = "a page is a page of an item"
        raise ValueError(msg)
    code = f"{series_of(table, parts)}{table.level_joint}{parts.volume:0{table.volume_digits}d}"
    if parts.item is not None:
        code += f"{table.level_joint}{parts.item:0{table.item_digits}d}"
    if parts.page is not None:
        code += f"{table.page_joint}{parts.page}"
    return code


def parse(table: ReferenceCodeTable, text: str) -> CodeParts:
    """Return the parts of a code, written with any of the usual dots and dashes.

    Raises:
        ValueError: The text is no code of this edition.

    """
    body, _, page = text.strip().translate(_FOLDED).partition(table.page_joint)
    levels = body.split(table.level_joint)
    category = levels[1].split(table.class_joint) if len(levels) in (3, 4) else []
    types = {short: name for name, short in table.audit_types.items()}
    numbers = [*levels[2:], *([page] if page else [])]
    if (
        len(category) != 5  # noqa: PLR2004  archive class, field, audit type, year, retention
        or category[0] != table.archive_class
        or category[2] not in types
        or not all(_NUMBER.fullmatch(number) and int(number) for number in numbers)
    ):
        msg = f"{text!r} is no reference code of the edition {table.edition}"
        raise ValueError(msg)
    parts = CodeParts(
        fonds=levels[0],
        field=category[1],
        audit_type=types[category[2]],
        year=category[3],
        retention=category[4],
        volume=int(levels[2]),
        item=int(levels[3]) if len(levels) > 3 else None,  # noqa: PLR2004  the fourth level
        page=int(page) if page else None,
    )
    if compose(table, parts) != text.strip().translate(_FOLDED):
        msg = f"{text!r} is no reference code as the edition {table.edition} writes them"
        raise ValueError(msg)
    return parts


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """A number of a series that names nothing on the shelf: the number and why, empty when nobody knows."""

    number: int
    reason: str


def gaps(last: int, present: Collection[int], ended: Mapping[int, str]) -> tuple[Gap, ...]:
    """Return the numbers from 1 to ``last`` that name nothing on the shelf, rising.

    Args:
        last: The last number that was given.
        present: Numbers whose thing is there.
        ended: Numbers whose thing is known to be gone, with why.

    """
    there = set(present) - set(ended)
    return tuple(Gap(number, ended.get(number, "")) for number in range(1, last + 1) if number not in there)
