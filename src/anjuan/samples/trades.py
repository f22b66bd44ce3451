"""What the sample industries know of their trade, read from ``knowledge/*.yaml``.

Rows are written as ``a | b | c``: one row a line keeps the files readable for people of the trade.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pydantic

from anjuan.kit.rulefiles import Strict, read_yaml
from anjuan.samples.errors import SampleTableError

_FOLDER = Path(__file__).parent / "knowledge"


class Row(Strict):
    """A row that is written in one line, its cells parted by bars."""

    @pydantic.model_validator(mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:  # noqa: ANN401  what the file holds
        if not isinstance(value, str):
            return value
        cells = [cell.strip() for cell in value.split("|")]
        names = list(cls.model_fields)
        if len(cells) != len(names):
            raise ValueError(f"{len(cells)} cells where {', '.join(names)} are wanted: {value!r}")
        return dict(zip(names, cells, strict=True))


class Step(Row):
    """A step of the process flow: its name, where it is done, 普通/关键/特殊, what is done there."""

    name: str
    dept: str
    kind: str = pydantic.Field(pattern="^(普通|关键|特殊)$")
    detail: str


class Control(Row):
    """A key control point: step, parameter, value with unit, how it is held, which record shows it."""

    step: str
    parameter: str
    value: str
    method: str
    record: str


class Triple(Row):
    """An environmental aspect or a hazard: what, its effect, how it is controlled."""

    what: str
    effect: str
    control: str


class Law(Row):
    """A law or standard: Q, E, S or A for all fields; number with edition; title."""

    field: str = pydantic.Field(pattern="^[QESA]$")
    number: str
    name: str

    @property
    def printed(self) -> str:
        """The law as papers cite it."""
        return f"{self.number} {self.name}" if self.number != "-" else f"《{self.name}》"


class Point(Row):
    """An audit point: field, clause, department, what is audited and how, what was sampled and seen."""

    field: str = pydantic.Field(pattern="^[QESA]$")
    clause: str
    dept: str
    ask: str
    seen: str


class Finding(Row):
    """A typical nonconformity from fact to verification."""

    field: str = pydantic.Field(pattern="^[QES]$")
    clause: str
    dept: str
    fact: str
    requirement: str
    cause: str
    correction: str
    action: str
    verify: str


class Licence(Row):
    """A licence the trade needs: name, number pattern (# a digit), content, years it is valid, authority."""

    name: str
    pattern: str
    content: str
    years: int
    authority: str


class Trade(Strict):
    """One industry: products, flow, controls, laws, audit points, findings, good practice."""

    id: str
    name: str
    name_en: str
    code: str = pydantic.Field(pattern=r"^(0[1-9]|[12]\d|3[0-9])\.\d{2}\.\d{2}$")
    industry: str
    risk: dict[str, str]
    words: tuple[str, ...]
    scopes: tuple[str, ...]
    scopes_en: tuple[str, ...]
    products: tuple[str, ...]
    headcount: tuple[int, int]
    departments: tuple[str, ...]
    flow: tuple[Step, ...]
    branches: tuple[str, ...]
    controls: tuple[Control, ...]
    equipment: tuple[str, ...]
    measuring: tuple[str, ...]
    outsourced: tuple[str, ...]
    exclusion: str = ""
    aspects: tuple[Triple, ...]
    hazards: tuple[Triple, ...]
    laws: tuple[Law, ...]
    points: tuple[Point, ...]
    findings: tuple[Finding, ...]
    practice: tuple[str, ...]
    licences: tuple[Licence, ...] = ()
    complaint: str
    temporary_sites: tuple[str, ...] = ()


class Common(Strict):
    """What every trade shares: laws of the fields, points of the management clauses, findings."""

    laws: tuple[Law, ...]
    points: tuple[Point, ...]
    findings: tuple[Finding, ...]
    observations: tuple[str, ...]
    notes: tuple[str, ...]


def load_table(path: Path, model: type[Strict]) -> Any:  # noqa: ANN401  an instance of the model given
    """Return one table of this room.

    Raises:
        SampleTableError: The file does not fit its model.

    """
    try:
        return model.model_validate(read_yaml(path))
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SampleTableError(
            f"{path.name}: {place!r} is wrong: {first['msg']}", remedy=f"Correct {place!r} in {path.name}."
        ) from error


@functools.lru_cache(maxsize=1)
def trades() -> tuple[Trade, ...]:
    """Return all industries, in the order of their ids."""
    return tuple(load_table(path, Trade) for path in sorted(_FOLDER.glob("trade_*.yaml")))


@functools.lru_cache(maxsize=1)
def common() -> Common:
    """Return what every trade shares."""
    shared: Common = load_table(_FOLDER / "common.yaml", Common)
    return shared
