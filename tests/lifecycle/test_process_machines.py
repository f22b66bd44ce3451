"""State machines explored exhaustively: every state, every combination of guards."""

from __future__ import annotations

import itertools

import pytest

from anjuan.lifecycle.rules.process_guards import GUARDS
from anjuan.lifecycle.rules.process_machine import Asked, Verdict, attempt, offers
from anjuan.lifecycle.rules.process_tables import guards, machines

MACHINES = {one.key: one for one in machines().latest.machines}
WORDS = guards().latest
PAIRS = [(key, kind) for key, machine in MACHINES.items() for kind in machine.kinds]
STEPS = [
    (key, step.key, state) for key, machine in MACHINES.items() for step in machine.transitions for state in step.from_
]
#: Everything that narrows guards, so that all of them count.
TAGS = frozenset({"system", "product", "service", "transfer", "scored", "A03", "stage2", "recertification",
                  "surveillance", "special", "SP1", "SP2", "SP3", "SP4"})  # fmt: skip
BLOCKING = {key for key, one in WORDS.guards.items() if one.severity == "block"}


def guard_keys(machine, kind, tags=frozenset()):
    """Return the guards that count for a kind, by step."""
    return {
        step.key: [use.key for use in step.guards if use.concerns(tags | {kind})]
        for step in MACHINES[machine].transitions
        if not step.only or kind in step.only
    }


def reached(machine, kind, judge):
    """Return every state that can be reached when guards answer like this."""
    whole, found = MACHINES[machine], {MACHINES[machine].initial}
    while True:
        more = {
            offer.transition.target(state)
            for state in found
            for offer in offers(whole, WORDS, Asked(state, kind, TAGS), judge)
            if offer.is_allowed
        }
        if more <= found:
            return found
        found |= more


def yes(_):
    return Verdict(holds=True)


def no(_):
    return Verdict(holds=False)


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_can_be_reached_by_some_kind(machine):
    found = set().union(*(reached(machine, kind, yes) for kind in MACHINES[machine].kinds))
    assert found == {state.key for state in MACHINES[machine].states}


@pytest.mark.parametrize(("machine", "kind"), PAIRS)
def test_no_state_is_a_dead_end_unless_it_is_final(machine, kind):
    whole = MACHINES[machine]
    for state in reached(machine, kind, yes):
        steps = [one for one in whole.leaving(state, kind) if one.target(state) != state]
        assert steps or whole.state(state).final, (machine, kind, state)


@pytest.mark.parametrize(("machine", "kind"), PAIRS)
def test_from_every_state_a_final_state_can_be_reached(machine, kind):
    whole = MACHINES[machine]
    ends = {state.key for state in whole.states if state.final} or {whole.initial}
    for state in reached(machine, kind, yes):
        seen, waiting = {state}, [state]
        while waiting:
            here = waiting.pop()
            for one in whole.leaving(here, kind):
                if one.target(here) not in seen:
                    seen.add(one.target(here))
                    waiting.append(one.target(here))
        assert seen & ends, (machine, kind, state)


@pytest.mark.parametrize(("machine", "step", "state"), STEPS)
def test_a_step_is_allowed_exactly_when_no_blocking_guard_refuses(machine, step, state):
    whole = MACHINES[machine]
    kind = next(kind for kind in whole.kinds if any(one.key == step for one in whole.leaving(state, kind)))
    keys = guard_keys(machine, kind, TAGS)[step]
    for broken in range(min(3, len(keys) + 1)):
        for refused in itertools.combinations(keys, broken):
            after, offer = attempt(
                whole, WORDS, Asked(state, kind, TAGS), step, lambda key, out=refused: Verdict(key not in out)
            )
            assert (after is None) is bool(set(refused) & BLOCKING)
            assert {one.guard for one in (*offer.refusals, *offer.warnings)} == set(refused)


def test_all_combinations_of_the_guards_of_a_decision_are_right():
    keys = guard_keys("audit", "recertification", TAGS)["decide"]
    whole = MACHINES["audit"]
    assert len(keys) == 15
    for held in itertools.product((True, False), repeat=len(keys)):
        answers = dict(zip(keys, held, strict=True))
        after, _ = attempt(
            whole,
            WORDS,
            Asked("reviewed", "recertification", TAGS),
            "decide",
            lambda key, told=answers: Verdict(told[key]),
        )
        assert (after == "passed") is all(answers[key] for key in keys if key in BLOCKING)


