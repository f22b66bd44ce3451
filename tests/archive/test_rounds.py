from __future__ import annotations

import threading

import pytest
from tests.archive.conftest import LI
from tests.archive.test_judging import CODE, NAME, add, fill

from anjuan.archive.models import Case, CaseField, CaseJudgement, Cycle
from anjuan.archive.services import judging, rounds
from anjuan.archive.services.cases import case_open
from anjuan.archive.services.correcting import case_condition_set
from anjuan.archive.services.cycles import organisation_cycles
from anjuan.archive.services.judging import case_judge
from anjuan.archive.services.matching import registry_known
from anjuan.archive.services.rounds import organisation_judge, round_begin, round_open, stale_number
from anjuan.archive.services.unsettling import case_unsettle, cycles_order
from anjuan.archive.tasks import judge_case, judge_cycles, judge_end, judge_round
from anjuan.jobs.models import Job
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.registry.models import Organisation

pytestmark = pytest.mark.django_db

HANDLERS = {
    "archive.judge_case": judge_case,
    "archive.judge_cycles": judge_cycles,
    "archive.judge_end": judge_end,
    "archive.judge_round": judge_round,
}


@pytest.fixture(autouse=True)
def _fresh_view_of_the_registry() -> None:
    registry_known.cache_clear()


@pytest.fixture
def work(clock):
    """Give a function that does all waiting jobs, at most so many, and says how many it did."""

    def run(most: int = 200) -> int:
        stop = threading.Event()
        done: list[int] = []

        def count() -> None:
            done.append(1)
            if len(done) >= most:
                stop.set()

        return Worker(HANDLERS, TableQueue(), clock, stop=stop).run(until_idle=True, between=count)

    return run


@pytest.fixture
def pair(deed) -> list[Case]:
    """An initial case with a nonconformity and the surveillance after it, of one organisation; nothing is judged."""
    first = case_open(deed=deed, title="初审", source_key="desk/初审")
    fill(first, deed)
    add(first, deed, "F01", organisation=NAME, issued_on="2024-03-10", expires_on="2027-03-09", certificate_no="1")
    add(first, deed, "D08", finding__clause="8.5.1", finding__grade="minor", finding__fact="未见首件检验记录")
    second = case_open(deed=deed, title="监督", source_key="desk/监督")
    add(second, deed, "A02", organisation=NAME, credit_code=CODE)
    add(
        second, deed, "D12", organisation=NAME, audit_type="surveillance", audit_start="2025-08-01", fields=["A01"],
        audit_end="2025-08-01", paper_date="2025-08-03",
    )  # fmt: skip
    return [first, second]


def history(case: Case) -> dict[str, bool]:
    return dict(CaseField.objects.filter(case=case, source="history").values_list("name", "value"))


def test_a_round_leaves_no_case_and_no_job_behind(pair, deed, work):
    round_begin(deed=deed, whole=True)
    assert work() < 100
    assert (stale_number(), round_open()) == (0, False)
    assert history(pair[1]) == {"condition.prev_nc": True, "condition.overdue": True}


def test_a_later_case_is_judged_with_what_the_earlier_one_tells(pair, deed, work):
    round_begin(deed=deed, whole=True)
    work()
    misses = CaseJudgement.objects.get(case=pair[1]).misses
    assert any("(condition overdue" in one["why"] for one in misses)


def test_a_person_s_answer_that_history_contradicts_does_not_judge_for_ever(pair, deed, work):
    work()
    case_condition_set(deed=deed, viewer=LI, case=pair[1], condition="prev_nc", holds=False)
    assert work() < 20
    assert (stale_number(), round_open()) == (0, False)
    assert history(pair[1]) == {"condition.overdue": True}


def test_cycles_put_together_twice_write_nothing_and_judge_nothing_again(pair, deed, work):
    work()
    cycles = list(Cycle.objects.values())
    organisation_cycles(deed=deed, organisation_id=Organisation.objects.get().pk)
    assert list(Cycle.objects.values()) == cycles
    assert stale_number() == 0


