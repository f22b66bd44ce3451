"""The application of a scope: what is asked for, what is licensed, what was really done."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import pydantic

from anjuan.kit.rulefiles import Strict
from anjuan.scope.rules.faults import ApplicationFileError


def _listed(value: object) -> object:
    if value in (None, ""):
        return ()
    return (value,) if isinstance(value, str) else value


def _no_day(value: object) -> object:
    return None if value in ("", "长期", "long") else value


Texts = Annotated[tuple[str, ...], pydantic.BeforeValidator(_listed)]
Day = Annotated[dt.date | None, pydantic.BeforeValidator(_no_day)]


class Proof(Strict):
    """A record that something was really done: its kind, its day, and where it stands."""

    kind: str = "record"
    on: Day = None
    document: str = ""
    page: int = 0


class Line(Strict):
    """A product or service with what is done about it, and the proofs of it."""

    name: str = pydantic.Field(min_length=1)
    activities: Texts = ()
    evidence: tuple[Proof, ...] = ()
    outputs: str = ""


class Licence(Strict):
    """A licence, record or qualification as the application has it; the last day is inclusive."""

    name: str
    number: str = ""
    holder: str = ""
    holder_code: str = ""
    content: str = ""
    grade: str = ""
    issuer: str = ""
    valid_from: Day = None
    valid_until: Day = None
    checked_on: Day = None
    checked_by: str = ""
    renewal_accepted: bool = False


class Clause(Strict):
    """A clause said not to apply, with its reason and the two tests of 4.3."""

    clause: str
    applies: bool = False
    reason: str = ""
    evidence: str = ""
    no_effect_on_conformity: bool | None = None
    no_effect_on_satisfaction: bool | None = None
    reviewed_by: str = ""


class Outsourced(Strict):
    """A process or product that comes from others."""

    process: str
    by: str = ""
    is_product: bool = False
    to_own_specification: bool = True
    affects_conformity: bool = True
    control_evidence: str = ""


class Branch(Strict):
    """A branch, sales company or other place with a name of its own."""

    name: str
    address: str = ""
    activity: str = ""
    own_legal_person: bool = False
    own_system: bool = False
    under_central_control: bool = True


class TemporarySite(Strict):
    """A place of work for a time: a building site, an installation, a service at the customer's."""

    project: str
    stage: str = ""
    begins: Day = None
    ends: Day = None
    address: str = ""
    is_visited: bool = False


class Application(Strict):
    """An application of a scope.

    Attributes:
        organisation: The client.
        credit_code: Its unified social credit code.
        registered_address: Its registered address.
        operating_address: Where it works.
        standards: The standards.
        audit_type: ``initial``, ``surveillance``, ``recertification``, ``special`` or ``transfer``.
        scope: The scope as applied for.
        scope_en: The same in English.
        business_scope: What the business licence allows.
        licence_until: Last day of the business licence; None without an end.
        decided_on: The day by which licences must be valid; the day of the check where it is not said.
        cycle_begins: First day of the cycle, inclusive.
        cycle_ends: Last day of the cycle, inclusive.
        lines: What is made or done, with proofs.
        licences: Licences and qualifications.
        industries: Classes of GB/T 4754.
        clauses: Clauses said not to apply.
        signs: What speaks for clauses, in words: drawings of its own, a calibrated instrument, welding …
        outsourced: What comes from others.
        branches: Branches and companies.
        temporary_sites: Places for a time.
        codes: Professional codes of the application.
        team_codes: Professional codes of the team.
        accredited_codes: Codes for which the body is accredited; empty where it is not said.
        wants_mark: Whether the accreditation mark is asked for.
        days: Audit days planned.
        extends: A scope that is certified already and would be extended.

    """

    organisation: str = ""
    credit_code: str = ""
    registered_address: str = ""
    operating_address: str = ""
    standards: Texts = ("GB/T 19001-2016",)
    audit_type: str = "initial"
    scope: str = ""
    scope_en: str = ""
    business_scope: str = ""
    licence_until: Day = None
    decided_on: Day = None
    cycle_begins: Day = None
    cycle_ends: Day = None
    lines: tuple[Line, ...] = ()
    licences: tuple[Licence, ...] = ()
    industries: Texts = ()
    clauses: tuple[Clause, ...] = ()
    signs: Texts = ()
    outsourced: tuple[Outsourced, ...] = ()
    branches: tuple[Branch, ...] = ()
    temporary_sites: tuple[TemporarySite, ...] = ()
    codes: Texts = ()
    team_codes: Texts = ()
    accredited_codes: Texts = ()
    wants_mark: bool = False
    days: float | None = None
    extends: str = ""


def application_of(content: object) -> Application:
    """Return the application of plain values.

    Raises:
        ApplicationFileError: A value is missing or wrong; the place is named.

    """
    try:
        return Application.model_validate(content)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        raise ApplicationFileError(
            f"The application is wrong at {place!r}: {first['msg']}",
            why="A scope that is half understood would be judged wrongly.",
            remedy="Correct it; `anjuan scope template` prints an example.",
        ) from error
