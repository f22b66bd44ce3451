"""One tantivy index: its fields, its writer and its reader."""

from __future__ import annotations

from pathlib import Path

import tantivy

from anjuan.kit.text.folding import squeeze
from anjuan.search.names import sounds
from anjuan.search.protocol import IndexedPage
from anjuan.search.schema import Field, FieldKind
from anjuan.search.schema import Schema as Fields

_SPLITTER = "blanks"


def tantivy_schema(fields: Fields) -> tantivy.Schema:
    """Return the fields of an index.

    ``bi`` pairs with positions, ``sw`` words and ``ti`` title pairs with frequencies; for a keyword ``x``: ``f_x`` the
    values as they are (counted and chosen), ``k_x`` squeezed (compared), ``p_x`` their sounds, ``s_x`` the first one
    (sorted). The id is a signed number: deleting by an unsigned one silently deletes nothing.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", indexed=True, fast=True)
    for name, option in (("bi", "position"), ("sw", "freq"), ("ti", "freq")):
        builder.add_text_field(name, tokenizer_name=_SPLITTER, index_option=option)
    for name in ("group", "readers"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for field in fields:
        if field.kind is FieldKind.NUMBER:
            builder.add_integer_field(f"f_{field.name}", indexed=True, fast=True)
            builder.add_integer_field(f"s_{field.name}", fast=True)
            continue
        builder.add_text_field(f"f_{field.name}", fast=field.faceted, tokenizer_name="raw", index_option="basic")
        builder.add_text_field(f"k_{field.name}", tokenizer_name="raw", index_option="basic")
        if field.phonetic:
            builder.add_text_field(f"p_{field.name}", tokenizer_name="raw", index_option="basic")
        if field.sortable:
            builder.add_text_field(f"s_{field.name}", fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class Shard:
    """One index on disk.

    Args:
        folder: Where it lies; made when it does not exist.
        schema: From :func:`tantivy_schema`.

    """

    def __init__(self, folder: Path, schema: tantivy.Schema) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._meta = folder / "meta.json"
        self._index = tantivy.Index(schema, path=str(folder), reuse=True)
        # Tokenizers are not stored in the index: every process names them again.
        splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(_SPLITTER, splitter)
        self._index.config_reader("manual")
        self._writer: tantivy.IndexWriter | None = None
        self._seen = (0, 0)

    def open_writer(self, heap_bytes: int, threads: int) -> None:
        """Open the writer unless it is open."""
        if self._writer is None:
            self._writer = self._index.writer(heap_bytes, threads)

    def add(self, made: tantivy.Document) -> None:
        """Add a document, without looking for older ones."""
        self._open().add_document(made)

    def delete(self, field: str, value: int | str) -> None:
        """Remove every page with this value."""
        self._open().delete_documents_by_term(field, value)

    def commit(self) -> None:
        """Make what was written durable and visible."""
        if self._writer is not None:
            self._writer.commit()

    def finish(self) -> None:
        """Commit, wait for merges and close the writer."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None

    def abandon(self) -> None:
        """Close the writer; what was not committed is lost."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None

    @property
    def state(self) -> tuple[int, int]:
        """What changes with every commit; of the searcher given out last."""
        return self._seen

    def searcher(self) -> tantivy.Searcher:
        """Return a searcher over the last commit of any process."""
        status = self._meta.stat()
        seen = (status.st_mtime_ns, status.st_ino)
        if seen != self._seen:
            self._index.reload()
            self._seen = seen
        return self._index.searcher()

    def _open(self) -> tantivy.IndexWriter:
        if self._writer is None:
            msg = "The shard is written to without an open writer."
            raise RuntimeError(msg)
        return self._writer


def document(page: IndexedPage, fields: Fields) -> tantivy.Document:
    """Return a page as a tantivy document."""
    made = tantivy.Document()
    made.add_integer("id", page.id)
    made.add_text("group", page.group)
    for name, text in (("bi", page.bigrams), ("sw", page.words), ("ti", page.title)):
        if text:
            made.add_text(name, text)
    for reader in page.readers:
        made.add_text("readers", reader)
    for name, values in page.keywords.items():
        if fields.field(name).kind is FieldKind.NUMBER:
            _add_numbers(made, name, values)
        else:
            _add_texts(made, fields.field(name), values)
    return made


def _add_numbers(made: tantivy.Document, name: str, values: tuple[str, ...]) -> None:
    for value in values:
        made.add_integer(f"f_{name}", int(value))
    if values:
        made.add_integer(f"s_{name}", int(values[0]))


def _add_texts(made: tantivy.Document, field: Field, values: tuple[str, ...]) -> None:
    for value in values:
        made.add_text(f"f_{field.name}", value)
        made.add_text(f"k_{field.name}", squeeze(value))
        if field.phonetic:
            for sound in sounds(value):
                made.add_text(f"p_{field.name}", sound)
    if field.sortable and values:
        made.add_text(f"s_{field.name}", values[0])
