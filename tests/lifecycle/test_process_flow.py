"""A certification from application to certificate, and on."""

from __future__ import annotations

from anjuan.lifecycle.models import Decision, Step


def test_an_initial_certification_ends_in_a_valid_certificate(body):
    project = body.certified()
    assert (project.state, project.status, project.certificate.number) == ("certified", "01", project.certificate_no)


def test_every_step_is_kept_with_its_edition(body):
    project = body.certified()
    steps = Step.objects.filter(project=project)
    assert steps.filter(machine="audit").count() == 14
    assert set(steps.values_list("edition", flat=True)) == {"CNCA-QMS-01:2025（2026）"}


def test_the_decision_names_who_made_it(body):
    project = body.certified()
    assert Decision.objects.get(audit__project=project).decider == "zhou"
