"""SQLite FTS5 with the same tokens and the same values, asked for the same."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from made_pages import FACET_VALUES, FACETS

from anjuan.kit.text.folding import squeeze
from anjuan.search.analysis import content_words, query_bigrams
from anjuan.search.protocol import IndexedPage


class Fts5:
    """The same tokens in SQLite FTS5 and the same values in a table beside it, asked for the same."""

    def __init__(self, path: Path, pages: Iterable[IndexedPage]) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute(
            "CREATE VIRTUAL TABLE page USING fts5(bi, sw, content='', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )
        for name in FACETS:
            self._db.execute(f"CREATE TABLE f_{name} (page INTEGER, value TEXT)")
        with self._db:
            for page in pages:
                self._db.execute(
                    "INSERT INTO page(rowid, bi, sw) VALUES (?, ?, ?)", (page.id, page.bigrams, page.words)
                )
                for name in FACETS:
                    rows = ((page.id, value) for value in page.keywords[name])
                    self._db.executemany(f"INSERT INTO f_{name} VALUES (?, ?)", rows)  # noqa: S608  fixed names
        with self._db:
            for name in FACETS:
                self._db.execute(f"CREATE INDEX i_{name} ON f_{name} (page, value)")
            self._db.execute("INSERT INTO page(page) VALUES ('optimize')")

    def expression(self, sort: str, text: str) -> str:
        """Return a query of a sort in the language of FTS5."""
        if sort == "question":
            tokens = [*content_words(text), *query_bigrams(squeeze(text))]
            return " OR ".join(f'"{token}"' for token in dict.fromkeys(tokens))
        if sort == "boolean":
            first, second, third = re.findall(r"[^\s()]+", re.sub(r"\b(AND|NOT|OR)\b", " ", text))
            return f"({_held(first)} NOT {_held(second)}) OR {_held(third)}"
        return " AND ".join(_held(word) for word in text.split())

    def list(self, expression: str) -> int:
        """Count and list pages, best first."""
        total = self._db.execute("SELECT count(*) FROM page WHERE page MATCH ?", (expression,)).fetchone()[0]
        self._db.execute("SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT 20", (expression,)).fetchall()
        return int(total)

    def list_and_facets(self, expression: str) -> int:
        """Count and list pages, and count the values of four fields; the pages found are looked up once."""
        self._db.execute("DROP TABLE IF EXISTS temp.found")
        self._db.execute("CREATE TEMP TABLE found AS SELECT rowid AS page FROM page WHERE page MATCH ?", (expression,))
        total = self._db.execute("SELECT count(*) FROM temp.found").fetchone()[0]
        for name in FACETS:
            self._db.execute(
                f"SELECT value, count(*) AS pages FROM temp.found CROSS JOIN f_{name} USING (page) "  # noqa: S608
                f"GROUP BY value ORDER BY pages DESC LIMIT {FACET_VALUES}"
            ).fetchall()
        self._db.execute("SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT 20", (expression,)).fetchall()
        return int(total)


def _held(word: str) -> str:
    return f'bi:"{" ".join(query_bigrams(squeeze(word)))}"'
