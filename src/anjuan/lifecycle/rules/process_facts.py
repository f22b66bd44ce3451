"""What guards look at: plain values, None or empty where nothing is known."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """A condition that a person looked up.

    Attributes:
        outcome: ``yes`` when it holds, ``no`` when it does not, ``na`` where it does not apply.
        checked_on: The day of the look-up.

    """

    outcome: str
    checked_on: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class Applied:
    """What an application states.

    Attributes:
        stated: What must be stated, by its Chinese name, with whether it is.
        applied_on: Day of the application.
        released_on: Day on which the system was released.
        barred_from: The day a waiting time counts from.
        barred_by_body: Whether it is the former body's loss of approval rather than the client's own reason.
        qualified_auditors: How many professional auditors the body has in the scope; None when not counted.

    """

    stated: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    applied_on: dt.date | None = None
    released_on: dt.date | None = None
    internal_audit_on: dt.date | None = None
    management_review_on: dt.date | None = None
    barred_from: dt.date | None = None
    barred_by_body: bool = False
    qualified_auditors: int | None = None
    transfer_accepted: bool = False
    reviewed_on: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Contracted:
    """What contract and programme say.

    Attributes:
        planned: Kind and day of every audit of the programme, in order.
        cycle_from: The day its surveillance counts from; None while it is not certified.

    """

    fee_direct: bool = False
    contract_on: dt.date | None = None
    short_notice_agreed: bool = False
    planned: tuple[tuple[str, dt.date], ...] = ()
    cycle_from: dt.date | None = None
    minimum_days: float | None = None
    site_count: int = 1
    sampling_reason: str = ""
    programme_approved: bool = False
    is_renewal: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """A person of the team.

    Attributes:
        role: ``leader``, ``auditor``, ``trainee``, ``expert`` or ``observer``.
        is_full: Whether a full auditor.
        codes: Professional codes covered.
        days: Days of this audit.
        year_days: Days on site this year without this audit; None when not known.
        certificates: Valid certificates matched to the person; None when not known.
        consulted_on: Last day of consultancy for the client, if any.
        is_elsewhere: Whether another audit takes the person on these days.
        cycles_led: Cycles in a row led for this client.

    """

    name: str
    role: str
    is_full: bool = True
    codes: tuple[str, ...] = ()
    days: float = 0.0
    year_days: float | None = None
    certificates: int | None = None
    declared_on: dt.date | None = None
    consulted_on: dt.date | None = None
    is_elsewhere: bool = False
    cycles_led: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Audited:
    """What is known of one audit.

    Attributes:
        rows: Day and name of every half day of the plan.
        remote_share_pct: Percent of the plan that is remote.
        clauses_open: Planned clauses without a note.
        sites_open: Sites of the sample that were not visited.
        unsigned: Who has not signed the meeting.

    """

    first_day: dt.date | None = None
    last_day: dt.date | None = None
    minimum_days: float | None = None
    codes_needed: tuple[str, ...] = ()
    team: tuple[Member, ...] = ()
    rows: tuple[tuple[dt.date, str], ...] = ()
    remote_share_pct: float = 0.0
    remote_agreed: bool = False
    team_accepted: bool = False
    short_notice: bool = False
    plan_reported_on: dt.date | None = None
    spot_check_notice_on: dt.date | None = None
    due_on: dt.date | None = None
    stage1_ended_on: dt.date | None = None
    stage1_open: int | None = None
    unsigned: tuple[str, ...] = ()
    clauses_open: tuple[str, ...] = ()
    sites_open: tuple[str, ...] = ()
    questions_open: int = 0
    papers_missing: int = 0
    contradictions: int = 0
    test_positive: bool | None = None
    score: float | None = None
    score_signed: bool = False
    committee_undeclared: int = 0
    licences_until: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class FindingFacts:
    """One finding.

    Attributes:
        state: Of the finding's machine.
        stated: What must be stated, by its Chinese name, with whether it is.
        answered: The same for the client's answer.

    """

    number: str = ""
    grade: str = ""
    state: str = "raised"
    stated: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    answered: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    due_on: dt.date | None = None
    verify_by: dt.date | None = None
    has_evidence: bool = False
    meeting_over: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Certified:
    """A decision and the certificate that rests on it."""

    decided_on: dt.date | None = None
    decided_positive: bool = False
    decided_recertification: bool = False
    decided_extension: bool = False
    decider: str = ""
    number: str = ""
    number_taken: bool = False
    issued_on: dt.date | None = None
    expires_on: dt.date | None = None
    base_on: dt.date | None = None
    reason_code: str = ""
    suspended_on: dt.date | None = None
    suspension_ends_on: dt.date | None = None
    cause_resolved: bool = False
    restoration_decided: bool = False
    cancellation_asked: bool = False
    status: str = "none"


@dataclasses.dataclass(frozen=True, slots=True)
class Moved:
    """A transfer, a special audit or a change."""

    trigger: str = ""
    audit_done: bool = False
    visit_done: bool = False
    reviewed: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    body_ceased_on: dt.date | None = None
    old_expires_on: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and what was said with the step."""

    name: str = ""
    is_client: bool = False
    in_body: bool = True
    consulted_on: dt.date | None = None
    is_reviewer: bool = False
    reason: str = ""
    cause: str = ""
    adjustment: str = ""
    new_due_on: dt.date | None = None
    due_on: dt.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    """Everything known when a step is asked for. What does not concern the step stays as it is."""

    today: dt.date
    checks: Mapping[str, Check] = dataclasses.field(default_factory=dict)
    applied: Applied = dataclasses.field(default_factory=Applied)
    contracted: Contracted = dataclasses.field(default_factory=Contracted)
    audited: Audited = dataclasses.field(default_factory=Audited)
    findings: tuple[FindingFacts, ...] = ()
    finding: FindingFacts = dataclasses.field(default_factory=FindingFacts)
    certified: Certified = dataclasses.field(default_factory=Certified)
    moved: Moved = dataclasses.field(default_factory=Moved)
    acting: Acting = dataclasses.field(default_factory=Acting)
