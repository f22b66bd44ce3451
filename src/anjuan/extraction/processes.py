"""The process of a case from the flows and steps of its papers: steps in order, with edges and branches."""

from __future__ import annotations

import collections
import dataclasses
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from anjuan.extraction.facts import Fact, FactKind
from anjuan.extraction.passages import plain, squeezed

#: Names at least this alike are one step (slips of recognition, 磨加工 and 磨削加工).
_ALIKE = 0.8
#: A flow that shares less than this part of its steps with another tells of another process.
_RELATED = 0.5
_LEAST = 3
_TAIL = re.compile(r"(?:工序|过程)$")


@dataclasses.dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step of a process.

    Attributes:
        name: As most papers print it.
        order: Its place, from 1.
        kind: ``ordinary``, ``key`` or ``special``.
        department: Where it is done; empty when no paper says.
        support: How many flows and rows name it.

    """

    name: str
    order: int
    kind: str = "ordinary"
    department: str = ""
    support: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class ProcessEdge:
    """A step and the one after it, by their places, with how many flows say so."""

    source: int
    target: int
    support: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class ProcessGraph:
    """A process with its branches.

    Attributes:
        steps: In order.
        edges: Along the order, and those of flows that leave steps out.
        branches: Sentences that say where the flow forks, each once.

    """

    steps: tuple[ProcessStep, ...] = ()
    edges: tuple[ProcessEdge, ...] = ()
    branches: tuple[str, ...] = ()


def flow_of(facts: Iterable[Fact]) -> ProcessGraph:
    """Return the process that the facts of one case tell of, those of all its papers together."""
    facts = tuple(facts)
    known = _Names()
    chains = [[known.of(name) for name in names] for names in _chains(facts)]
    chains = [list(dict.fromkeys(chain)) for chain in chains]
    order = _merged(chains)
    places = {name: place for place, name in enumerate(order, 1)}
    edges = collections.Counter(
        (places[a], places[b])
        for chain in chains
        for a, b in itertools.pairwise(one for one in chain if one in places)
        if places[a] < places[b]
    )
    texts = dict.fromkeys(squeezed(fact.value("text")) for fact in facts if fact.kind is FactKind.BRANCH)
    steps = tuple(_step(known, name, place, facts) for name, place in places.items())
    return ProcessGraph(steps, tuple(ProcessEdge(a, b, n) for (a, b), n in sorted(edges.items())), tuple(texts))


def _chains(facts: Sequence[Fact]) -> Iterator[list[str]]:
    """Yield the names of each flow, and of each table of steps."""
    rows: list[tuple[int, str]] = []
    for fact in facts:
        if fact.kind is FactKind.FLOW:
            yield list(fact.values("step"))
        elif fact.kind is FactKind.STEP and fact.value("order").isdigit() and not fact.rule.startswith("steps.marks"):
            order = int(fact.value("order"))
            if rows and order != rows[-1][0] + 1:
                yield from [[name for _, name in rows]] if len(rows) >= _LEAST else []
                rows = []
            rows.append((order, fact.value("name")))
    if len(rows) >= _LEAST:
        yield [name for _, name in rows]


class _Names:
    """Which names mean one step."""

    def __init__(self) -> None:
        self._known: dict[str, collections.Counter[str]] = {}

    def of(self, printed: str) -> str:
        """Return the name under which a step is kept."""
        name = _key(printed)
        best = name if name in self._known else self._alike(name)
        self._known.setdefault(best, collections.Counter())[squeezed(printed)] += 1
        return best

    def _alike(self, name: str) -> str:
        matcher = difflib.SequenceMatcher(b=name)
        for known in self._known:
            matcher.set_seq1(known)
            if matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE and _digits(known) == _digits(name):
                return known
        return name

    def printed(self, name: str) -> tuple[str, int]:
        """Return the commonest print of a step, and how often it was named."""
        prints = self._known[name]
        return max(prints, key=lambda one: (prints[one], -len(one))), prints.total()


def _key(printed: str) -> str:
    name = squeezed(plain(printed)).casefold()
    return _TAIL.sub("", name) if len(_TAIL.sub("", name)) > 1 else name


def _digits(name: str) -> str:
    """Return what tells steps apart that differ by one sign only: figures, also written as characters."""
    return "".join(re.findall(r"[\d一二三四五六七八九初终首粗精半前后正反内外上下a-z]", name))


def _merged(chains: Sequence[Sequence[str]]) -> list[str]:
    """Return one order of all steps: that of the flow most others agree with, the rest put where theirs say."""
    chains = [chain for chain in chains if len(chain) >= _LEAST]
    if not chains:
        return []
    weights = collections.Counter(tuple(chain) for chain in chains)

    def agreement(chain: tuple[str, ...]) -> tuple[float, int]:
        shared = sum(len(set(chain) & set(other)) * count for other, count in weights.items())
        return (shared / len(chain) ** 0.5, len(chain))

    ranked = sorted(weights, key=agreement, reverse=True)
    order = list(ranked[0])
    for chain in ranked[1:]:
        if len(set(chain) & set(order)) >= _RELATED * len(chain):
            _insert(order, chain)
    return order


def _insert(order: list[str], chain: Sequence[str]) -> None:
    """Put the steps of a flow that are missing behind the step before them."""
    for index, name in enumerate(chain):
        if name in order:
            continue
        before = next((one for one in reversed(chain[:index]) if one in order), None)
        after = next((one for one in chain[index + 1 :] if one in order), None)
        if before is not None:
            order.insert(order.index(before) + 1, name)
        elif after is not None:
            order.insert(order.index(after), name)


def _step(known: _Names, name: str, place: int, facts: Sequence[Fact]) -> ProcessStep:
    printed, support = known.printed(name)
    mine = [fact for fact in facts if fact.kind is FactKind.STEP and _key(fact.value("name")) == name]
    kinds = collections.Counter(fact.value("class") for fact in mine if fact.value("class"))
    departments = collections.Counter(fact.value("department") for fact in mine if fact.value("department"))
    kind = next((one for one in ("special", "key") if kinds[one] and kinds[one] >= kinds["ordinary"]), "ordinary")
    department = departments.most_common(1)[0][0] if departments else ""
    return ProcessStep(printed, place, kind, department, max(support, len(mine)))
