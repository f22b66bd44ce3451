from __future__ import annotations

import re
from typing import Any

import pytest

from anjuan.samples.facts import build
from anjuan.samples.forms import forms, kinds
from anjuan.samples.numbers import credit_code_holds
from anjuan.samples.planning import plan
from anjuan.samples.writing import FIELD_KEYS, write

Case = dict[str, Any]
PLACE = re.compile(r"\{[a-z_]+\}|<[^<>]*>")


def text_of(case: Case) -> str:
    return "\n".join(text for paper in case["documents"] for text in paper["text"])


def test_more_than_forty_two_kinds_of_papers_are_made(clean_cases: list[Case]) -> None:
    made = {paper["kind"] for case in clean_cases for paper in case["documents"]}
    assert len(made) >= 42
    assert made == set(kinds())


def test_titles_of_one_kind_differ_between_bodies() -> None:
    assert sum(len(set(form.titles)) >= 3 for form in forms()) / len(forms()) > 0.9


def test_no_place_is_left_unfilled(clean_cases: list[Case]) -> None:
    assert not [found for case in clean_cases for found in PLACE.findall(text_of(case))]


@pytest.mark.parametrize(
    "key",
    [
        "organisation",
        "credit_code",
        "scope",
        "standards",
        "certificate_no",
        "headcount",
        "registered_address",
        "audit_days",
        "team",
        "decision_maker",
        "expires_on",
    ],
)
def test_clean_papers_of_a_case_agree_on_every_value(clean_cases: list[Case], key: str) -> None:
    for case in clean_cases:
        assert len({paper["fields"][key] for paper in case["documents"] if key in paper["fields"]}) <= 1


def test_clean_credit_codes_hold(clean_cases: list[Case]) -> None:
    assert all(credit_code_holds(case["fields"]["credit_code"]) for case in clean_cases)


def test_clean_cases_say_so(clean_cases: list[Case]) -> None:
    assert not any(case["faults"] for case in clean_cases)


def test_each_finding_has_its_report_and_its_closure(clean_cases: list[Case]) -> None:
    for case in clean_cases:
        counted = [sum(paper["kind"] == kind for paper in case["documents"]) for kind in ("D08", "D09")]
        assert counted == [len(case["findings"])] * 2


def test_decision_maker_and_reviewer_are_not_in_the_team(clean_cases: list[Case]) -> None:
    for case in clean_cases:
        assert not {case["fields"]["decision_maker"], case["reviewer"]} & set(case["fields"]["team"])


def test_values_stand_in_the_text_with_their_label(clean_cases: list[Case]) -> None:
    for case in clean_cases[:12]:
        for paper in case["documents"]:
            whole = "\n".join(paper["text"])
            assert all(value in whole for value in paper["fields"].values())
            assert all(label in whole for label in paper["labels"].values())


def test_mined_sentences_stand_in_their_papers(clean_cases: list[Case]) -> None:
    for case in clean_cases[:12]:
        for paper in case["documents"]:
            whole = "\n".join(paper["text"])
            assert all(fact["text"] in whole for fact in paper["mining"])


def test_every_case_tells_of_controls_laws_points_and_flow(clean_cases: list[Case]) -> None:
    wanted = {"key_control", "law", "audit_point", "process_flow", "good_practice"}
    for case in clean_cases:
        assert wanted <= {fact["type"] for paper in case["documents"] for fact in paper["mining"]}


def test_audit_notes_are_not_the_same_in_two_cases(clean_cases: list[Case]) -> None:
    notes = ["".join(paper["text"]) for case in clean_cases for paper in case["documents"] if paper["kind"] == "D04"]
    assert len(set(notes)) == len(notes)


def test_surveillance_has_no_application_and_no_new_certificate() -> None:
    event = next(item for item in plan(9, 20) if item.event == "surveillance1")
    assert not {"A01", "B05", "F01", "D05"} & {paper.kind for paper in write(build(event))}


def test_field_keys_are_names_the_software_knows() -> None:
    assert {"organisation", "credit_code", "scope", "expires_on"} <= FIELD_KEYS


def test_departments_of_the_plan_are_audited(clean_cases: list[Case]) -> None:
    for case in clean_cases:
        plan_text, notes = (
            "".join(text for paper in case["documents"] if paper["kind"] == kind for text in paper["text"])
            for kind in ("C06", "D04")
        )
        assert all(point["dept"] in plan_text and point["dept"] in notes for point in case["audit_points"])


def test_licences_are_valid_from_before_the_audit_until_the_decision(clean_cases: list[Case]) -> None:
    span = re.compile("自(\\d+)年(\\d+)月(\\d+)日至(\\d+)年(\\d+)月(\\d+)日")
    for case in clean_cases:
        for paper in (item for item in case["documents"] if item["kind"] == "A03"):
            found = span.search(paper["text"][0])
            assert found
            begin, end = (
                "{:04d}-{:02d}-{:02d}".format(*(int(part) for part in found.groups()[at : at + 3])) for at in (0, 3)
            )
            assert begin <= case["dates"]["audit_start"] <= case["dates"]["decision"] <= end


def test_four_fifths_of_the_audit_time_are_on_site() -> None:
    for event in plan(9, 60):
        values = build(event).values
        assert 0.8 * event.person_days <= float(values["onsite_days"]) <= max(1.0, event.person_days)


def test_every_member_of_the_team_signs_in(clean_cases: list[Case]) -> None:
    for case in clean_cases:
        for kind in ("C02", "D02", "D03", "D12"):
            shown = "".join(text for paper in case["documents"] if paper["kind"] == kind for text in paper["text"])
            assert all(name in shown for name in case["fields"]["team"])