MUST_HOLD = ("decided_positive", "decider_apart", "majors_verified", "fee_direct")


@pytest.mark.parametrize("guard", [*MUST_HOLD, "minors_accepted", "number_given", "number_free",
                                   "issue_after_decision", "validity_right"])  # fmt: skip
def test_no_path_issues_a_certificate_against_a_guard(guard):
    def judge(key):
        return Verdict(key != guard)

    assert "certified" not in reached("project", "system", judge)
    assert reached("certificate", "certificate", judge) == {"none"}


@pytest.mark.parametrize("guard", ["majors_verified", "decider_apart", "decider_inside", "decider_no_consult",
                                   "majors_in_time", "minors_accepted", "fee_direct", "reviewer_apart",
                                   "committee_declared", "licences_on_decision", "programme_approved", "has_leader",
                                   "declared", "stage1_ready", "everything_audited", "findings_signed",
                                   "team_accepted", "code_covered", "enough_days"])  # fmt: skip
def test_no_path_decides_positively_against_a_guard(guard):
    assert "passed" not in reached("audit", "stage2", lambda key: Verdict(key != guard))


@pytest.mark.parametrize(
    "guard",
    sorted(
        BLOCKING
        & {
            "legal_valid",
            "licences_valid",
            "operated",
            "reviewed_internally",
            "not_waiting",
            "not_stopped",
            "credit_clean",
            "no_accident",
            "spot_check_clear",
            "no_consultancy",
            "enough_auditors",
            "safety_clean",
            "app_complete",
        }
    ),
)
def test_no_path_accepts_an_application_against_a_guard(guard):
    assert "accepted" not in reached("application", "system", lambda key: Verdict(key != guard))


def test_when_no_guard_holds_nothing_is_certified():
    assert reached("certificate", "certificate", no) == {"none"}
    assert reached("project", "system", no) == {"accepted"}


def journeys():
    """Yield every state of application, project, audit and certificate together that can be reached."""
    start = ("draft", "-", "-", "none")
    seen, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for after in neighbours(here):
            if after not in seen:
                seen.add(after)
                waiting.append(after)
    return seen


def neighbours(here):
    """Return the states one step further, with the guards that look at other machines answered by their states."""
    application, project, audit, certificate = here
    answers = {"programme_approved": project in ("programmed", "certified"), "decided_positive": audit == "passed"}

    def after(machine, kind, state):
        asked = Asked(state, kind)
        told = offers(MACHINES[machine], WORDS, asked, lambda key: Verdict(answers.get(key, True)))
        return [one.transition.target(state) for one in told if one.is_allowed]

    found = [
        (state, "accepted" if state == "accepted" else project, audit, certificate)
        for state in after("application", "system", application)
    ]
    found += [with_project(here, state) for state in after("project", "system", project) if project != "-"]
    found += [(application, project, state, certificate) for state in after("audit", "stage2", audit) if audit != "-"]
    if project in ("programmed", "certified"):
        found += [(application, project, audit, one) for one in after("certificate", "certificate", certificate)]
    return found


def with_project(here, state):
    application, _, audit, certificate = here
    issued = "01" if state == "certified" and certificate == "none" else certificate
    return (application, state, "open" if state == "programmed" and audit == "-" else audit, issued)


def test_a_certificate_exists_only_after_acceptance_contract_programme_and_a_positive_decision():
    for application, project, audit, certificate in journeys():
        if certificate != "none":
            assert (application, audit) == ("accepted", "passed")
            assert project in ("programmed", "certified", "ended", "cancelled", "refused")


def test_the_whole_journey_reaches_every_status():
    assert {one[3] for one in journeys()} == {"none", "01", "02", "03", "04", "05"}


def test_every_guard_of_the_table_is_computed_and_used():
    used = {use.key for one in MACHINES.values() for step in one.transitions for use in step.guards}
    assert used == set(WORDS.guards) == set(GUARDS)


@pytest.mark.parametrize("key", sorted(WORDS.guards))
def test_a_guard_says_what_is_wrong_and_the_way_out_in_two_languages(key):
    guard = WORDS.guards[key]
    assert all(
        len(text) > 3 and text[-1] in "。.；;" for text in (guard.zh, guard.en, guard.zh_remedy, guard.en_remedy)
    )
    assert guard.rule
    assert not any("一" <= sign <= "鿿" for sign in guard.en + guard.en_remedy)
