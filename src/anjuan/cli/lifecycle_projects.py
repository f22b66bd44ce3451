"""Commands about certification projects: listing them, showing their steps, taking one."""

from __future__ import annotations

from collections.abc import Iterable

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.cli.output import print_json, print_table
from anjuan.kit.clock import SystemClock, today_in_china
from anjuan.kit.errors import UsageError
from anjuan.lifecycle.selectors.offering import Offered
from anjuan.lifecycle.selectors.projects import STANDINGS, Part, ProjectFilter, project_list, project_view
from anjuan.lifecycle.services.stepping import StepRefusedError, step_take

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_CLOCK = SystemClock()
_COLUMNS = ("number", "organisation", "field", "state", "status", "due_on", "due")


class SaidError(UsageError):
    """What is said with a step is not written as a name and a value."""

    code = "CLI-035"


@click.command("projects")
@click.option("--standing", type=click.Choice(STANDINGS), default=None, help="Only those that stand here.")
@click.option("--words", default="", help="Words of organisation, project or certificate number.")
@click.option("--limit", type=click.IntRange(1, 500), default=50, show_default=True, help="How many at most.")
@_JSON
def projects(*, standing: str | None, words: str, limit: int, as_json: bool) -> None:
    """List certification projects, those due first in front.

    Example: anjuan lifecycle projects --standing late
    """
    found = project_list(
        system_viewer(), ProjectFilter(words, standing or ""), today=today_in_china(_CLOCK), limit=limit
    )
    rows = [
        {
            "number": row.number, "organisation": row.organisation, "field": row.field, "state": row.state,
            "status": row.status, "due_on": row.due_on, "due": row.due_title,
        }
        for row in found.rows
    ]  # fmt: skip
    if as_json:
        print_json({"total": found.total, "standings": found.standings, "projects": rows})
    else:
        print_table(list(_COLUMNS), [list(row.values()) for row in rows])


@click.command("show")
@click.argument("number")
@_JSON
def show(*, number: str, as_json: bool) -> None:
    """Show a project with every step it offers and what refuses it, rule by rule.

    Example: anjuan lifecycle show XM-2026-00001
    """
    shown = project_view(system_viewer(), number, today_in_china(_CLOCK))
    rows = [_step(part, one) for part in shown.parts for one in part.offers]
    if as_json:
        print_json({"number": number, "state": shown.project.state, "status": shown.project.status, "steps": rows})
    else:
        click.echo(f"{number} {shown.project.organisation.name}: {shown.project.state}, {shown.project.status}")
        table = [
            [row["machine"], row["key"], row["step"], row["needs"], rules]
            for row, rules in zip(rows, _rules(shown.parts), strict=True)
        ]
        print_table(["machine", "key", "step", "needs", "refused by"], table)


def _rules(parts: Iterable[Part]) -> list[str]:
    return [", ".join(refusal.rule for refusal in one.offer.refusals) for part in parts for one in part.offers]


def _step(part: Part, one: Offered) -> dict[str, object]:
    return {
        "machine": part.subject.machine, "key": part.row.pk, "state": part.subject.state,
        "step": one.offer.transition.key, "needs": one.offer.transition.needs,
        "refused_by": [
            {"rule": refusal.rule, "edition": refusal.edition, "what": refusal.en, "way_out": refusal.en_remedy}
            for refusal in one.offer.refusals
        ],
    }  # fmt: skip


@click.command("step")
@click.argument("machine", type=click.Choice(["project", "certificate", "audit", "finding", "special", "task"]))
@click.argument("key", type=int)
@click.argument("step")
@click.option("--say", multiple=True, metavar="NAME=VALUE", help="What is said with the step; may be repeated.")
def take(*, machine: str, key: int, step: str, say: tuple[str, ...]) -> None:
    """Take a step, or say every rule that refuses it. Decisions need a person and are taken in the web interface.

    Example: anjuan lifecycle step certificate 7 suspend --say code=0112 --say begins=2026-03-02 --say ends=2026-08-31
    """
    said = {}
    for one in say:
        name, mark, value = one.partition("=")
        if not mark:
            raise SaidError(f"{one!r} is no name with a value.", remedy="Write it like code=0112.")
        said[name] = value
    deed = Deed("system", _CLOCK.now())
    try:
        done = step_take(deed=deed, viewer=system_viewer(), machine=machine, key=key, step=step, said=said)
    except StepRefusedError as fault:
        for refusal in fault.refusals:
            click.echo(f"{refusal.rule} ({refusal.edition}): {refusal.en} {refusal.en_remedy}", err=True)
        raise
    click.echo(f"{done.before} -> {done.after}")
