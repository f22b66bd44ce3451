from __future__ import annotations

import dataclasses
import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.packing import pack, text_of, unpack
from anjuan.reading.pages import Box, Cell, Line, Page, Role, Seal, Table, TextSource

NEAR = 1e-4

shares = st.floats(0, 1)
words = st.text(max_size=20)
boxes = st.tuples(shares, shares, shares, shares)


@st.composite
def lines(draw: st.DrawFn) -> Line:
    text = draw(words)
    edges = draw(st.just(()) | st.lists(shares, min_size=len(text) + 1, max_size=len(text) + 1).map(sorted).map(tuple))
    return Line(
        text,
        draw(boxes),
        draw(st.none() | shares),
        edges,
        draw(st.sampled_from(Role)),
        draw(st.integers(0, 5000)),
    )


cells = st.builds(Cell, st.integers(0, 99), st.integers(0, 99), words, boxes, st.integers(1, 9), st.integers(1, 9))
tables = st.builds(Table, boxes, st.lists(cells, max_size=4).map(tuple), st.booleans())
pages = st.builds(
    Page,
    number=st.integers(1, 100_000),
    width=st.floats(1, 5000),
    height=st.floats(1, 5000),
    rotation=st.sampled_from([0, 90, 180, 270]),
    source=st.sampled_from(TextSource),
    reason=words,
    lines=st.lists(lines(), max_size=8).map(tuple),
    tables=st.lists(st.builds(Table, boxes, st.lists(cells, max_size=4).map(tuple), st.booleans()), max_size=2).map(
        tuple
    ),
    seals=st.lists(st.builds(Seal, boxes, words, shares, words, words), max_size=2).map(tuple),
    skew=st.floats(-45, 45),
    label=words,
    picture=st.booleans(),
    blank=st.booleans(),
)


def near(first: Box | tuple[float, ...], second: Box | tuple[float, ...]) -> bool:
    return len(first) == len(second) and all(abs(a - b) <= NEAR for a, b in zip(first, second, strict=True))


def bare(page: Page) -> Page:
    """Return the page without what packing may round."""
    nowhere = (0.0, 0.0, 0.0, 0.0)
    return dataclasses.replace(
        page,
        lines=tuple(
            dataclasses.replace(line, box=nowhere, edges=(), confidence=line.confidence is not None or None)
            for line in page.lines
        ),
        tables=tuple(
            dataclasses.replace(
                table, box=nowhere, cells=tuple(dataclasses.replace(cell, box=nowhere) for cell in table.cells)
            )
            for table in page.tables
        ),
        seals=tuple(dataclasses.replace(seal, box=nowhere) for seal in page.seals),
    )


@given(pages)
def test_everything_but_positions_comes_back_exactly(page: Page) -> None:
    assert bare(unpack(pack(page))) == bare(page)


@given(pages)
def test_positions_come_back_within_a_ten_thousandth_of_the_page(page: Page) -> None:
    back = unpack(pack(page))
    for before, after in zip(page.lines, back.lines, strict=True):
        assert near(before.box, after.box)
        assert near(before.edges, after.edges)
        assert abs((before.confidence or 0) - (after.confidence or 0)) <= NEAR
    for table, other in zip(page.tables, back.tables, strict=True):
        assert near(table.box, other.box)
        assert all(near(cell.box, twin.box) for cell, twin in zip(table.cells, other.cells, strict=True))
    assert all(near(seal.box, twin.box) for seal, twin in zip(page.seals, back.seals, strict=True))


@given(pages)
def test_edges_still_rise_after_packing(page: Page) -> None:
    for line in unpack(pack(page)).lines:
        assert all(a <= b for a, b in itertools.pairwise(line.edges))


@given(pages)
def test_text_alone_is_the_text_of_the_page(page: Page) -> None:
    assert text_of(pack(page)) == page.text


@given(pages)
@settings(max_examples=20)
def test_packing_a_page_again_gives_the_same_bytes(page: Page) -> None:
    data = pack(page)
    assert pack(unpack(data)) == data


def test_halves_of_characters_survive() -> None:
    page = Page(1, 595, 842, lines=(Line("a\ud800b", (0, 0, 1, 1)),))
    assert unpack(pack(page)).lines[0].text == "a\ud800b"


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x09\x00\x00\x00\x00", b"\x01\x05\x00\x00\x00abcde"])
def test_bytes_of_something_else_are_refused(data: bytes) -> None:
    with pytest.raises(BrokenFileError, match="cannot be unpacked"):
        unpack(data)


def test_damaged_geometry_is_refused() -> None:
    data = pack(Page(1, 595, 842, lines=(Line("认证", (0, 0, 1, 1)),)))
    with pytest.raises(BrokenFileError):
        unpack(data[:-12])


def _dense() -> Page:
    step = 0.8 / 40
    rows = [
        Line(
            "认证机构应当对获证组织实施有效跟踪监督确保其持续符合认证要求审核员" + str(row) * 4,
            (0.1, row / 50, 0.9, row / 50 + 0.016),
            edges=tuple(0.1 + step * at for at in range(33 + 4 * len(str(row)) + 1)),
            block=row,
        )
        for row in range(42)
    ]
    return Page(3, 595, 842, lines=tuple(rows))


def test_dense_page_is_kept_in_few_bytes() -> None:
    page = _dense()
    assert all(len(line.edges) == len(line.text) + 1 for line in page.lines)
    assert len(pack(page)) < 2500


def test_dense_page_is_packed_and_unpacked_in_little_time() -> None:
    page = _dense()
    start = time.process_time()
    for _ in range(50):
        unpack(pack(page))
    # Generous: the promise is below 2 ms both ways on a quiet core, machines that run tests are not quiet.
    assert (time.process_time() - start) / 50 < 0.006
