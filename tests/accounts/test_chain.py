from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from anjuan.accounts.rules.chain import GENESIS, Entry, chain_breaks, entry_hash

TEXTS = st.text(max_size=12)


def chain(texts: list[str]) -> list[tuple[Entry, str, str]]:
    rows, previous = [], GENESIS
    for number, text in enumerate(texts, start=1):
        entry = Entry(number, "2026-03-02T00:00:00+00:00", "li", "case.open", "", text, {"t": text})
        current = entry_hash(previous, entry)
        rows.append((entry, previous, current))
        previous = current
    return rows


@given(st.lists(TEXTS, max_size=8))
def test_an_untouched_chain_holds(texts):
    assert list(chain_breaks(chain(texts))) == []


@given(st.lists(TEXTS, min_size=1, max_size=8), st.data())
def test_any_altered_entry_is_found(texts, data):
    rows = chain(texts)
    at = data.draw(st.integers(0, len(rows) - 1))
    entry, previous, stored = rows[at]
    rows[at] = (dataclasses.replace(entry, label=entry.label + "!"), previous, stored)
    assert [item.number for item in chain_breaks(rows)] == [at + 1]


@given(st.lists(TEXTS, min_size=2, max_size=8), st.data())
def test_any_removed_entry_but_the_last_is_found(texts, data):
    rows = chain(texts)
    del rows[data.draw(st.integers(0, len(rows) - 2))]
    assert list(chain_breaks(rows))


def test_an_entry_forged_with_its_hash_breaks_the_next():
    rows = chain(["a", "b", "c"])
    forged = dataclasses.replace(rows[1][0], label="x")
    rows[1] = (forged, rows[1][1], entry_hash(rows[1][1], forged))
    assert [item.number for item in chain_breaks(rows)] == [3]
