"""Guards of findings, special audits and tasks."""

from __future__ import annotations

from collections.abc import Callable

from anjuan.lifecycle.rules.process_facts import Facts, FindingFacts
from anjuan.lifecycle.rules.process_guards_application import listed, said
from anjuan.lifecycle.rules.process_machine import Verdict
from anjuan.lifecycle.rules.process_tables import Book

#: States of a major finding in which nothing is open any more.
SETTLED = {"closed", "taken_back"}
#: States of a minor finding in which the client's plan is accepted at least.
ACCEPTED = {"accepted", "closed", "taken_back"}


def numbered(findings: list[FindingFacts]) -> Verdict:
    """Return the verdict that no finding is meant; it names the numbers of those that are."""
    return said(not findings, {"numbers": "、".join(one.number for one in findings) or None})


def _missing(one: FindingFacts) -> list[str]:
    return [name for name, there in one.stated.items() if not there] if one.stated else ["全部内容"]


def _fact_complete(facts: Facts, _: Book) -> Verdict:
    return listed(_missing(facts.finding))


def _findings_complete(facts: Facts, _: Book) -> Verdict:
    return numbered([one for one in facts.findings if one.state != "taken_back" and _missing(one)])


def _findings_signed(facts: Facts, _: Book) -> Verdict:
    return numbered([one for one in facts.findings if one.state == "raised"])


def _answer_complete(facts: Facts, _: Book) -> Verdict:
    answered = facts.finding.answered
    return listed([name for name, there in answered.items() if not there] if answered else ["全部内容"])


def _evidence(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.finding.has_evidence)


def _verifier(facts: Facts, _: Book) -> Verdict:
    return said(not facts.acting.is_client, {"name": facts.acting.name})


def _escalation_due(facts: Facts, rules: Book) -> Verdict:
    due = facts.finding.due_on
    return said(rules.limits.escalates and due is not None and facts.today > due, {"due": due})


def _lapse_due(facts: Facts, _: Book) -> Verdict:
    due = facts.finding.verify_by
    return said(due is not None and facts.today > due, {"due": due})


def _meeting_not_over(facts: Facts, _: Book) -> Verdict:
    return Verdict(not facts.finding.meeting_over)


def _trigger(facts: Facts, _: Book) -> Verdict:
    return Verdict(bool(facts.moved.trigger.strip()))


def _suspended(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.certified.status == "02")


def _major_open(facts: Facts, _: Book) -> Verdict:
    return Verdict(any(one.grade == "major" and one.state not in SETTLED for one in facts.findings))


def _audit_done(facts: Facts, _: Book) -> Verdict:
    return Verdict(facts.moved.audit_done)


def _task_past(facts: Facts, _: Book) -> Verdict:
    due = facts.acting.due_on
    return said(due is not None and facts.today > due, {"due": due})


def _cause(facts: Facts, rules: Book) -> Verdict:
    return Verdict(facts.acting.cause in rules.lists.miss_causes and bool(facts.acting.reason.strip()))


def _adjusted(facts: Facts, rules: Book) -> Verdict:
    new = facts.acting.new_due_on
    holds = facts.acting.adjustment in rules.lists.adjustments and new is not None and new > facts.today
    return said(holds, {"due": new})


FINDING: dict[str, Callable[[Facts, Book], Verdict]] = {
    "fact_complete": _fact_complete,
    "findings_complete": _findings_complete,
    "findings_signed": _findings_signed,
    "answer_complete": _answer_complete,
    "evidence_attached": _evidence,
    "verifier_of_body": _verifier,
    "escalation_due": _escalation_due,
    "lapse_due": _lapse_due,
    "meeting_not_over": _meeting_not_over,
    "special_trigger": _trigger,
    "special_suspended": _suspended,
    "special_major": _major_open,
    "special_audited": _audit_done,
    "task_past": _task_past,
    "cause_stated": _cause,
    "adjusted": _adjusted,
}
