"""``anjuan lifecycle``: certification projects, what each offers next, and taking a step."""

from __future__ import annotations

import click

from anjuan.cli.lazy import LazyGroup, Place

_PROJECTS = "anjuan.cli.lifecycle_projects"
_PLACES = {
    "projects": Place(_PROJECTS, "projects", "List certification projects."),
    "show": Place(_PROJECTS, "show", "Show the steps that a project offers and what refuses them."),
    "step": Place(_PROJECTS, "take", "Take a step, or say every rule that refuses it."),
}


@click.group("lifecycle", cls=LazyGroup, places=_PLACES)
def command() -> None:
    """Certification projects, what each offers next, and taking a step."""
