"""The search index of very many seeded pages, made of the tokens of their sentences."""

from __future__ import annotations

import functools
import itertools
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from made_pages import Pages
from web_cases import TEXTS

from anjuan.archive.models import Case, CaseAttribute, CaseReader, Page
from anjuan.archive.services.indexing import search_engine
from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import SENTINEL, query_bigrams
from anjuan.search.protocol import IndexedPage

_BATCH = 20_000


def fill_index(pages: int) -> int:
    """Index the first pages of the tables; return how many."""
    return search_engine().backend.rebuild(_indexed(pages))


def _indexed(pages: int) -> Iterator[IndexedPage]:
    texts, readers, words = Pages(TEXTS, None), _readers(), _attributes()
    cases: dict[int, dict[str, tuple[str, ...]]] = {}
    columns = ("pk", "document__case_id", "document__kind", "document__stage", "document__title")
    for first in range(1, pages + 1, _BATCH):
        rows = Page.objects.filter(pk__range=(first, min(first + _BATCH - 1, pages))).order_by("pk")
        found = list(rows.values_list(*columns))
        wanted = {row[1] for row in found}
        cases = {case.pk: _case_keywords(case, words) for case in Case.objects.filter(pk__in=wanted)}
        for key, case, kind, stage, title in found:
            yield _page(texts, key, str(case), {
                **cases[case], "kind": (kind,), "stage": (stage,), "title": (title,)
            }, readers.get(case, frozenset()))  # fmt: skip
        print(f"{first + len(found) - 1} pages in the index", file=sys.stderr)


def _readers() -> dict[int, frozenset[str]]:
    tokens: dict[int, set[str]] = defaultdict(set)
    for case, token in CaseReader.objects.values_list("case_id", "token"):
        tokens[case].add(token)
    return {case: frozenset(held) for case, held in tokens.items()}


def _attributes() -> dict[tuple[int, str], tuple[str, ...]]:
    rows = CaseAttribute.objects.values_list("case_id", "name", "value")
    return {(case, name): (value,) for case, name, value in rows}


def _case_keywords(case: Any, words: dict[tuple[int, str], tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {
        "organisation": (case.organisation_name,), "field": (case.field_code,), "year": (str(case.year),),
        "standard": words[case.pk, "standard"], "code": words[case.pk, "professional_code"],
        "audit_type": (case.audit_type,), "case": (case.number, case.title),
    }  # fmt: skip


def _page(
    texts: Pages, key: int, case: str, keywords: dict[str, tuple[str, ...]], readers: frozenset[str]
) -> IndexedPage:
    bigrams, words = _tokens(texts, key % TEXTS)
    return IndexedPage(
        id=key, group=case, squeezed="", bigrams=bigrams, words=words,
        title=_title(keywords["title"][0]), keywords=keywords, readers=readers,
    )  # fmt: skip


@functools.cache
def _tokens(texts: Pages, text: int) -> tuple[str, str]:
    """Return the character pairs and the words of a text, as the analysis would make them."""
    parts = texts.parts(text)
    pieces: list[str] = []
    for part, following in itertools.zip_longest(parts, parts[1:]):
        if part.inner:
            pieces.append(part.inner)
        pieces.append(part.squeezed[-1] + (following.squeezed[0] if following else SENTINEL))
    return " ".join(pieces), " ".join(part.words for part in parts)


@functools.cache
def _title(title: str) -> str:
    return " ".join(query_bigrams(squeeze(title)))
