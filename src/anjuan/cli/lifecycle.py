"""``anjuan lifecycle``: projects and their steps; audit time, sampling, dates, what is due, who can audit."""

from __future__ import annotations

import click

from anjuan.cli.lazy import LazyGroup, Place

_PROJECTS = "anjuan.cli.lifecycle_projects"
_RULES, _DUE = "anjuan.cli.lifecycle_rules", "anjuan.cli.lifecycle_due"
_PLACES = {
    "audit-time": Place(_RULES, "audit_time_command", "Compute the time of an audit, step by step."),
    "sampling": Place(_RULES, "sampling_command", "Compute how many sites are visited, and draw them."),
    "dates": Place(_DUE, "dates_command", "Judge the dates of a certificate by the time rules."),
    "due": Place(_DUE, "due_command", "List what is due for certificates."),
    "who": Place(_DUE, "who_command", "Rank who can do an audit, with reasons."),
    "projects": Place(_PROJECTS, "projects", "List certification projects."),
    "show": Place(_PROJECTS, "show", "Show the steps that a project offers and what refuses them."),
    "step": Place(_PROJECTS, "take", "Take a step, or say every rule that refuses it."),
}


@click.group("lifecycle", cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Certification projects and their steps, and the rules that govern them."""
