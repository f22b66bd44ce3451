from __future__ import annotations

from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading.events import read

from anjuan.reading.plain.reader import CsvReader, PlainTextReader, delimiter_of
from anjuan.reading.protocol import Source


class TestPlainContract(ReaderContract):
    rejects_garbage = False

    @pytest.fixture
    def reader(self) -> PlainTextReader:
        return PlainTextReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "a.txt"
        path.write_bytes(("审核记录\n" * 120).encode("gb18030"))
        return Source(path, "a.txt", "text/plain")

    @pytest.fixture
    def phrase(self) -> str:
        return "审核记录"


class TestCsvContract(ReaderContract):
    rejects_garbage = False

    @pytest.fixture
    def reader(self) -> CsvReader:
        return CsvReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "a.csv"
        path.write_bytes(("序号,供方名称\n" + "".join(f"{n},供方{n}有限公司\n" for n in range(99))).encode("gbk"))
        return Source(path, "a.csv", "text/csv")

    @pytest.fixture
    def phrase(self) -> str:
        return "供方98有限公司"


def test_form_feed_starts_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("第一页\f第二页", encoding="utf-8")
    assert [page.text for page in read(PlainTextReader(), path).pages] == ["第一页", "第二页"]


def test_mixed_encodings_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("第一行审核\n".encode("gbk") + "第二行审核".encode())
    assert read(PlainTextReader(), path).notices("encoding-mixed")[0].partial


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_delimiter_is_found(sign: str) -> None:
    rows = [["编号", "名称, 型号", "日期"], ["1", "泵", "2026-01-01"], ["2", "阀", "2026-01-02"]]
    text = "\n".join(sign.join(f'"{value}"' for value in row) for row in rows)
    assert delimiter_of(text) == sign


def test_quoted_line_end_stays_in_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('名称,备注\n泵,"第一行\n第二行"\n', encoding="utf-8")
    assert read(CsvReader(), path).pages[0].tables[0].cells[3].text == "第一行\n第二行"
