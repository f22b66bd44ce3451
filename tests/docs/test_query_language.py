"""Every example of the page on the query language finds what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anjuan.archive.findable.records import SCHEMA
from anjuan.search.backends.memory import MemoryBackend
from anjuan.search.engine import SearchEngine
from anjuan.search.protocol import EVERYONE, PageRecord
from anjuan.search.results import Options

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "query-language.md"


def _rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]


def _pages() -> list[PageRecord]:
    rows = [row for row in _rows() if row[0].isdigit()]
    names = ("organisation", "field", "standard", "code", "year", "kind")
    return [
        PageRecord(
            int(row[0]), "g", row[7], keywords={name: (value,) for name, value in zip(names, row[1:7], strict=True)}
        )
        for row in rows
    ]


EXAMPLES = [(row[0].strip("`"), row[1], row[2] if len(row) > 2 else "") for row in _rows() if row[0].startswith("`")]


@pytest.fixture(scope="module")
def engine() -> SearchEngine:
    pages = {page.id: page for page in _pages()}
    made = SearchEngine(MemoryBackend(SCHEMA), SCHEMA, lambda ids: {number: pages[number].text for number in ids})
    made.index(pages.values())
    return made


def test_the_page_has_pages_and_examples():
    assert (len(_pages()), len(EXAMPLES) > 40) == (6, True)


@pytest.mark.parametrize(("query", "finds", "said"), EXAMPLES)
def test_an_example_finds_what_the_page_says(engine, query, finds, said):
    results = engine.search(query, EVERYONE, Options(offer_fuzzy=False))
    assert sorted(hit.id for hit in results.hits) == [int(number) for number in re.findall(r"\d+", finds)]
    assert said in " ".join(results.notices)


def test_the_page_names_every_filter_and_every_name_of_it():
    named = {row[1] for row in _rows() if len(row) == 2}
    wanted = {
        " ".join((f"`{field.name}`", field.label, *(a for a in field.aliases if not a.isascii()))) for field in SCHEMA
    }
    assert wanted <= named
