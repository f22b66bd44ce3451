"""Guards of task order, plan and audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.process_facts import Facts, Member
from anjuan.lifecycle.rules.process_guards_application import HOLDS, listed, said
from anjuan.lifecycle.rules.process_machine import Verdict
from anjuan.lifecycle.rules.process_tables import Book

#: Whose days count as audit time (P06, P07).
_COUNTING = {"leader", "auditor"}


def named(members: Iterable[Member], **values: object) -> Verdict:
    """Return the verdict that nobody is meant; it names those who are."""
    names = [member.name for member in members]
    return said(not names, {"names": "、".join(names) or None, **values})


def _programme_approved(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.contracted.programme_approved)


def _has_leader(facts: Facts, _: Book) -> Verdict:
    count = sum(member.role == "leader" for member in facts.audited.team)
    return said(count == 1, {"count": count})


def _leader_full(facts: Facts, _: Book) -> Verdict:
    return named(one for one in facts.audited.team if one.role == "leader" and not one.is_full)


def _trainee_guided(facts: Facts, _: Book) -> Verdict:
    team = facts.audited.team
    return Verdict(
        not any(one.role == "trainee" for one in team) or any(one.is_full and one.role in _COUNTING for one in team)
    )


def recent_consulting(consulted_on: dt.date | None, day: dt.date, months: int) -> bool:
    """Say whether consultancy lies less than so many months before a day (P03)."""
    return consulted_on is not None and day < add_months(consulted_on, months)


def _no_consulting(facts: Facts, rules: Book) -> Verdict:
    day = facts.audited.first_day or facts.today
    months = rules.limits.consulting_months
    return named(one for one in facts.audited.team if recent_consulting(one.consulted_on, day, months))


def _code_covered(facts: Facts, _: Book) -> Verdict:
    held = {code for one in facts.audited.team for code in one.codes if one.role != "observer"}
    missing = [code for code in facts.audited.codes_needed if code not in held]
    return said(not missing, {"codes": "、".join(missing) or None})


def _workload(facts: Facts, rules: Book) -> Verdict:
    most = rules.limits.auditor_days
    over = (one for one in facts.audited.team if one.year_days is not None and one.year_days + one.days > most)
    return named(over, most=f"{most:g}")


def _certificates_load(facts: Facts, rules: Book) -> Verdict:
    most = rules.limits.auditor_certificates
    return named((one for one in facts.audited.team if (one.certificates or 0) > most), most=most)


def _one_place(facts: Facts, _: Book) -> Verdict:
    return named(one for one in facts.audited.team if one.is_elsewhere)


def counted_days(team: Iterable[Member]) -> float:
    """Return the audit days that count: those of leader and full auditors, not of experts and trainees."""
    return sum(one.days for one in team if one.role in _COUNTING and one.is_full)


def _enough_days(facts: Facts, _: Book) -> Verdict:
    least, days = facts.audited.minimum_days, counted_days(facts.audited.team)
    return said(least is not None and days >= least, {"days": f"{days:g}", "least": least})


def _lead_rotation(facts: Facts, rules: Book) -> Verdict:
    led = max((one.cycles_led for one in facts.audited.team if one.role == "leader"), default=0)
    return said(led < rules.limits.lead_cycles, {"cycles": led})


def _spot_check_days(facts: Facts, rules: Book) -> Verdict:
    """T17: the notice does not count, the last of the days does."""
    notice, first = facts.audited.spot_check_notice_on, facts.audited.first_day
    if notice is None:
        return HOLDS
    days = rules.limits.spot_check_days
    holds = first is not None and (first - notice).days <= days
    return said(holds, {"notice": notice, "days": days, "first": first})


def _plan_filled(facts: Facts, _: Book) -> Verdict:
    one = facts.audited
    if one.first_day is None or one.last_day is None:
        return listed(["审核日期"])
    span = [one.first_day + dt.timedelta(days=n) for n in range((one.last_day - one.first_day).days + 1)]
    planned = {day for day, _ in one.rows}
    return listed([str(day) for day in span if day not in planned])


def _team_in_plan(facts: Facts, _: Book) -> Verdict:
    planned = {name for _, name in facts.audited.rows}
    return named(one for one in facts.audited.team if one.name not in planned and one.role != "observer")


def _onsite_share(facts: Facts, rules: Book) -> Verdict:
    share, least = 100 - facts.audited.remote_share_pct, rules.limits.onsite_share_pct
    return said(share >= least, {"share": f"{share:g}", "least": least})


def _recert_onsite(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.audited.remote_share_pct == 0)


def _recert_in_time(facts: Facts, _: Book) -> Verdict:
    last, expires = facts.audited.last_day, facts.certified.expires_on
    holds = last is not None and expires is not None and last <= expires
    return said(holds, {"last": last, "expires": expires})


def _surveillance_in_time(facts: Facts, _: Book) -> Verdict:
    last, due = facts.audited.last_day, facts.audited.due_on
    return said(last is not None and due is not None and last <= due, {"last": last, "due": due})


def _remote_agreed(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.audited.remote_share_pct == 0 or facts.audited.remote_agreed)


def _team_accepted(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.audited.team_accepted or facts.audited.short_notice)


def _plan_reported(facts: Facts, _: Book) -> Verdict:
    reported, first = facts.audited.plan_reported_on, facts.audited.first_day
    return Verdict(reported is not None and (first is None or reported <= first))


def _declared(facts: Facts, _: Book) -> Verdict:
    first = facts.audited.first_day
    late = (
        one for one in facts.audited.team if one.declared_on is None or (first is not None and one.declared_on > first)
    )
    return named(late)


def _stage1_ready(facts: Facts, _: Book) -> Verdict:
    one = facts.audited
    return said(one.stage1_ended_on is not None and one.stage1_open == 0, {"open": one.stage1_open})


def _stage_interval(facts: Facts, rules: Book) -> Verdict:
    ended, first, months = (
        facts.audited.stage1_ended_on, facts.audited.first_day, rules.limits.stage_interval_months,
    )  # fmt: skip
    holds = ended is None or first is None or first <= add_months(ended, months)
    return said(holds, {"months": months})


def _audit_day_come(facts: Facts, _: Book) -> Verdict:
    first = facts.audited.first_day
    return said(first is not None and first <= facts.today, {"first": first})


def _meeting_signed(facts: Facts, _: Book) -> Verdict:
    unsigned = facts.audited.unsigned
    return said(not unsigned, {"names": "、".join(unsigned) or None})


def _everything_audited(facts: Facts, _: Book) -> Verdict:
    return said(not facts.audited.clauses_open, {"clauses": "、".join(facts.audited.clauses_open) or None})


def _sites_visited(facts: Facts, _: Book) -> Verdict:
    return said(not facts.audited.sites_open, {"sites": "、".join(facts.audited.sites_open) or None})


def _scored(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.audited.score is not None and facts.audited.score_signed)


AUDIT: dict[str, Callable[[Facts, Book], Verdict]] = {
    "programme_approved": _programme_approved,
    "has_leader": _has_leader,
    "leader_full": _leader_full,
    "trainee_guided": _trainee_guided,
    "no_consulting": _no_consulting,
    "code_covered": _code_covered,
    "workload": _workload,
    "certificates_load": _certificates_load,
    "one_place": _one_place,
    "enough_days": _enough_days,
    "lead_rotation": _lead_rotation,
    "spot_check_days": _spot_check_days,
    "plan_filled": _plan_filled,
    "team_in_plan": _team_in_plan,
    "onsite_share": _onsite_share,
    "recert_onsite": _recert_onsite,
    "recert_in_time": _recert_in_time,
    "surveillance_in_time": _surveillance_in_time,
    "remote_agreed": _remote_agreed,
    "team_accepted": _team_accepted,
    "plan_reported": _plan_reported,
    "declared": _declared,
    "stage1_ready": _stage1_ready,
    "stage_interval": _stage_interval,
    "audit_day_come": _audit_day_come,
    "meeting_signed": _meeting_signed,
    "everything_audited": _everything_audited,
    "sites_visited": _sites_visited,
    "scored": _scored,
}
