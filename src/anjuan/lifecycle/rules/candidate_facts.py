"""An audit and the people who might do it, read from JSON without guessing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pydantic

from anjuan.kit.errors import UsageError
from anjuan.lifecycle.rules.candidates import Auditor, Need
from anjuan.lifecycle.rules.competence import Code
from anjuan.lifecycle.rules.people import Consultancy
from anjuan.lifecycle.rules.workload import Load, Stay, stay_of


class CandidateFactsError(UsageError):
    """The facts of an audit or of its people are not what the ranking can compute with."""

    code = "LIFE-122"


class _Part(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class _Stay(_Part):
    case: str
    first_day: dt.date
    last_day: dt.date
    from_noon: bool = False
    until_noon: bool = False

    def stay(self) -> Stay:
        return stay_of(self.case, self.first_day, self.last_day, from_noon=self.from_noon, until_noon=self.until_noon)


class _Need(_Part):
    case: str
    client: str = ""
    field: str
    codes: tuple[str, ...] = ()
    codes_edition: str = ""
    region: str = ""
    languages: tuple[str, ...] = ()
    starts_on: dt.date
    ends_on: dt.date
    days: Decimal
    as_leader: bool = False


class _Auditor(_Part):
    person: str
    name: str
    fields: tuple[str, ...]
    trainee_fields: tuple[str, ...] = ()
    may_lead: bool = False
    codes: tuple[str, ...] = ()
    codes_edition: str = ""
    region: str = ""
    languages: tuple[str, ...] = ()
    days_this_year: Decimal = Decimal(0)
    certificates: int = 0
    stays: tuple[_Stay, ...] = ()
    consulted_until: dt.date | None = None
    conflicts: tuple[str, ...] = ()
    led_before: tuple[str, ...] = ()


class _Question(_Part):
    need: _Need
    people: tuple[_Auditor, ...]


def question_of(value: Mapping[str, Any]) -> tuple[Need, tuple[Auditor, ...]]:
    """Return the audit and the people that a JSON object names under ``need`` and ``people``.

    Raises:
        CandidateFactsError: A name is unknown, a value is missing or of another kind.

    """
    try:
        asked = _Question.model_validate(value)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CandidateFactsError(
            f"The fact {place!r} is wrong: {first['msg']} ({error.error_count()} faults in all).",
            why="Somebody would be ranked, or left out, by a fact that is half understood.",
            remedy=f"Correct {place!r}; docs/how-to/compute-with-the-rules.md shows a whole file.",
        ) from error
    need = asked.need
    if need.ends_on < need.starts_on:
        raise CandidateFactsError(
            f"The audit ends on {need.ends_on}, before it starts on {need.starts_on}.",
            remedy="Correct one of the days.",
        )
    told = Need(
        need.case, need.client, need.field, _codes(need.codes, need.codes_edition), need.region, need.languages,
        need.starts_on, need.ends_on, Fraction(need.days), need.as_leader,
    )  # fmt: skip
    return told, tuple(_auditor(one) for one in asked.people)


def _codes(codes: tuple[str, ...], edition: str) -> tuple[Code, ...]:
    return tuple(Code(code, edition) for code in codes)


def _auditor(one: _Auditor) -> Auditor:
    past = (Consultancy(one.person, one.name, one.consulted_until),) if one.consulted_until else ()
    return Auditor(
        person=one.person,
        name=one.name,
        fields=one.fields,
        trainee_fields=one.trainee_fields,
        may_lead=one.may_lead,
        codes=_codes(one.codes, one.codes_edition),
        region=one.region,
        languages=one.languages,
        load=Load(one.name, Fraction(one.days_this_year), one.certificates),
        stays=tuple(stay.stay() for stay in one.stays),
        consultancies=past,
        conflicts=one.conflicts,
        led_before=one.led_before,
    )
