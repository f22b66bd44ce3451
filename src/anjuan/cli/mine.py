"""``anjuan mine``: facts out of cases, guides out of facts."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.selectors.sight import case_named
from anjuan.cli import mine_archive, mine_works
from anjuan.cli.output import print_json, print_rows, print_table
from anjuan.cli.watching import Display
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import UsageError
from anjuan.kit.progress import Step
from anjuan.mining.rendering.files import FORMATS, guide_file
from anjuan.mining.rendering.markdown import guide_markdown
from anjuan.mining.rendering.plain import guide_json
from anjuan.mining.rendering.view import GuideView
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.facts import FactFilter, FactRow, fact_rows, rule_qualities
from anjuan.mining.selectors.guides import edition_published, edition_view, guide_named, preview_view, scope_rows
from anjuan.mining.services.guides import guide_preview
from anjuan.mining.services.rounds import round_begin
from anjuan.mining.services.running import all_cases, case_mine
from anjuan.mining.tasks import extractor

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
#: A case has some hundreds of facts; whoever asks for them wants all.
_ALL = 100_000


class NothingToMineError(UsageError):
    """Neither cases nor all of them were named."""

    code = "CLI-020"


@click.group("mine")
def command() -> None:
    """Take facts from cases, compile guides."""


@command.command()
@click.argument("cases", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All cases; papers that have not changed are left as they are.")
@click.option("--again", is_flag=True, help="Take the facts of unchanged papers anew as well.")
@click.option("--later", is_flag=True, help="With --all: order it as background work and end at once.")
@_JSON
def run(*, cases: tuple[str, ...], everything: bool, again: bool, later: bool, as_json: bool) -> None:
    """Take the facts of cases.

    Example: anjuan mine run AJ-2026-000001
    """
    if bool(cases) == everything:
        raise NothingToMineError("Name cases, or give --all.", remedy="For example: anjuan mine run --all")
    if later and (cases or again):
        raise NothingToMineError(
            "--later goes with --all alone: the round leaves unchanged papers as they are.",
            remedy="For example: anjuan mine run --all --later",
        )
    deed = Deed("system", SystemClock().now())
    if later:
        jobs = round_begin(deed=deed)
        print_json({"jobs": jobs}) if as_json else click.echo(f"{jobs} jobs were ordered; a worker does them.")
        return
    keys = list(all_cases()) if everything else [case_named(system_viewer(), name).pk for name in cases]
    totals = {"cases": 0, "documents": 0, "anew": 0, "facts": 0}
    with Display(quiet=as_json) as display:
        display.expect(cases=len(keys))
        for key in keys:
            mined = case_mine(deed=deed, case_id=key, extractor=extractor(), again=again)
            display.step(Step(counts={"cases": 1}))
            totals["cases"] += 1
            totals["documents"] += mined.documents
            totals["anew"] += mined.anew
            totals["facts"] += mined.facts
    if as_json:
        print_json(totals)
    else:
        click.echo("{cases} cases, {documents} papers ({anew} taken anew), {facts} facts.".format(**totals))


@command.command()
@click.argument("case")
@click.option("--kind", default="", help="Only facts of this kind, such as control.")
@click.option("--state", default="", help="Only facts in this state, such as proposed.")
@_JSON
def facts(*, case: str, kind: str, state: str, as_json: bool) -> None:
    """Show the facts of a case with their pages.

    Example: anjuan mine facts AJ-2026-000001 --json
    """
    found = case_named(system_viewer(), case)
    rows = fact_rows(system_viewer(), FactFilter(case=found.number, kind=kind, state=state), limit=_ALL)
    if as_json:
        print_json({"case": found.number, "facts": [_plain(row) for row in rows]})
        return
    shown = [
        (row.id, row.kind, f"{row.document_kind} {row.document}"[:30], row.page, _told(row), row.state) for row in rows
    ]
    print_table(("id", "kind", "paper", "page", "what", "state"), shown)


def _told(row: FactRow) -> str:
    return "；".join(slot["value"] for slot in row.slots)[:80]


def _plain(row: FactRow) -> dict[str, object]:
    plain = dataclasses.asdict(row)
    values: dict[str, object] = {}
    for slot in row.slots:
        known = values.get(slot["name"])
        if known is None:
            values[slot["name"]] = slot["value"]
        else:
            values[slot["name"]] = [*known, slot["value"]] if isinstance(known, list) else [known, slot["value"]]
    return plain | {"values": values, "text": row.quote}


@command.command()
@click.option("--field", "field_code", required=True, help="Certification field, such as A01.")
@click.option("--code", default="", help="Professional code, such as 17.10.02; empty for the whole field.")
@click.option(
    "--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="A .pdf, .docx, .md or .json file."
)
@click.option("--preview", is_flag=True, help="Compile anew from all facts that are not rejected, released or not.")
@click.option(
    "--least-clients",
    default=3,
    show_default=True,
    type=click.IntRange(1),
    help="From how many clients on a code has a guide of its own.",
)
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@_JSON
def guide(
    *, field_code: str, code: str, target: Path | None, preview: bool, least_clients: int, language: str, as_json: bool
) -> None:
    """Show the released guide of a field and code, or a preview when there is none.

    Example: anjuan mine guide --field A01 --code 17.10.02 --to guide.pdf
    """
    view = _guide(Scope(field_code, code), least_clients, language, preview=preview)
    if target is not None:
        if target.suffix.lower() not in FORMATS:
            raise UsageError(
                f"No guide can be written as {target.suffix!r}.", remedy=f"Use one of {', '.join(FORMATS)}."
            )
        target.write_bytes(guide_file(view, target.suffix.lower(), now=SystemClock().now(), language=language))
        click.echo(f"{target}: {view.cases} cases of {view.clients} clients, {view.facts} facts.")
    elif as_json:
        print_json(guide_json(view))
    else:
        click.echo(guide_markdown(view, language))


def _guide(wanted: Scope, least_clients: int, language: str, *, preview: bool) -> GuideView:
    viewer = system_viewer()
    released = {(row.field_code, row.code) for row in scope_rows(viewer) if row.published}
    if not preview and (wanted.field_code, wanted.professional_code) in released:
        return edition_view(edition_published(guide_named(viewer, wanted)), language)
    compiled, chosen = guide_preview(wanted=wanted, least_clients=least_clients)
    return preview_view(wanted, compiled, chosen, SystemClock().now(), language)


@command.command()
@_JSON
def scopes(*, as_json: bool) -> None:
    """List fields and codes with their cases and guides.

    Example: anjuan mine scopes
    """
    rows = scope_rows(system_viewer())
    if as_json:
        print_json({"scopes": [dataclasses.asdict(row) for row in rows]})
    else:
        print_rows(rows, ("field_code", "code", "cases", "clients", "published", "draft"))


@command.command()
@_JSON
def quality(*, as_json: bool) -> None:
    """Show how right each extractor is, by what persons said of its facts.

    Example: anjuan mine quality --json
    """
    columns = ("rule", "waiting", "looked_at", "right", "low", "high", "agreed", "of_two")
    rows = [
        (
            one.rule, one.proposed, one.precision.of, one.precision.count, round(one.precision.low, 3),
            round(one.precision.high, 3), one.agreement.count, one.agreement.of,
        )
        for one in rule_qualities()
    ]  # fmt: skip
    if as_json:
        print_json({"rules": [dict(zip(columns, row, strict=True)) for row in rows]})
    else:
        print_table(columns, rows)


for _command in (
    *mine_works.COMMANDS,
    mine_archive.statistics,
    mine_archive.graph,
    mine_archive.ask,
    mine_archive.key,
):
    command.add_command(_command)
