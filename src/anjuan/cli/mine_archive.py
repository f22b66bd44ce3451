"""``anjuan mine statistics``, ``graph``, ``ask``: the whole archive at once."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import click
from django.conf import settings

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.services.indexing import search_engine
from anjuan.cli.output import print_json, print_table
from anjuan.kit.clock import SystemClock
from anjuan.mining.assisting.endpoint import ChatEndpoint
from anjuan.mining.assisting.keys import key_opened, key_seal
from anjuan.mining.assisting.protocol import ModelSettings
from anjuan.mining.rules.counting import DIMENSIONS, Asked, Cell
from anjuan.mining.rules.graph import NODE_KINDS
from anjuan.mining.rules.tallies import quarter_read
from anjuan.mining.selectors.graph import graph_around, nodes_named
from anjuan.mining.selectors.trends import trend_pairs, trend_series, trend_table
from anjuan.mining.services.asking import archive_ask
from anjuan.mining.services.tallying import trends_update

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_VIEWS = (*DIMENSIONS, "change", "pairs")


@click.command()
@click.option("--by", type=click.Choice(_VIEWS), default="clause", show_default=True, help="By what to count.")
@click.option("--field", "field_code", default="", help="Certification field, such as A01.")
@click.option("--code", default="", help="Professional code or the beginning of one.")
@click.option("--clause", default="", help="Clause or the beginning of one.")
@click.option("--first", default="", help="First quarter, such as 2025Q1.")
@click.option("--last", default="", help="Last quarter.")
@_JSON
def statistics(*, by: str, field_code: str, code: str, clause: str, first: str, last: str, as_json: bool) -> None:
    """Count nonconformities across the archive, with denominators and 95 % intervals.

    Example: anjuan mine statistics --by clause --field A01
    """
    for _ in trends_update(deed=Deed("system", SystemClock().now())):
        pass
    asked = Asked(field=field_code, code=code, clause=clause, first=quarter_read(first), last=quarter_read(last))
    viewer = system_viewer()
    if by == "pairs":
        _print([dataclasses.asdict(pair) for pair in trend_pairs(viewer, asked)], as_json=as_json)
    elif by == "change":
        rows: list[dict[str, object]] = [
            {
                "clause": one.clause,
                "p": one.trend.p,
                "q": one.trend.q,
                "z": round(one.trend.z, 3),
                "believed": one.is_believed,
            }
            for one in trend_series(viewer, asked)
        ]
        _print(rows, as_json=as_json)
    else:
        _print([_plain(row.cell) for row in trend_table(viewer, asked, by).rows], as_json=as_json)


def _plain(cell: Cell) -> dict[str, object]:
    rate = cell.rate
    return {
        "key": cell.key, "cases_with": rate.count, "cases": rate.of,
        "rate": None if rate.value is None else round(rate.value, 4),
        "low": round(rate.low, 4), "high": round(rate.high, 4), "findings": cell.findings, "clients": cell.clients,
    }  # fmt: skip


def _print(rows: list[dict[str, object]], *, as_json: bool) -> None:
    if as_json:
        print_json({"rows": rows})
    elif rows:
        print_table(tuple(rows[0]), [tuple(row.values()) for row in rows])


@click.command()
@click.argument("words", default="")
@click.option("--kind", type=click.Choice(NODE_KINDS), default=None, help="Only things of this kind.")
@click.option("--open", "opened", type=int, multiple=True, help="Show what stands around the thing with this key.")
@_JSON
def graph(*, words: str, kind: str | None, opened: tuple[int, ...], as_json: bool) -> None:
    """Find things of the knowledge graph, or show what stands around some of them.

    Example: anjuan mine graph 淬火 --json
    """
    viewer = system_viewer()
    if not opened:
        _print([dataclasses.asdict(node) for node in nodes_named(viewer, words, kind or "")], as_json=as_json)
        return
    view = graph_around(viewer, opened, kinds=[kind] if kind else [])
    names = {node.id: f"{node.kind} {node.label}" for node in view.nodes}
    rows: list[dict[str, object]] = [
        {"first": names[edge.first], "second": names[edge.second], "cases": edge.cases} for edge in view.edges
    ]
    _print(rows, as_json=as_json)


@click.command()
@click.argument("question")
@_JSON
def ask(*, question: str, as_json: bool) -> None:
    """Ask the archive through the language model of the options; only sentences that their pages say are printed.

    Example: anjuan mine ask 哪些案卷的计量器具没有校准
    """
    told = settings.ANJUAN_OPTIONS.language
    prices = {name: Decimal(str(getattr(told, name))) for name in ("price_in", "price_out", "daily_cost")}
    model = ModelSettings(told.url, told.model, told.seconds, told.answer_kb, told.answer_tokens, **prices)
    answer = archive_ask(
        deed=Deed("system", SystemClock().now()), viewer=system_viewer(), question=question, engine=search_engine(),
        model=ChatEndpoint(model, key_opened(settings.ANJUAN_HOME, settings.SECRET_KEY)), settings=model,
    )  # fmt: skip
    rows = [
        {"text": one.text, "sources": [f"{page.case} {page.document} p. {page.page}" for page in one.passages]}
        for one in answer.sentences
    ]
    if as_json:
        print_json(
            {"sentences": rows, "dropped": answer.dropped, "passages": answer.passages, "left_out": answer.left_out}
        )
        return
    for row in rows:
        click.echo(f"{row['text']}  [{'; '.join(row['sources'])}]")
    if not rows:
        click.echo("没有依据 (nothing supports an answer).")


@click.command()
def key() -> None:
    """Keep the key of the language model, sealed; an empty one forgets it.

    Example: anjuan mine key
    """
    key_seal(
        settings.ANJUAN_HOME, settings.SECRET_KEY, click.prompt("Key", default="", hide_input=True, show_default=False)
    )
    click.echo("Kept.")
