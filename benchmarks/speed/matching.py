"""How quickly and how rightly one organisation is found among half a million, with style, slips and places changed.

    PYTHONPATH=src:. python benchmarks/speed/matching.py --data FOLDER [--organisations 500000] [--queries 150]

Names are made of the short names in ``company_short_names.txt`` with a city before and a trade and legal form
behind, seeded; every query is a known name changed in one way, with the legal representative of that organisation.
``listed`` is how often the right one is among the answers, ``same`` how often it is the only one called the same,
``wrong`` how often another one is. Prints one JSON line; times are CPU milliseconds.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from anjuan.judging.matching.index import OrganisationIndex, organisation_index
from anjuan.judging.matching.matches import match
from anjuan.judging.matching.pairs import OrganisationFacts
from anjuan.judging.matching.words import NameWords
from anjuan.judging.rules.tables import name_words

TRADES = (
    "机械",
    "科技",
    "食品",
    "贸易",
    "电子",
    "建筑工程",
    "物流",
    "精密机械",
    "塑胶制品",
    "环保科技",
    "实业",
    "新材料",
)
FORMS = ("有限公司", "有限责任公司", "股份有限公司")
#: Signs at the end of a name that are left as they are.
_FORM = 4


def made(shorts: list[str], number: int, words: NameWords, dice: random.Random) -> list[OrganisationFacts]:
    """Return organisations with seeded names."""
    cities = sorted(name for name in words.places.codes if name.endswith("市"))
    found = []
    for key in range(number):
        city = dice.choice(cities)
        name = (city if key % 2 else city[:-1]) + dice.choice(shorts) + dice.choice(TRADES) + dice.choice(FORMS)
        boss = dice.choice("王李张刘陈") + dice.choice("伟芳娜敏静丽强磊")
        found.append(OrganisationFacts(key, name, legal_representative=boss))
    return found


def changes(words: NameWords, dice: random.Random) -> dict[str, Callable[[str], str]]:
    """Return the ways in which a name is changed, by name; an empty text where one does not apply."""
    pairs = itertools.groupby(sorted(words.table.lookalikes), key=lambda pair: pair[0])
    alike = {one: [other for _, other in group] for one, group in pairs}

    def lookalike(name: str) -> str:
        places = [at for at, sign in enumerate(name[:-_FORM]) if sign in alike]
        if not places:
            return ""
        at = dice.choice(places)
        return name[:at] + dice.choice(alike[name[at]]) + name[at + 1 :]

    def dropped(name: str) -> str:
        at = dice.randrange(len(name) - _FORM)
        return name[:at] + name[at + 1 :]

    def exchanged(name: str) -> str:
        at = dice.randrange(len(name) - _FORM)
        return f"{name[:at]}鑫{name[at + 1 :]}"

    def unplaced(name: str) -> str:
        return name.removeprefix(words.places.leading(name)[0])

    def style(name: str) -> str:
        return name.replace("有限责任公司", "有限公司") if "责任" in name else ""

    def unknown(_name: str) -> str:
        return "鹤岗" + "".join(dice.choices("矗鼍爨龘麤", k=3)) + "有限公司"

    ways = (style, lookalike, dropped, exchanged, unplaced, unknown)
    return {"exact": str} | {way.__name__: way for way in ways}


def measured(index: OrganisationIndex, words: NameWords, queries: int, dice: random.Random) -> dict[str, object]:
    """Return counts and times by the way of change."""
    found: dict[str, object] = {}
    for way, change in changes(words, dice).items():
        tally = {"queries": 0, "listed": 0, "same": 0, "wrong": 0}
        times = []
        for facts in dice.sample(list(index.organisations), queries):
            name = change(facts.name)
            if not name:
                continue
            candidate = OrganisationFacts(-1, name, legal_representative=facts.legal_representative)
            begun = time.process_time()
            told = match(candidate, index, words=words)
            times.append(1000 * (time.process_time() - begun))
            tally["queries"] += 1
            tally["listed"] += facts.key in {pair.key for pair in told.pairs}
            if told.same:
                tally["same" if told.same.key == facts.key else "wrong"] += 1
        times.sort()
        print(way, tally, file=sys.stderr)
        p95 = times[int(0.95 * len(times))]
        found[way] = tally | {"ms_mean": round(sum(times) / len(times), 2), "ms_p95": round(p95, 2)}
    return found


def main() -> None:
    """Print the figures as one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with company_short_names.txt")
    parser.add_argument("--organisations", type=int, default=500_000)
    parser.add_argument("--queries", type=int, default=150)
    given = parser.parse_args()
    dice, words = random.Random(3), name_words()
    shorts = [line.strip() for line in (given.data / "company_short_names.txt").read_text("utf-8").splitlines()]
    organisations = made([short for short in shorts if short], given.organisations, words, dice)
    begun = time.process_time()
    index = organisation_index(organisations, words=words)
    built = round(time.process_time() - begun, 1)
    ways = measured(index, words, given.queries, dice)
    print(json.dumps({"organisations": len(index), "build_s": built, "entries": len(index.grams), "ways": ways}))


if __name__ == "__main__":
    main()
