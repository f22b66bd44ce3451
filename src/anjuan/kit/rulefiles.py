"""Rule files: YAML without implicit typing, with editions, sources and worked examples.

One file is one edition of one table. Every scalar is read as a string, so ``01.10``, ``no``
and ``12:30`` stay what was written; a frozen pydantic model turns strings into values and
refuses keys it does not know. Editions of a table may not overlap in time.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import itertools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import pydantic
import yaml

from anjuan.kit.errors import NoEditionError, RuleFileError
from anjuan.kit.periods import Period

#: The parser in C reads a list of three thousand codes ten times as fast; both build the same values.
_Loader: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _StrictLoader(_Loader):  # type: ignore[misc, valid-type]
    """Reads every scalar as a string and refuses a key that stands twice."""


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            line = key_node.start_mark.line + 1
            raise RuleFileError(
                f"The key {key!r} stands twice, the second time on line {line}.",
                why="The first value would be lost without a word.",
                remedy="Remove one of the two.",
            )
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


class Strict(pydantic.BaseModel):
    """A part of a rule file: frozen, and closed to keys it does not name."""

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Source(Strict):
    """Where the rules come from.

    Attributes:
        document: The document as the field cites it, such as ``IAF MD 5:2019``.
        clause: Its clause, annex or table; empty when the whole document is meant.
        certainty: ``solid``, ``fair`` or ``weak``; a weak rule is configuration and warns.
        note: Anything a reader should know of it.

    """

    document: str
    clause: str = ""
    certainty: str = pydantic.Field(default="fair", pattern="^(solid|fair|weak)$")
    note: str = ""


class RuleFile(Strict):
    """What every rule file states; rooms subclass it with their rows.

    Attributes:
        id: The table's name, the same in all its editions.
        title: What it says, in Chinese.
        title_en: The same in English.
        edition: The name of this edition.
        valid_from: The first day it is in force.
        valid_to: The first day it is no longer in force; None while it is.
        source: Where it comes from.
        owner: The role that answers for it.

    """

    id: str
    title: str
    title_en: str = ""
    edition: str
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: tuple[Source, ...]
    owner: str

    table_count: ClassVar[int] = 0

    @pydantic.field_validator("valid_to", mode="before")
    @classmethod
    def _open_end(cls, value: object) -> object:
        return None if value in ("", "null", "~") else value

    @property
    def period(self) -> Period:
        """The days on which this edition is in force."""
        return Period(self.valid_from, self.valid_to)

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold. Rooms override it."""
        return ()


Table = TypeVar("Table", bound=RuleFile)


@dataclasses.dataclass(frozen=True)
class Editions(Generic[Table]):
    """All editions of one table, in the order of their first day."""

    id: str
    all: tuple[Table, ...]

    def on(self, day: dt.date) -> Table:
        """Return the edition in force on a day.

        Raises:
            NoEditionError: None of the editions covers the day.

        """
        for edition in self.all:
            if day in edition.period:
                return edition
        known = "; ".join(f"{item.edition} ({item.valid_from} to {item.valid_to or 'open'})" for item in self.all)
        raise NoEditionError(
            f"The table {self.id!r} has no edition in force on {day}.",
            why="Every judgement must say which edition it was made with.",
            remedy=f"Known editions are: {known}. Add one that covers the day.",
        )

    @property
    def latest(self) -> Table:
        """The edition that starts last."""
        return self.all[-1]


def read_yaml(path: Path) -> Any:  # noqa: ANN401  the caller's model gives it a type
    """Return the content of a YAML file with every scalar as a string.

    Raises:
        RuleFileError: The file is no YAML, or a key stands twice.

    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506  BaseLoader is safe
    except yaml.YAMLError as error:
        raise RuleFileError(
            f"{path.name} is no valid YAML: {error}.", remedy="Mend the line named and start again."
        ) from error
    except RuleFileError as fault:
        raise RuleFileError(f"{path.name}: {fault.what}", why=fault.why, remedy=fault.remedy) from fault


def load(path: Path, model: type[Table]) -> Table:
    """Read one rule file, check its shape and run its worked examples.

    Raises:
        RuleFileError: Shape, value or example is wrong; names file, key, value and remedy.

    """
    content = read_yaml(path)
    try:
        table = model.model_validate(content)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RuleFileError(
            f"{path.name}: the value {first.get('input')!r} of {place!r} is wrong: {first['msg']}"
            f" ({error.error_count()} faults in all).",
            why="A rule file that is half understood would judge wrongly without a word.",
            remedy=f"Correct {place!r} in {path.name}.",
        ) from error
    broken = list(table.check())
    if broken:
        raise RuleFileError(
            f"{path.name}: a worked example does not hold: {broken[0]} ({len(broken)} in all).",
            why="The examples say what the rules are meant to do.",
            remedy="Correct the rule or the example.",
        )
    return table


def load_editions(folder: Path, model: type[Table], pattern: str = "*.yaml") -> Editions[Table]:
    """Read every edition of one table from a folder.

    Raises:
        RuleFileError: No file, a wrong file, differing ids, or two editions in force on one day.

    """
    tables = sorted((load(path, model) for path in sorted(folder.glob(pattern))), key=lambda item: item.valid_from)
    if not tables:
        raise RuleFileError(f"No rule file matches {pattern!r} in {folder.name!r}.", remedy="Restore the missing file.")
    ids = {table.id for table in tables}
    if len(ids) > 1:
        raise RuleFileError(
            f"The files {pattern!r} in {folder.name!r} carry different ids: {', '.join(sorted(ids))}.",
            remedy="Give all editions of one table the same id.",
        )
    for earlier, later in itertools.pairwise(tables):
        if earlier.period.overlaps(later.period):
            raise RuleFileError(
                f"The editions {earlier.edition!r} and {later.edition!r} of {later.id!r} are both in force"
                f" on {later.valid_from}.",
                why="A judgement could be made with either of them.",
                remedy=f"Set valid_to of {earlier.edition!r} to {later.valid_from} or earlier.",
            )
    return Editions(tables[0].id, tuple(tables))


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a rule file, in hexadecimal: it belongs to every judgement made with it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class RuleSet:
    """How a room announces one of its tables to checks and generated documents."""

    id: str
    folder: Path
    pattern: str
    model: type[RuleFile]
    load: Callable[[], Editions[Any]]
