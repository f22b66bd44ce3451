"""The table of required papers: which kind which audit type demands, on which condition, with which marks."""

from __future__ import annotations

import dataclasses
import enum
import functools
import re
from collections.abc import Collection, Iterable, Mapping

import pydantic

from anjuan.judging.rules.sayings import Words, say
from anjuan.kit.rulefiles import RuleFile, Strict

#: The columns that each audit type fills, with the stage of the audit they stand for.
COLUMNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "initial": (("IN1", "1"), ("IN2", "2")),
    "surveillance": (("SV", ""),),
    "recertification": (("RC", ""),),
    "special": (("SP", ""),),
    "transfer": (("TR", ""),),
}
_DEMAND = re.compile(r"(?P<need>R|W|-|C:(?P<condition>[a-z0-9_]+))(?:\((?P<remark>[a-z]+)\))?")
_LIST = ("code", "name", "name_en", "IN1", "IN2", "SV", "RC", "SP", "TR", "marks", "certainty", "note")


class Need(enum.StrEnum):
    """How much an audit type asks for a paper."""

    REQUIRED = "required"
    CONDITIONAL = "conditional"
    EXPECTED = "expected"
    NONE = "none"


@dataclasses.dataclass(frozen=True, slots=True)
class Demand:
    """What one column says of one kind.

    Attributes:
        need: How much the paper is asked for.
        condition: The condition it depends on; empty unless conditional.
        remark: ``link`` when the paper of stage 1 does for stage 2, ``update``, ``maintain``; else empty.

    """

    need: Need
    condition: str = ""
    remark: str = ""


def read_demand(text: str) -> Demand:
    """Return what a cell of the table says: ``R``, ``R(link)``, ``W``, ``C:nc`` or ``-``.

    Raises:
        ValueError: The cell says something else.

    """
    match = _DEMAND.fullmatch(text.strip())
    if not match:
        message = f"{text!r} is no demand: write R, W, C:condition or -."
        raise ValueError(message)
    words = {"R": Need.REQUIRED, "W": Need.EXPECTED, "-": Need.NONE}
    need = words.get(match["need"], Need.CONDITIONAL)
    return Demand(need, match["condition"] or "", match["remark"] or "")


class PaperRule(Strict):
    """One kind of paper: what each audit type asks of it. In files it is a list, see the comment there."""

    code: str
    name: str
    name_en: str
    IN1: str
    IN2: str
    SV: str
    RC: str
    SP: str
    TR: str
    marks: str = pydantic.Field(pattern=r"^([SLOD]( [SLOD])*)?$")
    certainty: str = pydantic.Field(pattern="^(solid|fair|weak)$")
    note: str = ""

    @pydantic.model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: object) -> object:
        return dict(zip(_LIST, value, strict=True)) if isinstance(value, list | tuple) else value

    @pydantic.field_validator("IN1", "IN2", "SV", "RC", "SP", "TR")
    @classmethod
    def _is_demand(cls, value: str) -> str:
        read_demand(value)
        return value

    @functools.cached_property
    def demands(self) -> Mapping[str, Demand]:
        """What each column says, read."""
        return {column: read_demand(getattr(self, column)) for column in ("IN1", "IN2", "SV", "RC", "SP", "TR")}

    @property
    def weak(self) -> bool:
        """Whether the row is not sure enough to block."""
        return self.certainty == "weak"

    def demands_on(self, audit_type: str) -> tuple[tuple[str, str, Demand], ...]:
        """Return column, stage and demand for an audit type, those left out that ask for nothing."""
        found = ((column, stage, self.demands[column]) for column, stage in COLUMNS[audit_type])
        return tuple(item for item in found if item[2].need is not Need.NONE)


class Piece(Strict):
    """A part that the papers of a kind must hold together, shown by a title or a field."""

    code: str
    piece: str
    name: str
    titles: tuple[str, ...]
    fields: tuple[str, ...]


class RequirementExample(Strict):
    """A worked example: the conditions that hold, and what is then expected of a kind."""

    audit_type: str
    holds: tuple[str, ...]
    code: str
    expected: str = pydantic.Field(pattern="^(required|expected|none)$")


class OwnRows(Strict):
    """The rows that a body's own checklist put into the table.

    Attributes:
        edition: Its edition.
        base: The edition of the table it stands on.
        rows: The row of its sheet by code; 0 when not known.

    """

    edition: str
    base: str
    rows: Mapping[str, int]


class RequirementTable(RuleFile):
    """One edition of the required papers.

    Attributes:
        staged: Kinds of which each stage of an initial audit needs its own paper.
        several: Kinds of which a case has several papers, each judged by itself.
        pieces: Parts that the papers of a kind must hold together.
        rows: The kinds.
        examples: Worked examples.
        own: What a body's own checklist put in; no file of the table states it.

    """

    staged: tuple[str, ...]
    several: tuple[str, ...]
    pieces: tuple[Piece, ...]
    rows: tuple[PaperRule, ...]
    examples: tuple[RequirementExample, ...]
    own: OwnRows | None = None

    def told(self, code: str) -> Words:
        """Return where the row of a code stands: the table with its edition, or the body's own checklist."""
        if self.own and code in self.own.rows:
            return say("own_checklist", edition=self.own.edition, row=self.own.rows[code] or "-")
        return say("required_papers", edition=self.own.base if self.own else self.edition)

    @pydantic.model_validator(mode="after")
    def _codes_stand_once(self) -> RequirementTable:
        codes = [row.code for row in self.rows]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        strange = sorted({*self.staged, *self.several, *(piece.code for piece in self.pieces)} - set(codes))
        if twice or strange:
            message = f"codes that stand twice: {twice}; codes without a row: {strange}"
            raise ValueError(message)
        return self

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        by_code = {row.code: row for row in self.rows}
        for example in self.examples:
            found = expectation(by_code[example.code], example.audit_type, example.holds)
            if found != example.expected:
                told = f"{example.code} in a case {example.audit_type!r} where {list(example.holds)} hold"
                yield f"{told} is {found} and should be {example.expected}"


def expectation(row: PaperRule, audit_type: str, holds: Collection[str]) -> str:
    """Return ``required``, ``expected`` or ``none``: what a case whose conditions are all known must hold.

    A weak row is never more than expected.
    """
    needs = set()
    for _, _, demand in row.demands_on(audit_type):
        if demand.need is Need.EXPECTED:
            needs.add("expected")
        elif demand.need is Need.REQUIRED or demand.condition in holds:
            needs.add("expected" if row.weak else "required")
    return "required" if "required" in needs else "expected" if needs else "none"
