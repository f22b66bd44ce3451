"""Filters of the pages about the certification process."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from django import template

from anjuan.lifecycle.rules.process_machine import Refusal
from anjuan.lifecycle.selectors.offering import Offered
from anjuan.web import words
from anjuan.web.processnames import condition_names, input_choices, refusal_said, state_name, step_name, transition_name
from anjuan.web.processwords import INPUT_KINDS

register = template.Library()


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """An input of a step as a form asks for it."""

    name: str
    label: str
    kind: str
    choices: list[tuple[str, str]]


@register.filter
def process_state(key: str, machine: str) -> str:
    """Return the name of a state of a machine."""
    return state_name(machine, key)


@register.filter
def process_step(key: str, machine: str) -> str:
    """Return the name of a step of a machine."""
    return step_name(machine, key)


@register.filter
def process_title(offered: Offered) -> str:
    """Return the name of a step that is offered."""
    return transition_name(offered.offer.transition)


@register.filter
def process_fields(offered: Offered, machine: str) -> list[Field]:
    """Return what has to be said with a step."""
    one = offered.offer.transition
    fields = []
    for name in one.inputs:
        choices = input_choices(machine, one.key, name)
        kind = "choice" if choices else INPUT_KINDS.get(name, "text")
        if machine == "finding" and name == "cause":
            kind = "area"
        fields.append(Field(name, words.said("process_input", name), kind, choices))
    return fields


@register.filter
def process_kept(told: object, name: str) -> str:
    """Return what was said with a step that was refused; empty when none was."""
    said: Mapping[str, str] = getattr(told, "said", None) or {}
    return said.get(name, "")


@register.filter
def process_told(one: Refusal) -> str:
    """Return what a rule refuses."""
    return refusal_said(one)[0]


@register.filter
def process_way(one: Refusal) -> str:
    """Return the way out of a refusal."""
    return refusal_said(one)[1]


@register.filter
def process_condition(key: str) -> str:
    """Return the name of a condition that a person looks up."""
    return condition_names().get(key, key)
