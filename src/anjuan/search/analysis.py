"""Turn texts and queries into tokens, once and for all backends.

Two kinds of tokens: *bigrams* are all pairs of neighbouring characters of the squeezed text, with
positions, so that any substring can be found and nothing else; *words* come from a segmenter and
only help ranking. A mistake of the segmenter can therefore change an order but never hide a page.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib.metadata
import itertools
import operator
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from anjuan.kit.text.folding import fold, squeeze
from anjuan.search import terms
from anjuan.search.errors import RecordError
from anjuan.search.protocol import IndexedPage, PageRecord
from anjuan.search.schema import FieldKind, Schema

if TYPE_CHECKING:
    import rjieba

#: Stands after the last character, so that the last one also begins a pair. Squeezing never leaves it in a text.
SENTINEL = "_"

#: Raise it when the tokens made here change for the same text.
ANALYSIS_VERSION = 1

# A line break or a blank that a reader left inside Chinese text would cut words in two.
_BROKEN = re.compile(r"(?<=[\u2e80-\u9fff])[ \t\r\n]+(?=[\u2e80-\u9fff])")
_KEPT = re.compile(r"[^\W_]")
_LAST_CODE = 0x30000
#: Numbers beyond these no index stores.
_LEAST_NUMBER, _MOST_NUMBER = -(1 << 63), (1 << 63) - 1

#: Told of the id of a record that cannot be indexed, and why.
Refused: TypeAlias = Callable[[int, RecordError], object]


def bigrams(squeezed: str) -> list[str]:
    """Return the character pairs of a squeezed text; the last pair ends in the sentinel."""
    return list(map(operator.add, squeezed, squeezed[1:] + SENTINEL)) if squeezed else []


def query_bigrams(squeezed: str) -> list[str]:
    """Return the character pairs inside a squeezed query, without the sentinel; none for one character."""
    return list(map(operator.add, squeezed, squeezed[1:]))


@functools.cache
def _segmenter() -> rjieba.Jieba:
    import rjieba  # noqa: PLC0415  its dictionary costs a tenth of a second, and most commands cut no words

    segmenter = rjieba.Jieba()
    for term in terms.domain_terms().folded:
        segmenter.add_word(term, None, None)
    return segmenter


def words(text: str) -> list[str]:
    """Return the words of a printed text in search mode: long words are followed or preceded by their parts."""
    joined = _BROKEN.sub("", fold(text))
    return [word for word in _segmenter().cut_for_search(joined) if _KEPT.search(word) and " " not in word]


def content_words(text: str) -> tuple[str, ...]:
    """Return the distinct words of a query that count for ranking, in order; stop words only when nothing is left."""
    found = tuple(dict.fromkeys(words(text)))
    return tuple(word for word in found if word not in terms.stop_words()) or found


def is_sentence(text: str) -> bool:
    """Say whether a query is running text and not a row of terms: it has words that do not count for ranking."""
    return not terms.stop_words().isdisjoint(words(text))


@dataclasses.dataclass(frozen=True, slots=True)
class Analyser:
    """Makes indexed pages out of records of one schema."""

    schema: Schema

    def page(self, record: PageRecord) -> IndexedPage:
        """Return the record as backends store it.

        Raises:
            RecordError: The id is negative, a field is unknown, a number is none, or a text holds half characters.

        """
        if record.id < 0:
            raise RecordError(f"A page has the id {record.id}, but ids are 0 or more.")
        squeezed = squeeze(record.text)
        return IndexedPage(
            id=record.id,
            group=str(record.group),
            squeezed=squeezed,
            bigrams=" ".join(bigrams(squeezed)),
            words=" ".join(words(record.text)),
            title=" ".join(query_bigrams(squeeze(record.title))),
            keywords=dict(self._keywords(record)),
            readers=record.readers,
        )

    def pages(self, records: Iterable[PageRecord], refused: Refused | None = None) -> Iterator[IndexedPage]:
        """Yield the records as backends store them, one after the other.

        Args:
            records: What is to be indexed.
            refused: Told of every record that cannot be; the others are yielded. Without it such a record raises.

        Raises:
            RecordError: A record cannot be indexed, and ``refused`` is not there to be told.

        """
        for record in records:
            try:
                page = self._whole_page(record)
            except RecordError as fault:
                if refused is None:
                    raise
                refused(record.id, fault)
            else:
                yield page

    def _whole_page(self, record: PageRecord) -> IndexedPage:
        try:
            page = self.page(record)
            for text in (
                page.bigrams,
                page.title,
                page.group,
                *itertools.chain(*page.keywords.values()),
                *page.readers,
            ):
                text.encode()
        except RecordError:
            raise
        except Exception as fault:  # one record must never keep all others from being found
            raise RecordError(
                f"Page {record.id} cannot be indexed: {type(fault).__name__}: {fault}.",
                remedy="Its text is safe in the database; read its file again, or report this sentence.",
            ) from fault
        return page

    def _keywords(self, record: PageRecord) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name, values in record.keywords.items():
            if name not in self.schema:
                raise RecordError(
                    f"Page {record.id} carries the field {name!r}, which the schema does not have.",
                    remedy=f"Known fields are: {', '.join(field.name for field in self.schema)}.",
                )
            if self.schema.field(name).kind is FieldKind.NUMBER:
                values = tuple(str(_whole(record.id, name, value)) for value in values)  # noqa: PLW2901
            yield name, tuple(dict.fromkeys(values))


def _whole(page: int, name: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = _MOST_NUMBER + 1
    if not _LEAST_NUMBER <= number <= _MOST_NUMBER:
        raise RecordError(
            f"Page {page} has {value!r} in the number field {name!r}.",
            remedy="Hand over whole numbers, or leave the field out when the number is not known.",
        )
    return number


@functools.cache
def _folding_fingerprint() -> str:
    everything = "".join(chr(code) for code in range(0x20, _LAST_CODE) if not 0xD800 <= code < 0xE000)  # noqa: PLR2004
    # What squeezing comes to, without its table of single characters: that one costs ten times as much to fill.
    squeezed = "".join(filter(str.isalnum, fold(everything)))
    return hashlib.sha256(squeezed.encode()).hexdigest()[:16]


def index_version(schema: Schema, *engine: str) -> str:
    """Return the fingerprint of all that decides what stands in an index.

    Args:
        schema: The fields of the application.
        engine: Name and version of what stores the tokens.

    """
    parts = itertools.chain(
        (str(ANALYSIS_VERSION), schema.fingerprint, terms.fingerprint(), _folding_fingerprint()),
        (importlib.metadata.version("rjieba"), importlib.metadata.version("pypinyin")),
        engine,
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]
