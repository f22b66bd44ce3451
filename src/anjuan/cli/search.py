"""``anjuan search``: find words in the archive."""

from __future__ import annotations

import json

import click

from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.findable.finding import FACETS, ArchiveHit, Found, find
from anjuan.archive.findable.health import index_health, index_refusals
from anjuan.archive.services.indexing import index_rebuild, index_waiting, search_engine
from anjuan.cli.output import print_json, print_table
from anjuan.cli.watching import Display
from anjuan.kit.errors import UsageError
from anjuan.search.results import Options


class QueryGroup(click.Group):
    """A group that takes any word that is no command as the query itself."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; without one the words go to ``find``."""
        if args and args[0] not in self.commands:
            return "find", self.commands["find"], args
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options of the query stand before it."""
        if args and args[0].startswith("-") and args[0] not in ("-h", "--help"):
            args = ["find", *args]
        return super().parse_args(ctx, args)


@click.group("search", cls=QueryGroup)
def command() -> None:
    """Find words in the archive: anjuan search "QUERY".

    Example: anjuan search '"不符合项" AND 标准:19001' --field year=2024 --json
    """


@command.command("find")
@click.argument("query")
@click.option("--fuzzy", is_flag=True, help="Also pages that differ in a few characters; the differences are shown.")
@click.option("--field", "fields", multiple=True, metavar="NAME=VALUE", help="Only pages with this value; repeatable.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(0, 1000), help="How many hits.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(0, 1_000_000), help="Hits to pass over.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def find_words(*, query: str, fuzzy: bool, fields: tuple[str, ...], limit: int, offset: int, as_json: bool) -> None:
    """Find words: ranked, exact in quotes, with AND OR NOT and filters.

    Example: anjuan search find 首件检验 --field kind=D08
    """
    options = Options(filters=_filters(fields), fuzzy=fuzzy, facets=FACETS, limit=limit, offset=offset)
    found = find(system_viewer(), search_engine(), query, options)
    if as_json:
        print_json(_as_dict(found))
    else:
        _print(found)


def _filters(fields: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    filters: dict[str, tuple[str, ...]] = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals or not value:
            raise UsageError(f"The filter {field!r} has no value.", remedy="Write it as --field name=value.")
        filters[name] = (*filters.get(name, ()), value)
    return filters


def _as_dict(found: Found) -> dict[str, object]:
    return {
        "query": found.query,
        "total": found.total,
        "hits": [_hit_as_dict(hit) for hit in found.hits],
        "facets": {name: {item.value: item.count for item in counts} for name, counts in found.facets.items()},
        "notices": list(found.notices),
        "fuzzy_offer": {"pages": found.offer.pages, "differences": found.offer.differences} if found.offer else None,
        "timings_ms": dict(found.timings_ms),
    }


def _hit_as_dict(hit: ArchiveHit) -> dict[str, object]:
    return {
        "case": hit.case_number,
        "case_title": hit.case_title,
        "document": hit.document_id,
        "document_title": hit.document_title,
        "page": hit.page,
        "kind": hit.kind,
        "score": hit.score,
        "snippet": "".join(part.text for part in hit.snippets[0]) if hit.snippets else "",
        "boxes": [list(box) for group in hit.boxes for box in group],
        "hits_on_page": len(hit.boxes),
        "differences": list(hit.differences),
    }


def _print(found: Found) -> None:
    for notice in found.notices:
        click.echo(notice, err=True)
    for hit in found.hits:
        click.secho(f"{hit.case_number}  {hit.document_title}  p. {hit.page}  [{hit.kind}]", bold=True)
        for snippet in hit.snippets[:1]:
            click.echo("    " + "".join(click.style(p.text, fg="yellow") if p.hit else p.text for p in snippet))
    click.echo(f"{found.total} pages; {found.timings_ms['total']:.0f} ms")
    if found.offer:
        click.echo(f"{found.offer.pages} more with --fuzzy: {json.dumps(found.offer.differences, ensure_ascii=False)}")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def rebuild(*, as_json: bool) -> None:
    """Index every page anew; searches go on meanwhile.

    Example: anjuan search rebuild
    """
    with Display() as display:
        count = index_rebuild(search_engine(), progress=display)
    if as_json:
        print_json({"pages": count})
    else:
        click.echo(f"{count} pages are indexed.")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(*, as_json: bool) -> None:
    """Show the state of the index.

    Example: anjuan search status
    """
    engine = search_engine()
    stats, health = engine.stats(), index_health(engine)
    values = {
        "pages": stats.pages, "size_bytes": stats.size_bytes, "shards": stats.shards, "waiting": index_waiting(),
        "missing": health.missing, "refused": health.refused,
    }  # fmt: skip
    refusals = index_refusals()
    if as_json:
        print_json({**values, "version": stats.version, "refusals": refusals})
        return
    print_table(list(values), [list(values.values())])
    if refusals:
        print_table(
            ("case", "document", "page", "why it cannot be found"),
            [(one.case, one.document_id, one.page, one.reason) for one in refusals],
        )
