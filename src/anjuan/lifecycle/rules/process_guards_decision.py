"""Guards of file review and decision."""

from __future__ import annotations

from collections.abc import Callable

from anjuan.kit.periods import add_months
from anjuan.lifecycle.rules.process_facts import Facts
from anjuan.lifecycle.rules.process_guards_application import said
from anjuan.lifecycle.rules.process_guards_audit import recent_consulting
from anjuan.lifecycle.rules.process_guards_finding import ACCEPTED, SETTLED, numbered
from anjuan.lifecycle.rules.process_machine import Verdict
from anjuan.lifecycle.rules.process_tables import Book


def _apart(facts: Facts, _: Book) -> Verdict:
    """P10: the one who acts is none of the team, in whatever role."""
    name = facts.acting.name
    return said(bool(name) and name not in {one.name for one in facts.audited.team}, {"name": name})


def _decider_apart(facts: Facts, _: Book) -> Verdict:
    """P01: neither the one who acts nor the one whose decision it rests on was in the team."""
    team = {one.name for one in facts.audited.team}
    name = facts.certified.decider or facts.acting.name
    return said(bool(name) and name not in team, {"name": name})


def _inside(facts: Facts, _: Book) -> Verdict:
    return said(facts.acting.in_body and not facts.acting.is_client, {"name": facts.acting.name})


def _no_consult(facts: Facts, rules: Book) -> Verdict:
    recent = recent_consulting(facts.acting.consulted_on, facts.today, rules.limits.consulting_months)
    return said(not recent, {"name": facts.acting.name})


def _not_reviewer(facts: Facts, _: Book) -> Verdict:
    return said(not facts.acting.is_reviewer, {"name": facts.acting.name})


def _majors_verified(facts: Facts, _: Book) -> Verdict:
    return numbered([one for one in facts.findings if one.grade == "major" and one.state not in SETTLED])


def _majors_in_time(facts: Facts, rules: Book) -> Verdict:
    """T10: so many months after the last day of the audit; the day itself is in time."""
    majors = [one for one in facts.findings if one.grade == "major"]
    last = facts.audited.last_day
    due = add_months(last, rules.limits.major_months) if last else None
    lapsed = any(one.state == "lapsed" for one in majors)
    late = due is None or (any(one.state not in SETTLED for one in majors) and facts.today > due)
    return said(not majors or not (lapsed or late), {"due": due})


def _minors_accepted(facts: Facts, _: Book) -> Verdict:
    return numbered([one for one in facts.findings if one.grade == "minor" and one.state not in ACCEPTED])


def _questions(facts: Facts, _: Book) -> Verdict:
    count = facts.audited.questions_open
    return said(count == 0, {"count": count})


def _papers_complete(facts: Facts, _: Book) -> Verdict:
    count = facts.audited.papers_missing
    return said(count == 0, {"count": count})


def _papers_agree(facts: Facts, _: Book) -> Verdict:
    count = facts.audited.contradictions
    return said(count == 0, {"count": count})


def _committee(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.audited.committee_undeclared == 0)


def _recert_done(facts: Facts, _: Book) -> Verdict:
    expires = facts.certified.expires_on
    return said(expires is not None and facts.today <= expires, {"expires": expires})


def _licences(facts: Facts, _: Book) -> Verdict:
    until = facts.audited.licences_until
    return said(until is None or facts.today <= until, {"until": until})


def _tested(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.audited.test_positive is True)


def _score_enough(facts: Facts, rules: Book) -> Verdict:
    """R-110: inclusive, and nothing is rounded up across the limit."""
    score, least = facts.audited.score, rules.limits.score_least
    return said(score is not None and score >= least, {"score": score, "least": least})


DECISION: dict[str, Callable[[Facts, Book], Verdict]] = {
    "reviewer_apart": _apart,
    "decider_apart": _decider_apart,
    "decider_inside": _inside,
    "decider_no_consult": _no_consult,
    "decider_not_reviewer": _not_reviewer,
    "majors_verified": _majors_verified,
    "majors_in_time": _majors_in_time,
    "minors_accepted": _minors_accepted,
    "questions_answered": _questions,
    "papers_complete": _papers_complete,
    "papers_agree": _papers_agree,
    "committee_declared": _committee,
    "recert_done": _recert_done,
    "licences_on_decision": _licences,
    "tested": _tested,
    "score_enough": _score_enough,
}
