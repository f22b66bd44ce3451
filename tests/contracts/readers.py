"""What every reader promises, whatever it reads.

Subclass :class:`ReaderContract` in the reader's own test module and give the three fixtures
``reader``, ``source`` and ``phrase``; add ``pages_known`` and ``rejects_garbage`` where the
defaults do not fit::

    class TestPdfReader(ReaderContract):
        @pytest.fixture
        def reader(self): ...
"""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from anjuan.reading.errors import BrokenFileError, LimitReachedError
from anjuan.reading.pages import Box, Event, Line, Member, Notice, Opened, Page, Table, TextSource
from anjuan.reading.protocol import Limits, Reader, ReadOptions, Source


def events_of(reader: Reader, source: Source, work_folder: Path, **changes: object) -> list[Event]:
    """Return everything a reader says of a file; ``changes`` are fields of :class:`ReadOptions`."""
    work_folder.mkdir(exist_ok=True)
    options = dataclasses.replace(ReadOptions(work_folder=work_folder), **changes)  # type: ignore[arg-type]
    return list(reader.read(source, options))


def pages_of(events: Iterable[Event]) -> list[Page]:
    """Return the pages among the events."""
    return [event for event in events if isinstance(event, Page)]


def boxes_of(page: Page) -> Iterator[Box]:
    """Yield every box of a page."""
    yield from (line.box for line in page.lines)
    yield from (seal.box for seal in page.seals)
    for table in page.tables:
        yield table.box
        yield from (cell.box for cell in table.cells)


