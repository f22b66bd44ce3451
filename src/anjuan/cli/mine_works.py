"""``anjuan mine stories|firsts|training|instruction``: what is compiled besides guides."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.cli.output import print_json, print_rows
from anjuan.compiling.works.shapes import TrainingSet
from anjuan.kit.clock import SystemClock
from anjuan.kit.errors import UsageError
from anjuan.mining.rendering.files import FORMATS, guide_file
from anjuan.mining.rendering.markdown import guide_markdown
from anjuan.mining.rendering.plain import guide_json
from anjuan.mining.rendering.stories import STORY_FORMATS, story_file, story_json, story_markdown
from anjuan.mining.rendering.story_view import story_view
from anjuan.mining.rendering.trainings import TRAINING_FORMATS, training_file, training_json
from anjuan.mining.rendering.view import GuideView
from anjuan.mining.scopes import Scope
from anjuan.mining.selectors.firsts import first_rows
from anjuan.mining.selectors.guides import edition_published, edition_view, guide_named, preview_view
from anjuan.mining.selectors.instructions import instruction_rows
from anjuan.mining.selectors.trainings import difficulties
from anjuan.mining.selectors.workgates import edition_content
from anjuan.mining.selectors.works import WorkFilter, work_published, work_rows
from anjuan.mining.services.firsts import firsts_find
from anjuan.mining.services.guides import INSTRUCTION, guide_preview
from anjuan.mining.services.stories import stories_propose
from anjuan.mining.services.trainings import training_make

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_TO = click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="Write this file.")
_LANGUAGE = click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
_COLUMNS = ("id", "title", "field_code", "clause", "published", "state")


def _deed() -> Deed:
    return Deed("system", SystemClock().now())


def _suffix(target: Path, forms: tuple[str, ...]) -> str:
    if target.suffix.lower() not in forms:
        raise UsageError(f"Nothing can be written as {target.suffix!r}.", remedy=f"Use one of {', '.join(forms)}.")
    return target.suffix.lower()


@click.command()
@click.option("--propose", default=0, help="First make up to so many drafts out of reviewed findings.")
@click.option("--show", type=int, help="Show the published story of this number.")
@click.option("--field", "field_code", default="", help="Only stories of this certification field.")
@click.option("--clause", default="", help="Only stories of this clause.")
@_TO
@_LANGUAGE
@_JSON
def stories(
    *, propose: int, show: int | None, field_code: str, clause: str, target: Path | None, language: str, as_json: bool
) -> None:
    """List case stories, propose new ones, write a published one.

    Example: anjuan mine stories --show 3 --to story.pdf
    """
    viewer = system_viewer()
    if show is not None:
        _story(show, target, language, as_json=as_json)
        return
    made = stories_propose(deed=_deed(), most=propose) if propose > 0 else []
    rows = work_rows(viewer, WorkFilter("story", field_code=field_code, clause=clause))
    if as_json:
        print_json({"proposed": len(made), "stories": [dataclasses.asdict(row) for row in rows]})
    else:
        print_rows(rows, _COLUMNS)


def _story(number: int, target: Path | None, language: str, *, as_json: bool) -> None:
    view = story_view(work_published(system_viewer(), "story", number), language)
    if target is not None:
        target.write_bytes(story_file(view, _suffix(target, STORY_FORMATS), now=SystemClock().now(), language=language))
        click.echo(f"{target}: {view.title}")
    elif as_json:
        print_json(story_json(view))
    else:
        click.echo(story_markdown(view, language))


@click.command()
@click.option("--find", is_flag=True, help="First look for firsts over the whole archive.")
@click.option("--sort", type=click.Choice(["family", "field", "code", "standard"]), help="Only firsts of this sort.")
@_JSON
def firsts(*, find: bool, sort: str | None, as_json: bool) -> None:
    """List the body's firsts with the cases that prove them.

    Example: anjuan mine firsts --find --json
    """
    found = firsts_find(deed=_deed()) if find else None
    rows = first_rows(system_viewer(), sort=sort or "")
    if as_json:
        told = dataclasses.asdict(found) if found else None
        print_json({"found": told, "firsts": [dataclasses.asdict(row) for row in rows]})
    else:
        print_rows(rows, ("day", "sort", "name", "case", "state"))


@click.command()
@click.option("--field", "field_code", default="", help="Certification field, such as A01; empty lists all sets.")
@click.option("--standard", default="", help="Only findings of cases of this standard.")
@click.option("--make", is_flag=True, help="Make the draft anew out of reviewed findings.")
@click.option("--show", type=int, help="Show the published set of this number.")
@_TO
@_LANGUAGE
@_JSON
def training(
    *,
    field_code: str,
    standard: str,
    make: bool,
    show: int | None,
    target: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """List training sets, make one, write a published one.

    Example: anjuan mine training --field A01 --make
    """
    viewer = system_viewer()
    if make:
        if not field_code:
            raise UsageError("Name the certification field.", remedy="For example: --field A01")
        training_make(deed=_deed(), viewer=viewer, field_code=field_code, standard=standard)
    if show is not None:
        _training(show, target, language)
        return
    rows = work_rows(viewer, WorkFilter("training", field_code=field_code))
    if as_json:
        print_json({"sets": [dataclasses.asdict(row) for row in rows]})
    else:
        print_rows(rows, ("id", "title", "field_code", "standard", "published", "state"))


def _training(number: int, target: Path | None, language: str) -> None:
    edition = work_published(system_viewer(), "training", number)
    content = edition_content(edition)
    if not isinstance(content, TrainingSet):
        raise UsageError("This is no training set.", remedy="Look at the list: anjuan mine training")
    known = difficulties(edition)
    if target is not None:
        suffix = _suffix(target, TRAINING_FORMATS)
        target.write_bytes(training_file(content, suffix, known=known, language=language))
        click.echo(f"{target}: {len(content.questions)} questions.")
    else:
        click.echo(json.dumps(training_json(content, known), ensure_ascii=False, indent=2))


@click.command()
@click.option("--field", "field_code", default="", help="Certification field, such as A01; empty lists all fields.")
@click.option("--preview", is_flag=True, help="Compile anew from all facts that are not rejected, released or not.")
@_TO
@_LANGUAGE
@_JSON
def instruction(*, field_code: str, preview: bool, target: Path | None, language: str, as_json: bool) -> None:
    """Show the work instruction of a field, compiled over all its codes.

    Example: anjuan mine instruction --field A01 --to instruction.pdf
    """
    if not field_code:
        rows = instruction_rows(system_viewer(), language)
        if as_json:
            print_json({"fields": [dataclasses.asdict(row) for row in rows]})
        else:
            print_rows(rows, ("field_code", "name", "cases", "clients", "codes", "published", "draft"))
        return
    view = _instruction(Scope(field_code), language, preview=preview)
    if target is not None:
        target.write_bytes(guide_file(view, _suffix(target, FORMATS), now=SystemClock().now(), language=language))
        click.echo(f"{target}: {view.cases} cases of {view.clients} clients, {view.facts} facts.")
    elif as_json:
        print_json(guide_json(view) | {"form": view.form})
    else:
        click.echo(guide_markdown(view, language))


def _instruction(wanted: Scope, language: str, *, preview: bool) -> GuideView:
    viewer = system_viewer()
    released = {row.field_code for row in instruction_rows(viewer) if row.published}
    if not preview and wanted.field_code in released:
        return edition_view(edition_published(guide_named(viewer, wanted, INSTRUCTION)), language)
    compiled, chosen = guide_preview(wanted=wanted, least_clients=1, form=INSTRUCTION)
    return preview_view(wanted, compiled, chosen, SystemClock().now(), language, INSTRUCTION)


COMMANDS = (stories, firsts, training, instruction)