def test_a_second_round_judges_each_case_once(pair, deed, work, monkeypatch):
    work()
    judge, judged = judging.judge, []
    monkeypatch.setattr(judging, "judge", lambda whole, **more: judged.append(whole.case) or judge(whole, **more))
    round_begin(deed=deed, whole=True)
    work()
    assert sorted(judged) == [one.pk for one in pair]


def test_without_all_only_what_is_out_of_date_is_judged(pair, deed, work):
    work()
    assert round_begin(deed=deed, whole=False) == 0
    CaseJudgement.objects.filter(case=pair[0]).update(stale=True)
    assert round_begin(deed=deed, whole=False) == 1


def test_a_round_over_all_that_was_killed_goes_on_and_does_not_begin_anew(deed, work):
    cases = [case_open(deed=deed, title=f"案{n}", source_key=f"desk/{n}") for n in range(5)]
    assert round_begin(deed=deed, whole=True) == 5
    case_judge(deed=deed, case_id=cases[0].pk)
    Job.objects.filter(kind="archive.judge_round").update(state="failed")
    assert round_begin(deed=deed, whole=True) == 4
    work()
    assert (stale_number(), round_open()) == (0, False)


def test_a_round_over_all_begins_anew_once_the_last_one_ended(deed, work, clock):
    case_open(deed=deed, title="案", source_key="desk/1")
    round_begin(deed=deed, whole=True)
    work()
    Job.objects.update(run_after=clock.now())
    work()
    assert not Job.objects.filter(kind="archive.judge_end", state__in=["waiting", "running"]).exists()
    assert round_begin(deed=deed, whole=True) == 1


def test_a_case_that_cannot_be_judged_does_not_hold_up_the_others(pair, deed, work, monkeypatch):
    work()
    judge = judging.judge

    def broken(whole, **more):
        if whole.case == pair[0].pk:
            raise ValueError(whole.case)
        return judge(whole, **more)

    monkeypatch.setattr(judging, "judge", broken)
    round_begin(deed=deed, whole=True)
    Job.objects.filter(kind="archive.judge_case").update(max_attempts=1)
    work()
    Job.objects.filter(kind="archive.judge_case", state="waiting").update(state="failed")
    assert list(CaseJudgement.objects.filter(stale=True).values_list("case", flat=True)) == [pair[0].pk]
    assert not round_open()


def test_cycles_ordered_while_they_are_put_together_are_put_together_again(pair, deed, work, monkeypatch):
    work()
    organisation, runs = Organisation.objects.get().pk, []

    def meanwhile(ticket):
        runs.append(ticket.subject_id)
        if len(runs) == 1:
            cycles_order(organisation_id=organisation, deed=deed)

    monkeypatch.setitem(HANDLERS, "archive.judge_cycles", meanwhile)
    cycles_order(organisation_id=organisation, deed=deed)
    work()
    assert runs == [organisation, organisation]


def test_a_case_unsettled_while_its_job_ends_is_judged_again(pair, deed, work, monkeypatch):
    work()
    seen = []

    def meanwhile(ticket):
        judge_case(ticket)
        seen.append(ticket.subject_id)
        if len(seen) == 1:
            case_unsettle(case_id=pair[0].pk, deed=deed)

    monkeypatch.setitem(HANDLERS, "archive.judge_case", meanwhile)
    case_unsettle(case_id=pair[0].pk, deed=deed)
    work()
    assert stale_number() == 0


def test_an_organisation_is_judged_in_queries_that_grow_little_with_its_cases(
    pair, deed, work, django_assert_max_num_queries
):
    work()
    CaseJudgement.objects.update(stale=True)
    with django_assert_max_num_queries(33):
        assert organisation_judge(deed=deed, organisation_id=Organisation.objects.get().pk) == 2


def test_every_case_belongs_to_one_part_of_a_round(pair, deed, work):
    for number in range(20):
        case_open(deed=deed, title=f"案{number}", source_key=f"desk/{number}")
    work()
    rounds.cases_unsettle()
    judged = [sum(rounds.part_judge(deed=deed, part=part)) for part in range(rounds.ROUND_PARTS)]
    assert sum(judged) == 22
    assert stale_number() == 0
