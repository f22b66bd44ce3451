"""Whether a story, a question or a redacted page tells a client's identity. Prints one JSON line.

    python benchmarks/quality/works.py [--cases 200] [--identities 5000] [--seed 11] [--show]

Invented clients and their identities are written into findings and into the lines of pages as people and recognition
write them (``identities.py`` beside this file does the writing). Stories and questions are made from the findings, the
boxes of a page as the program proposes them. A leak is a written form that stands in any text that would leave: a
sentence, an option, what can still be read of a page outside the boxes. Also counted: sentences that no source says,
and how much of the pages' words stays readable.
"""

from __future__ import annotations

import argparse
import collections
import json
import time

from identities import Client, book_of, clients_of, written

from anjuan.compiling.identities.known import IdentityBook
from anjuan.compiling.identities.sightings import Sort
from anjuan.compiling.rules.tables import story_templates
from anjuan.compiling.works.checking import texts_of, unproven
from anjuan.compiling.works.redaction import needed_boxes, visible_texts
from anjuan.compiling.works.shapes import Evidence, TrainingSet
from anjuan.compiling.works.stories import told_story
from anjuan.compiling.works.telling import Material, Told, ToldFact
from anjuan.compiling.works.training import FindingSource, clause_questions, grade_questions
from anjuan.extraction.facts import FactKind
from anjuan.kit.text.folding import squeeze
from anjuan.reading.pages import Line, Page
from anjuan.samples.dice import Dice

_FINDINGS = 5
_FACTS = (
    ("8.5.1", "现场2台设备无点检记录，炉温记录缺少三天"), ("8.6", "抽查三批成品，未见放行结论和签字"),
    ("8.5.2", "仓库待检区的两箱产品没有标识"), ("7.1.5", "使用中的千分尺已超过校准有效期"),
    ("7.2", "新入职人员没有培训和考核记录"),
)  # fmt: skip
_FRAMES = {
    Sort.ORGANISATION: "在{}现场，", Sort.PERSON: "询问操作工{}，", Sort.AUDITOR: "审核员{}查看，",
    Sort.NUMBER: "见证书编号{}，", Sort.ADDRESS: "生产地址{}，", Sort.CONTACT: "联系电话{}，",
}  # fmt: skip


def findings_of(number: int, near: Client, seed: int) -> tuple[list[ToldFact], list[tuple[str, str]]]:
    """Return the findings of one case, and what was written into them with the way of writing."""
    dice = Dice(seed, "works", number)
    facts, planted = [], []
    for place, (clause, fact) in enumerate(_FACTS[:_FINDINGS]):
        sort, text = dice.one(near.said)
        shape, way = written(sort, text, dice, is_near=True)
        said = _FRAMES[sort].format(shape) + fact
        where = Evidence(key=f"F{number}{place}", case=number, document=place + 1, page=1)
        values = (
            ("fact", said),
            ("clause", clause),
            ("grade", "minor"),
            ("cause", "职责未落实"),
            ("action", "修订文件"),
        )
        told = tuple(Told(name, value, where) for name, value in values)
        facts.append(ToldFact(f"{number}{place}", FactKind.FINDING, said, told, where))
        planted.append((shape, way))
    return facts, planted


def page_of(facts: list[ToldFact]) -> Page:
    """Return a page whose lines are the findings."""
    lines = tuple(
        Line(fact.quote, (0.1, 0.05 + 0.05 * place, 0.9, 0.08 + 0.05 * place)) for place, fact in enumerate(facts)
    )
    return Page(1, 595, 842, lines=lines)


def leaving(facts: list[ToldFact], number: int, book: IdentityBook) -> tuple[list[str], int]:
    """Return every text of the works made from the findings of a case, and how many sentences no source says."""
    source = {fact.evidence: "\n".join((fact.quote, *(told.value for told in fact.values))) for fact in facts}
    texts, failed = [], 0
    table = story_templates().latest
    material = Material(number, (), tuple(facts))
    for template, about in (("audit", ""), *(("finding", fact.key) for fact in facts)):
        story = told_story(
            material, book, template=template, table=table, about=about, title="案例", stand_in="某企业"
        )  # fmt: skip
        texts += texts_of(story).values()
        failed += len(unproven(story, lambda place: source.get(place, "") + "一般不符合"))
    sources = [FindingSource(fact, "GB/T 19001-2016", book, "某企业") for fact in facts]
    asked = TrainingSet(title="题集", questions=(*clause_questions(sources), *grade_questions(sources)))
    texts += texts_of(asked).values()
    failed += len(unproven(asked, lambda place: source.get(place, "")))
    return texts, failed


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--identities", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    clients = clients_of(asked.seed, asked.identities)
    counted: collections.Counter[str] = collections.Counter()
    leaks: list[tuple[str, str, str]] = []
    began = time.process_time()
    for number in range(asked.cases):
        near = clients[number % len(clients)]
        facts, planted = findings_of(number, near, asked.seed)
        book = book_of({near.key}, clients)
        texts, failed = leaving(facts, number, book)
        page = page_of(facts)
        seen = list(visible_texts(page, needed_boxes(page, book)).values())
        counted["texts"] += len(texts)
        counted["failed"] += failed
        counted["kept"] += sum(len(squeeze(text)) for text in seen)
        counted["whole"] += sum(len(squeeze(line.text)) for line in page.lines)
        counted["written"] += len(planted)
        for place, group in (("work", texts), ("page", seen)):
            squeezed = [squeeze(text) for text in group]
            leaks += [(place, shape, way) for shape, way in planted if any(squeeze(shape) in one for one in squeezed)]
    seconds = time.process_time() - began
    if asked.show:
        for leak in leaks[:40]:
            print(*leak)
    print(
        json.dumps(
            {
                "benchmark": "quality.works",
                "cases": asked.cases,
                "identities": sum(len(one.said) for one in clients),
                "written": counted["written"],
                "texts": counted["texts"],
                "leaks": sum(place == "work" for place, _, _ in leaks),
                "leaks_on_pages": sum(place == "page" for place, _, _ in leaks),
                "leaks_by_way": dict(collections.Counter(way for _, _, way in leaks)),
                "sentences_without_source": counted["failed"],
                "page_words_kept": round(counted["kept"] / max(1, counted["whole"]), 4),
                "cpu_seconds_a_case": round(seconds / max(1, asked.cases), 3),
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