class ReaderContract:
    """The promises of :class:`anjuan.reading.protocol.Reader`.

    Attributes:
        several_pages: Whether ``source`` has two pages or more.
        rejects_garbage: Whether bytes without sense are refused; False for readers of plain text.

    """

    several_pages: ClassVar[bool] = True
    rejects_garbage: ClassVar[bool] = True

    @pytest.fixture
    def reader(self) -> Reader:
        """The reader under test."""
        raise NotImplementedError

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        """A small sound file, in a folder of its own, that holds ``phrase``."""
        raise NotImplementedError

    @pytest.fixture
    def phrase(self) -> str:
        """Words that stand in the sample."""
        raise NotImplementedError

    @pytest.fixture
    def events(self, reader: Reader, source: Source, tmp_path: Path) -> list[Event]:
        return events_of(reader, source, tmp_path / "work")

    def test_states_a_name_and_media_types(self, reader: Reader) -> None:
        assert reader.name.strip()
        assert reader.media_types

    def test_every_media_type_is_lower_case_with_a_slash(self, reader: Reader) -> None:
        assert all(kind == kind.lower() and "/" in kind for kind in reader.media_types)

    def test_is_available_where_the_tests_run(self, reader: Reader) -> None:
        assert reader.available() is True

    def test_says_first_that_it_opened_the_file_and_says_it_once(self, events: list[Event], source: Source) -> None:
        assert [index for index, event in enumerate(events) if isinstance(event, Opened)] == [0]
        opened = events[0]
        assert isinstance(opened, Opened)
        assert opened.media_type == source.media_type
        assert opened.reader

    def test_pages_come_in_rising_order_from_one(self, events: list[Event]) -> None:
        numbers = [page.number for page in pages_of(events)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert numbers

    def test_page_count_told_beforehand_is_true(self, events: list[Event]) -> None:
        opened = events[0]
        assert isinstance(opened, Opened)
        assert opened.pages in (None, len(pages_of(events)))

    def test_the_sample_has_as_many_pages_as_it_says(self, events: list[Event]) -> None:
        assert (len(pages_of(events)) > 1) is self.several_pages

    def test_the_words_of_the_sample_are_found(self, events: list[Event], phrase: str) -> None:
        assert phrase in "\n".join(page.text for page in pages_of(events))

    def test_every_page_has_a_size(self, events: list[Event]) -> None:
        assert all(page.width > 0 and page.height > 0 for page in pages_of(events))

    def test_rotation_is_a_quarter_turn(self, events: list[Event]) -> None:
        assert {page.rotation for page in pages_of(events)} <= {0, 90, 180, 270}

    def test_boxes_lie_on_the_page_and_are_not_inside_out(self, events: list[Event]) -> None:
        for page in pages_of(events):
            for x0, y0, x1, y1 in boxes_of(page):
                assert 0 <= x0 <= x1 <= 1
                assert 0 <= y0 <= y1 <= 1

    def test_lines_hold_text_and_no_line_break(self, events: list[Event]) -> None:
        lines = [line for page in pages_of(events) for line in page.lines]
        assert all(line.text.strip() and not set("\r\n\x0b\x0c\x85\u2028\u2029") & set(line.text) for line in lines)

    def test_edges_are_one_more_than_the_characters_and_rise(self, events: list[Event]) -> None:
        for line in (line for page in pages_of(events) for line in page.lines if line.edges):
            _check_edges(line)

    def test_confidence_is_given_for_recognised_text_only(self, events: list[Event]) -> None:
        for page in pages_of(events):
            if page.source is TextSource.TEXT:
                assert all(line.confidence is None for line in page.lines)
            assert all(line.confidence is None or 0 <= line.confidence <= 1 for line in page.lines)

    def test_blocks_count_upwards_in_reading_order(self, events: list[Event]) -> None:
        for page in pages_of(events):
            blocks = [line.block for line in page.lines]
            assert blocks == sorted(blocks)
            assert all(block >= 0 for block in blocks)

    def test_table_cells_stand_in_rows_and_columns_without_overlap(self, events: list[Event]) -> None:
        for table in (table for page in pages_of(events) for table in page.tables):
            _check_table(table)

    def test_page_without_text_layer_says_why(self, events: list[Event]) -> None:
        for page in pages_of(events):
            if page.source in (TextSource.OCR, TextSource.MIXED):
                assert page.reason

    def test_blank_pages_hold_nothing(self, events: list[Event]) -> None:
        assert all(not page.lines and not page.seals for page in pages_of(events) if page.blank)

    def test_notices_are_sentences_with_a_code(self, events: list[Event]) -> None:
        for notice in (event for event in events if isinstance(event, Notice)):
            assert notice.code == notice.code.lower()
            assert notice.text.endswith((".", "。"))

    def test_members_lie_in_the_work_folder_with_their_size(self, events: list[Event], tmp_path: Path) -> None:
        for member in (event for event in events if isinstance(event, Member)):
            path = Path(member.path)
            assert path.resolve().is_relative_to((tmp_path / "work").resolve())
            assert path.stat().st_size == member.size_bytes
            assert ".." not in member.name.split("/")

    def test_events_travel_between_processes(self, events: list[Event]) -> None:
        assert pickle.loads(pickle.dumps(events)) == events  # noqa: S301  made one line above

    def test_reads_the_same_twice(self, reader: Reader, source: Source, events: list[Event], tmp_path: Path) -> None:
        again = events_of(reader, source, tmp_path / "again")
        assert pages_of(again) == pages_of(events)

    def test_begins_where_it_is_told(self, reader: Reader, source: Source, events: list[Event], tmp_path: Path) -> None:
        pages = pages_of(events)
        later = pages_of(events_of(reader, source, tmp_path / "later", first_page=2))
        assert later == pages[1:]

    def test_never_changes_the_file_nor_writes_beside_it(self, reader: Reader, source: Source, tmp_path: Path) -> None:
        before = _state(source.path.parent, tmp_path / "work")
        events_of(reader, source, tmp_path / "work")
        assert _state(source.path.parent, tmp_path / "work") == before

    def test_lets_go_of_the_file_when_the_reading_is_given_up(
        self, reader: Reader, source: Source, tmp_path: Path
    ) -> None:
        (tmp_path / "work").mkdir(exist_ok=True)
        reading = iter(reader.read(source, ReadOptions(work_folder=tmp_path / "work")))
        next(reading)
        reading.close()  # type: ignore[attr-defined]
        assert source.path.resolve() not in _open_files()

    def test_empty_file_is_broken(self, reader: Reader, source: Source, tmp_path: Path) -> None:
        if not self.rejects_garbage:
            pytest.skip("an empty text is a text")
        empty = tmp_path / "empty"
        empty.write_bytes(b"")
        with pytest.raises(BrokenFileError) as caught:
            events_of(reader, dataclasses.replace(source, path=empty), tmp_path / "work")
        assert caught.value.remedy

    def test_senseless_bytes_are_broken(self, reader: Reader, source: Source, tmp_path: Path) -> None:
        if not self.rejects_garbage:
            pytest.skip("any bytes are a text")
        garbage = tmp_path / "garbage"
        garbage.write_bytes(hashlib.sha512(b"anjuan").digest() * 64)
        with pytest.raises(BrokenFileError):
            events_of(reader, dataclasses.replace(source, path=garbage), tmp_path / "work")

    def test_more_pages_than_allowed_are_refused(self, reader: Reader, source: Source, tmp_path: Path) -> None:
        if not self.several_pages:
            pytest.skip("the sample has one page")
        with pytest.raises(LimitReachedError):
            events_of(reader, source, tmp_path / "work", limits=Limits(pages=1))


def _check_edges(line: Line) -> None:
    assert len(line.edges) == len(line.text) + 1
    assert all(left <= right for left, right in itertools.pairwise(line.edges))
    assert line.edges[0] >= 0
    assert line.edges[-1] <= 1


def _check_table(table: Table) -> None:
    taken: set[tuple[int, int]] = set()
    for cell in table.cells:
        covered = {
            (cell.row + down, cell.column + across)
            for down in range(cell.row_span)
            for across in range(cell.column_span)
        }
        assert cell.row >= 0
        assert cell.column >= 0
        assert covered
        assert not covered & taken
        taken |= covered
    order = [(cell.row, cell.column) for cell in table.cells]
    assert order == sorted(order)


def _state(folder: Path, work_folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(work_folder))
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _open_files() -> set[Path]:
    folder = Path("/proc/self/fd")
    if not folder.exists():  # only Linux shows what a process holds open
        return set()
    found = set()
    for link in folder.iterdir():
        try:
            found.add(link.resolve(strict=True))
        except OSError:
            continue
    return found
