"""Names of states and steps, as the table of machines has them in the two languages."""

from __future__ import annotations

from django.utils.translation import get_language

from anjuan.lifecycle.rules.process_machine import Refusal, Transition
from anjuan.lifecycle.rules.process_tables import limits, machines


def _english() -> bool:
    return get_language() == "en"


def state_name(machine: str, key: str) -> str:
    """Return the name of a state; the key itself where the table has none."""
    found = next((one for one in machines().latest.machine(machine).states if one.key == key), None)
    if found is None:
        return key
    return found.name_en if _english() else found.name


def step_name(machine: str, key: str) -> str:
    """Return the name of a step; the key itself where the table has none."""
    found = next((one for one in machines().latest.machine(machine).transitions if one.key == key), None)
    return transition_name(found) if found else key


def transition_name(one: Transition) -> str:
    """Return the name of a step."""
    return one.name_en if _english() else one.name


def refusal_said(one: Refusal) -> tuple[str, str]:
    """Return what a rule refuses, and the way out."""
    return (one.en, one.en_remedy) if _english() else (one.zh, one.zh_remedy)


def input_choices(machine: str, step: str, name: str) -> list[tuple[str, str]]:
    """Return what an input is chosen from; empty where it is written."""
    lists = limits().latest
    tables = {
        ("certificate", "suspend", "code"): lists.suspension_reasons,
        ("certificate", "withdraw", "code"): lists.withdrawal_reasons,
        ("certificate", "withdraw_suspended", "code"): lists.withdrawal_reasons,
        ("task", "adjust", "cause"): lists.miss_causes,
        ("task", "cancel", "cause"): lists.miss_causes,
        ("task", "adjust", "adjustment"): {k: v for k, v in lists.adjustments.items() if k != "cancel"},
    }
    return list(tables.get((machine, step, name), {}).items())


def condition_names() -> dict[str, str]:
    """Return the conditions that a person looks up, by key."""
    return dict(limits().latest.conditions)
