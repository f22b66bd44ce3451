"""Whether anything that is published tells a client's identity. Prints one JSON line.

    python benchmarks/quality/identities.py [--guides 200] [--identities 5000] [--seed 7] [--show]

Invented organisations with their persons, numbers, addresses and contacts make the identities. Each guide is compiled
from the cases of a few of them; their names and those of others are written into the sentences of the papers as people
and recognition write them: whole, short, with a blank in between, with a sign that looks alike, with one sign wrong or
missing. A leak is a written form that stands in any text of the guide, blanks and punctuation aside; the check looks
for what was written and knows nothing of how it is taken out. Also counted: how much of the sentences stays (words that
name nobody), seconds a guide, and whether the program's own gate closes on each leak.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import time
from collections.abc import Iterator

from anjuan.compiling.compile import compile_guide
from anjuan.compiling.guide import Guide
from anjuan.compiling.identities.known import Identity, IdentityBook
from anjuan.compiling.identities.leaks import leaks_in
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.identities.variants import address_identities, organisation_identities
from anjuan.compiling.replay import unsupported
from anjuan.compiling.sources import SourceCase, SourceFact, Sources
from anjuan.extraction.facts import FactKind
from anjuan.judging.rules.look_alikes import look_alikes
from anjuan.judging.rules.tables import name_words
from anjuan.kit.text.folding import squeeze
from anjuan.samples.dice import Dice
from anjuan.samples.trades import trades
from anjuan.samples.world import Organisation, organisation, person_name

_CLIENTS = 6
#: How an identity is put into a sentence, by what it is.
_FRAMES = {
    Sort.ORGANISATION: ("现场查看{}的台账，", "见{}的供方评价，", "{}提供的记录表明，", "与{}签订的合同显示，"),
    Sort.PERSON: ("询问操作工{}，", "与负责人{}面谈，", "{}介绍了情况，", "记录由{}签字，"),
    Sort.AUDITOR: ("审核员{}查看现场，", "组长{}确认，"),
    Sort.NUMBER: ("证书编号{}，", "合同{}，", "见{}，"),
    Sort.ADDRESS: ("生产地址{}，", "到{}现场，"),
    Sort.CONTACT: ("联系电话{}，", "电话：{}，"),
}


@dataclasses.dataclass(frozen=True)
class Client:
    """A client and every identity of it, as its papers state them."""

    key: str
    organisation: Organisation
    said: tuple[tuple[Sort, str], ...]


def clients_of(seed: int, identities: int) -> list[Client]:
    """Return invented clients with at least so many identities in all."""
    found: list[Client] = []
    number = 0
    while number < identities:
        index = len(found)
        one = organisation(seed, index)
        dice = Dice(seed, "identities", index)
        said = [
            (Sort.ORGANISATION, one.name),
            (Sort.NUMBER, one.credit_code),
            (Sort.ADDRESS, one.registered_address),
            (Sort.CONTACT, one.phone),
            *((Sort.PERSON, person_name(dice)) for _ in range(4)),
            *((Sort.AUDITOR, person_name(dice)) for _ in range(2)),
            (Sort.NUMBER, f"{dice.randint(1, 999):03d}{dice.randint(20, 26)}Q{dice.randint(10000, 99999)}R0M"),
            (Sort.NUMBER, f"HT-{dice.randint(2018, 2026)}-{dice.randint(1000, 9999)}"),
        ]
        if one.former_name:
            said.append((Sort.ORGANISATION, one.former_name))
        found.append(Client(f"client-{index}", one, tuple(said)))
        number += len(said)
    return found


def written(sort: Sort, text: str, dice: Dice, *, is_near: bool) -> tuple[str, str]:
    """Return a way in which people or recognition write an identity, and the name of that way."""
    ways = ["whole", "blank", "alike"]
    if sort is Sort.ORGANISATION:
        ways += ["short", "slip", "dropped"]
    elif sort in (Sort.PERSON, Sort.AUDITOR):
        ways += ["slip"] if is_near and len(text) > 2 else []
    elif len(text) > 8:
        ways += ["slip"]
    way = dice.one(ways)
    return _WRITERS[way](text, dice), way


def _blank(text: str, dice: Dice) -> str:
    cut = dice.randint(1, len(text) - 1)
    return f"{text[:cut]} {text[cut:]}"


def _short(text: str, dice: Dice) -> str:
    del dice
    for end in ("有限公司", "有限责任公司", "股份有限公司", "厂"):
        text = text.removesuffix(end)
    return text


def _dropped(text: str, dice: Dice) -> str:
    cut = dice.randint(2, len(text) - 2)
    return text[:cut] + text[cut + 1 :]


def _slip(text: str, dice: Dice) -> str:
    place = dice.randint(1, len(text) - 1)
    other = dice.one("0123456789") if text[place].isascii() else dice.one("的一是了我不人在他有来个上大到说")
    return text[:place] + other + text[place + 1 :]


def _alike(text: str, dice: Dice) -> str:
    pairs = collections.defaultdict(list)
    for one, other in sorted(look_alikes().latest.pairs):
        pairs[one].append(other)
    places = [place for place, sign in enumerate(text) if pairs.get(sign)]
    if not places:
        return text
    place = dice.one(places)
    return text[:place] + dice.one(pairs[text[place]]) + text[place + 1 :]


def _whole(text: str, dice: Dice) -> str:
    del dice
    return text


_WRITERS = {
    "whole": _whole, "blank": _blank, "alike": _alike, "short": _short, "slip": _slip, "dropped": _dropped,
}  # fmt: skip


@dataclasses.dataclass
class Made:
    """The sources of one guide, and what was written into them."""

    sources: Sources
    written: list[tuple[str, str, str]]


def guide_sources(number: int, clients: list[Client], seed: int) -> Made:
    """Return cases with facts of one trade, with identities written into their sentences."""
    dice = Dice(seed, "guide", number)
    trade = trades()[number % len(trades())]
    near = dice.sample(clients, _CLIENTS)
    cases = {f"{number}-{one.key}": SourceCase(f"{number}-{one.key}", one.key) for one in near}
    facts, planted = [], []
    for one in near:
        case = f"{number}-{one.key}"
        for place, point in enumerate(trade.points):
            is_near = dice.maybe(0.8)
            whose = one if is_near else dice.one(clients)
            sort, text = dice.one(whose.said)
            shape, way = written(sort, text, dice, is_near=whose in near)
            frame = dice.one(_FRAMES[sort]).format(shape)
            planted.append((shape, way, str(sort)))
            seen = frame + _plain(point.seen)
            facts.append(
                SourceFact(
                    f"{case}/{place}", case, FactKind.AUDIT_POINT,
                    (("clause", point.clause), ("ask", point.ask), ("seen", seen)),
                    f"{point.clause} {point.ask} {seen}",
                )
            )  # fmt: skip
    return Made(Sources(cases, tuple(facts)), planted)


def _plain(text: str) -> str:
    """Return a sentence of the trade with its open places filled by what names nobody."""
    for name in ("<month>", "<date>", "<rec>", "<person>", "<lot>", "<qty>", "<n>", "<eq>"):
        text = text.replace(name, "若干")
    return text


def texts_of(guide: Guide) -> Iterator[str]:
    """Yield every text of a guide."""
    for section in guide.sections:
        for line in section.lines:
            yield line.heading
            yield from (passage.text for _, passage in line.cells)
            yield from (variant.text.text for variant in line.variants)


def book_of(near: set[str], clients: list[Client]) -> IdentityBook:
    """Return the identities of all clients; those of a guide's own clients in every way of writing them."""
    words = name_words()
    identities: list[Identity] = []
    for one in clients:
        is_near = one.key in near
        for sort, text in one.said:
            if sort is Sort.ORGANISATION:
                identities += organisation_identities([text], words, is_near=is_near)
            elif sort is Sort.ADDRESS:
                identities += address_identities(text, is_near=is_near)
            else:
                identities.append(Identity(text, sort, is_near))
    return IdentityBook(identities)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guides", type=int, default=200)
    parser.add_argument("--identities", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    clients = clients_of(asked.seed, asked.identities)
    leaks: list[tuple[int, str, str, str]] = []
    counted = collections.Counter()
    kept = whole = lines = 0
    began = time.process_time()
    for number in range(asked.guides):
        made = guide_sources(number, clients, asked.seed)
        book = book_of({case.client for case in made.sources.cases.values()}, clients)
        guide = compile_guide(made.sources, book, stand_in="某企业")
        texts = [squeeze(text) for text in texts_of(guide)]
        for shape, way, sort in made.written:
            counted[way] += 1
            if any(squeeze(shape) in text for text in texts):
                leaks.append((number, shape, way, sort))
        counted["gate"] += len([one for one in leaks_in({"all": "\n".join(texts_of(guide))}, book) if one.blocks])
        counted["unsupported"] += len(unsupported(guide, {fact.key: fact.told for fact in made.sources.facts}))
        for section in guide.sections:
            for line in section.lines:
                lines += 1
                said = line.cell("seen")
                kept += len(squeeze("".join(said.said)))
                whole += len(squeeze(said.text))
    seconds = time.process_time() - began
    if asked.show:
        for leak in leaks[:40]:
            print(*leak)
    print(
        json.dumps(
            {
                "benchmark": "quality.identities",
                "guides": asked.guides,
                "identities": sum(len(one.said) for one in clients),
                "written": sum(counted[way] for way in _WRITERS),
                "leaks": len(leaks),
                "leaks_by_way": dict(collections.Counter(way for _, _, way, _ in leaks)),
                "blocked_by_gate": counted["gate"],
                "lines": lines,
                "lines_without_source": counted["unsupported"],
                "words_kept": round(kept / max(1, whole), 4),
                "cpu_seconds_a_guide": round(seconds / max(1, asked.guides), 3),
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
