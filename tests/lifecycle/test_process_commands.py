"""The commands about certification projects."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from anjuan.cli.lifecycle_projects import SaidError, projects, show, take
from anjuan.lifecycle.services.stepping import StepRefusedError


def run(command, *words):
    return CliRunner().invoke(command, words, catch_exceptions=False)


def test_projects_are_listed_with_where_they_stand(body):
    body.accepted()
    told = json.loads(run(projects, "--json").stdout)
    assert (told["total"], told["standings"]["contracting"]) == (1, 1)
    assert "宁波海棠" in run(projects).stdout


def test_a_project_shows_its_steps_with_the_rules_that_refuse_them(body):
    project = body.contracted()
    steps = json.loads(run(show, project.number, "--json").stdout)["steps"]
    assert {one["rule"] for one in steps[0]["refused_by"]} == {"PG01", "T03", "T02", "K07"}
    assert "PG01" in run(show, project.number).stdout


def test_a_step_is_taken_from_the_command_line(body):
    project = body.accepted()
    told = run(take, "project", str(project.pk), "cancel", "--say", "reason=客户撤回")
    assert told.stdout.strip() == "accepted -> cancelled"


def test_every_rule_that_refuses_a_step_is_printed(body):
    project = body.accepted()
    with pytest.raises(StepRefusedError):
        run(take, "project", str(project.pk), "contract")


def test_a_decision_is_taken_by_a_person_alone(body):
    audit = body.reviewed(body.programmed())
    with pytest.raises(StepRefusedError, match="P02"):
        run(take, "audit", str(audit.pk), "decide")


def test_what_is_said_needs_a_name_and_a_value(body):
    with pytest.raises(SaidError):
        run(take, "project", "1", "cancel", "--say", "reason")
