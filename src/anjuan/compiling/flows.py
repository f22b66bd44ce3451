"""The process of a trade out of the processes of its clients: steps in order, with how many clients have them."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from anjuan.compiling.guide import Diagram, FlowEdge, FlowNode, Line
from anjuan.compiling.lines.likeness import alike_groups
from anjuan.compiling.lines.making import Maker
from anjuan.compiling.sources import SourceFact
from anjuan.extraction.facts import FactKind
from anjuan.kit.text.folding import squeeze

#: Words at the end of a step's name that say nothing.
_EMPTY_ENDS = re.compile(r"(?:工序|过程|工段|作业|环节|阶段|步骤)$")
#: Names of steps this like are one step.
_ALIKE = 0.84
_SECTION = "flow"


@dataclasses.dataclass(frozen=True)
class _Steps:
    """Steps of all clients under one name each."""

    name_of: Mapping[str, str]
    facts: Mapping[str, list[SourceFact]]
    orders: Mapping[str, list[str]]


def flow_lines(maker: Maker) -> tuple[tuple[Line, ...], Diagram]:
    """Return a line for each step, in the order of the process, and the process as a drawing."""
    steps = _steps(maker)
    known = order_of(list(steps.orders.values()))
    ranked = known + sorted(name for name in steps.facts if name not in known)
    lines = {
        name: maker.line(
            _SECTION, steps.facts[name], shown=("name", "department", "class", "detail"), told_by="detail", order=rank
        )
        for rank, name in enumerate(ranked)
        if steps.facts.get(name)
    }
    return tuple(lines.values()), _diagram(lines, steps)


def order_of(orders: Sequence[Sequence[str]]) -> list[str]:
    """Return one order for names that stand in several orders: what most put first comes first.

    Names start in the order of their mean relative place; neighbours are exchanged while more orders have them
    the other way round. The result is the same for the same orders in any sequence.
    """
    places: dict[str, list[float]] = defaultdict(list)
    before: Counter[tuple[str, str]] = Counter()
    for order in orders:
        known = list(dict.fromkeys(order))
        last = max(1, len(known) - 1)
        for place, name in enumerate(known):
            places[name].append(place / last)
        before.update(itertools.combinations(known, 2))
    ranked = sorted(places, key=lambda name: (sum(places[name]) / len(places[name]), name))
    for _ in range(len(ranked)):
        changed = False
        for place in range(len(ranked) - 1):
            one, other = ranked[place], ranked[place + 1]
            if before[other, one] > before[one, other]:
                ranked[place], ranked[place + 1] = other, one
                changed = True
        if not changed:
            break
    return ranked


def _steps(maker: Maker) -> _Steps:
    sources = maker.sources
    stated = sources.of_kind(FactKind.STEP)
    flows = sources.of_kind(FactKind.FLOW)
    names = sorted({fact.value("name") for fact in stated} | {step for flow in flows for step in flow.values("step")})
    names = [name for name in names if name]
    keys = [_EMPTY_ENDS.sub("", squeeze(name)) or squeeze(name) for name in names]
    often = Counter(step for flow in flows for step in flow.values("step")) + Counter(
        fact.value("name") for fact in stated
    )
    name_of: dict[str, str] = {}
    for group in alike_groups(keys, least=_ALIKE, numbers_count=True):
        leader = min((names[place] for place in group), key=lambda name: (-often[name], len(name), name))
        name_of |= {names[place]: leader for place in group}
    facts: dict[str, list[SourceFact]] = defaultdict(list)
    for fact in stated:
        if fact.value("name") in name_of:
            facts[name_of[fact.value("name")]].append(fact)
    for flow in flows:
        for step in flow.values("step"):
            if step in name_of:
                facts[name_of[step]].append(_as_step(flow, step))
    return _Steps(name_of, facts, _orders(maker, flows, stated, name_of))


def _as_step(flow: SourceFact, step: str) -> SourceFact:
    """Return one step of a flow as a fact of its own, under the flow's key: the flow is its evidence."""
    return SourceFact(flow.key, flow.case, FactKind.STEP, (("name", step),), step, flow.told)


def _orders(
    maker: Maker, flows: Sequence[SourceFact], stated: Sequence[SourceFact], name_of: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the order of each client's steps, under the names of the guide: what most of its papers say."""
    told: dict[str, list[list[str]]] = defaultdict(list)
    numbered: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for fact in stated:
        number = fact.value("order")
        if number.replace(".", "", 1).isdigit() and fact.value("name") in name_of:
            numbered[fact.case].append((float(number), name_of[fact.value("name")]))
    candidates = [(fact.case, [name_of[step] for step in fact.values("step") if step in name_of]) for fact in flows]
    candidates += [(case, [name for _, name in sorted(rows)]) for case, rows in numbered.items()]
    for case, order in sorted(candidates):
        if len(order) > 1:
            told[maker.sources.cases[case].client].append(order)
    return {client: order_of(orders) for client, orders in told.items()}


def _diagram(lines: Mapping[str, Line], steps: _Steps) -> Diagram:
    edges: Counter[tuple[str, str]] = Counter()
    for order in steps.orders.values():
        known = [name for name in dict.fromkeys(order) if name in lines]
        edges.update(itertools.pairwise(known))
    nodes = tuple(
        FlowNode(line.key, line.cell("name").text, line.cell("class").text, line.clients, rank)
        for rank, (_, line) in enumerate(lines.items())
    )
    drawn = tuple(FlowEdge(lines[one].key, lines[other].key, count) for (one, other), count in sorted(edges.items()))
    return Diagram(nodes, drawn)
