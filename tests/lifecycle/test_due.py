"""What is due, working days, the calendar text, facts read from JSON, the ranking."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.lifecycle.books import day, new

from anjuan.lifecycle.rules import tables
from anjuan.lifecycle.rules.candidate_facts import CandidateFactsError, question_of
from anjuan.lifecycle.rules.candidates import ranked
from anjuan.lifecycle.rules.certificate_facts import FactsError, facts_of, many_facts
from anjuan.lifecycle.rules.due import KINDS, due_things
from anjuan.lifecycle.rules.icalendar import calendar_text, event_key, folded
from anjuan.lifecycle.rules.renewal import expiry_of
from anjuan.lifecycle.rules.time_line import certificate_verdicts
from anjuan.lifecycle.rules.workdays import add_workdays, is_workday, last_workday_by, workdays_between

TODAY = day("2026-11-23")
MADE = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
HOLIDAYS = tables.holidays().latest


def facts(**more):
    return facts_of({"number": "C1", "field": "QMS", "issued_on": "2026-02-01"} | more)


def due(*given, today=TODAY, within=None):
    return due_things(given, tables.book_on, today, within)


def kinds(*given, **more):
    return [thing.kind for thing in due(*given, **more)]


def test_a_valid_certificate_waits_for_surveillance_and_renewal():
    assert kinds(facts()) == ["surveillance", "renewal"]


def test_a_missed_surveillance_asks_for_a_suspension_too():
    found = due(facts(issued_on="2025-06-01"))
    assert [(one.kind, one.due, one.is_late) for one in found[:2]] == [
        ("surveillance", day("2026-06-01"), True), ("suspend", day("2026-06-01"), True),
    ]  # fmt: skip


def test_a_suspended_certificate_waits_for_the_end_of_its_suspension():
    found = due(facts(status="suspended", suspended_on="2026-08-31", suspension_ends_on="2027-01-15"))
    assert ("suspension_end", day("2027-01-15")) in [(one.kind, one.due) for one in found]


@pytest.mark.parametrize(("field", "expected"), [("QMS", "2016"), ("OHSMS", "2016")])
def test_an_expired_certificate_of_2025_may_still_be_restored(field, expected):
    found = due(facts(field=field, issued_on="2022-12-16", status="expired"), today=day("2026-01-05"))
    assert (found[0].kind, found[0].due) == ("restoration", day("2026-06-15"))


@pytest.mark.parametrize("status", ["withdrawn", "cancelled"])
def test_for_a_certificate_that_ended_no_audit_is_due(status):
    assert kinds(facts(status=status, licences=[{"name": "许可", "valid_until": "2026-12-01"}])) == []


def test_licences_findings_and_reports_are_due():
    found = kinds(
        facts(
            surveillances=["2026-11-01"],
            licences=[{"name": "食品经营许可证", "valid_until": "2026-12-01"}, {"name": "营业执照"}],
            findings=[{"number": "2", "grade": "minor", "found_on": "2026-11-01", "due_on": "2026-12-05"}],
            events=[{"what": "监督", "on": "2026-11-01"}],
        )
    )
    assert found == ["licence", "finding", "report", "surveillance", "renewal"]


def test_what_is_done_is_not_due():
    done = facts(
        findings=[{"number": "1", "grade": "minor", "found_on": "2026-03-01", "closed_on": "2026-03-20"}],
        events=[{"what": "发证", "on": "2026-02-01", "reported_on": "2026-03-09"}],
    )
    assert kinds(done) == ["surveillance", "renewal"]


@pytest.mark.parametrize(("within", "count"), [(0, 0), (69, 0), (70, 1), (5000, 2), (None, 2)])
def test_only_what_is_near_is_told_when_asked(within, count):
    assert len(due(facts(), within=within)) == count


def test_a_failed_spot_check_is_due_within_thirty_days():
    found = due(facts(spot_check_notified_on="2026-11-20"))
    assert (found[0].kind, found[0].days_left) == ("spot_check", 27)


def test_the_most_urgent_comes_first():
    found = due(facts(), facts(number="C2", issued_on="2025-12-01"))
    assert [one.due for one in found] == sorted(one.due for one in found)


@given(st.dates(dt.date(2016, 1, 1), dt.date(2040, 12, 31)))
def test_an_expiry_is_never_before_the_issue_and_within_three_years(issued):
    assert issued < expiry_of(issued) <= issued + dt.timedelta(days=1096)


@given(st.dates(dt.date(2018, 1, 1), dt.date(2035, 12, 31)), st.sampled_from(["QMS", "OHSMS", "EMS", "EnMS"]))
def test_every_verdict_names_rule_and_edition_and_every_broken_one_a_way_out(issued, field):
    found = certificate_verdicts(facts(issued_on=str(issued), field=field), tables.book_on, TODAY)
    assert all(one.rule and one.basis.edition and one.why.zh and one.why.en for one in found)
    assert all(one.remedy.zh and one.remedy.en for one in found if one.is_broken)


@given(st.dates(dt.date(2018, 1, 1), dt.date(2035, 12, 31)), st.integers(0, 800))
def test_a_later_day_never_makes_something_less_late(issued, later):
    one = facts(issued_on=str(issued))
    early = {thing.kind: thing.days_left for thing in due(one, today=issued)}
    late = {thing.kind: thing.days_left for thing in due(one, today=issued + dt.timedelta(days=later))}
    assert all(late[kind] == early[kind] - later for kind in early.keys() & late.keys() - {"restoration"})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"issued_on": "2026-02-30"}, "issued_on"), ({"issued": "2026-01-01"}, "issued"), ({"status": "lost"}, "lost"),
        ({"expires_on": "2026-01-31"}, "before it was issued"), ({"status": "suspended"}, "suspended_on"),
        ({"findings": [{"number": "1"}]}, "findings.0.grade"), ({"surveillances": "soon"}, "surveillances"),
    ],
)  # fmt: skip
def test_wrong_facts_are_refused_by_name(wrong, said):
    with pytest.raises(FactsError, match=said):
        facts(**wrong)


@pytest.mark.parametrize("value", ["text", 5, ["x"], {"certificates": "x"}])
def test_facts_of_another_shape_are_refused(value):
    with pytest.raises(FactsError):
        many_facts(value)


@pytest.mark.parametrize(
    "shape", [lambda one: one, lambda one: [one], lambda one: {"certificates": [one]}], ids=["one", "list", "named"]
)
def test_facts_come_as_one_as_list_or_below_a_name(shape):
    assert [one.number for one in many_facts(shape({"number": "C", "field": "QMS", "issued_on": "2026-01-01"}))] == [
        "C"
    ]


# Working days


@pytest.mark.parametrize(
    ("on", "worked"),
    [
        ("2026-02-14", True), ("2026-02-15", False), ("2026-02-23", False), ("2026-02-24", True), ("2026-02-28", True),
        ("2026-05-09", True), ("2026-10-10", True), ("2026-10-08", True), ("2026-11-21", False), ("2025-10-08", False),
        ("2025-01-26", True), ("2027-02-08", True),
    ],
)  # fmt: skip
def test_holidays_and_shifted_days_are_known(on, worked):
    assert is_workday(HOLIDAYS, day(on)) is worked


@pytest.mark.parametrize(
    ("start", "days", "ends", "unlisted"),
    [
        ("2026-02-13", 1, "2026-02-14", ()), ("2026-02-14", 1, "2026-02-24", ()), ("2026-09-30", 3, "2026-10-10", ()),
        ("2026-12-31", 1, "2027-01-01", (2027,)), ("2026-11-23", 0, "2026-11-23", ()),
    ],
)  # fmt: skip
def test_working_days_are_counted_and_years_without_a_table_are_named(start, days, ends, unlisted):
    found = add_workdays(HOLIDAYS, day(start), days)
    assert (found.day, found.unlisted_years) == (day(ends), unlisted)


@pytest.mark.parametrize(
    ("by", "last"), [("2026-10-05", "2026-09-30"), ("2026-11-22", "2026-11-20"), ("2026-11-23", "2026-11-23")]
)
def test_what_is_due_on_a_free_day_is_done_on_the_last_working_day(by, last):
    assert last_workday_by(HOLIDAYS, day(by)).day == day(last)


@given(st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 1)), st.integers(0, 15))
def test_counting_forth_and_between_agree(start, days):
    assert workdays_between(HOLIDAYS, start, add_workdays(HOLIDAYS, start, days).day)[0] == days


def test_counting_backwards_is_negative():
    assert workdays_between(HOLIDAYS, day("2026-11-23"), day("2026-11-20"))[0] == -1


# The calendar text


def test_a_calendar_has_an_event_for_each_thing():
    text = calendar_text(due(facts()), MADE)
    assert (text.count("BEGIN:VEVENT"), text.startswith("BEGIN:VCALENDAR\r\n"), text.endswith("END:VCALENDAR\r\n")) == (
        2,
        True,
        True,
    )


def test_an_event_is_a_whole_day_that_blocks_nothing():
    text = calendar_text(due(facts(), within=70), MADE)
    assert "DTSTART;VALUE=DATE:20270201\r\nDTEND;VALUE=DATE:20270202\r\n" in text
    assert "TRANSP:TRANSPARENT" in text


def test_special_characters_are_escaped():
    text = calendar_text(due(facts(organisation="甲,乙;丙\\丁")), MADE)
    assert "甲\\,乙\\;丙\\\\丁" in text.replace("\r\n ", "")


def test_an_event_keeps_its_key_from_day_to_day():
    keys = [event_key(due(facts(), today=TODAY + dt.timedelta(days=shift))[0]) for shift in (0, 9)]
    assert keys[0] == keys[1]


def test_no_two_matters_share_a_key():
    found = due(*(facts(number=f"C{number}") for number in range(20)))
    assert len({event_key(one) for one in found}) == len(found)


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        calendar_text([], dt.datetime(2026, 1, 1))  # noqa: DTZ001  the fault itself


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n"), max_size=300))
def test_folded_lines_are_short_and_unfold_to_what_they_were(line):
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_a_name(language):
    assert all(words.told(language) for words in KINDS.values())


# Who can do an audit

NEED = {"case": "甲公司", "client": "c9", "field": "QMS", "codes": ["17.10.01", "18.01.00"], "region": "33",
        "starts_on": "2026-12-01", "ends_on": "2026-12-03", "days": "3"}  # fmt: skip


def person(name, **more):
    return {"person": name, "name": name, "fields": ["QMS"], "codes": ["17", "18"], "region": "33"} | more


def order(*people, **need):
    asked, known = question_of({"need": NEED | need, "people": list(people)})
    return ranked(new(), tables.candidate_weights().latest, asked, known)


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"fields": ["EMS"]}, "W01"), ({"fields": [], "trainee_fields": ["QMS"]}, "W01"),
        ({"conflicts": ["持股"]}, "W03"),
        ({"consulted_until": "2025-06-01"}, "P03"), ({"days_this_year": "178"}, "T18"), ({"certificates": 51}, "T18"),
        ({"stays": [{"case": "乙", "first_day": "2026-12-03", "last_day": "2026-12-04"}]}, "K16"),
    ],
)  # fmt: skip
def test_a_rule_excludes_a_candidate_with_its_reason(more, rule):
    found = order(person("李", **more))[0]
    assert (found.is_free, found.points, found.excluded[0].rule) == (False, 0, rule)


def test_somebody_who_cannot_lead_does_not():
    assert order(person("李"), as_leader=True)[0].excluded[0].rule == "W02"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({}, {"codes": ["17"]}), ({}, {"region": "44"}), ({}, {"days_this_year": "100"}),
        ({"codes": ["17"]}, {"codes": []}),
        ({"led_before": ["甲"]}, {}),
    ],
)  # fmt: skip
def test_what_speaks_for_somebody_ranks_higher(better, worse):
    assert [one.name for one in order(person("乙", **worse), person("甲", **better))] == ["甲", "乙"]


def test_who_is_free_stands_before_who_is_excluded():
    found = order(person("甲", conflicts=["x"]), person("乙", codes=[], region=""))
    assert [(one.name, one.is_free) for one in found] == [("乙", True), ("甲", False)]


def test_missing_codes_are_told():
    assert [code.code for code in order(person("甲", codes=["17"]))[0].missing] == ["18.01.00"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"need": NEED},
        {"need": NEED | {"ends_on": "2026-11-01"}, "people": []},
        {"need": NEED | {"x": 1}, "people": []},
    ],
)
def test_a_question_that_is_wrong_is_refused(wrong):
    with pytest.raises(CandidateFactsError):
        question_of(wrong)


def test_load_is_counted_in_fractions():
    asked, known = question_of({"need": NEED | {"days": "2.5"}, "people": [person("甲", days_this_year="177.5")]})
    assert (asked.days + known[0].load.days, order(person("甲", days_this_year="177"), days="3")[0].is_free) == (
        Fraction(180),
        True,
    )
