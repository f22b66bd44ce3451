from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read

from anjuan.reading.errors import BrokenFileError
from anjuan.reading.markup.reader import HtmlReader, MhtmlReader
from anjuan.reading.pages import Role
from anjuan.reading.protocol import Source


def told(folder: Path, html: str, encoding: str = "utf-8") -> Told:
    path = folder / "page.html"
    path.write_bytes(html.encode(encoding))
    return read(HtmlReader(), path)


class TestHtmlContract(ReaderContract):
    rejects_garbage = False

    @pytest.fixture
    def reader(self) -> HtmlReader:
        return HtmlReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        path = tmp_path / "in" / "a.html"
        rows = "".join(f"<tr><td>{n}<td colspan=2>审核{n}</tr>" for n in range(90))
        path.write_text(f"<h1>公告</h1><p>认证公告</p><table>{rows}</table>", encoding="utf-8")
        return Source(path, "a.html", "text/html")

    @pytest.fixture
    def phrase(self) -> str:
        return "认证公告"


class TestMhtmlContract(ReaderContract):
    several_pages = False

    @pytest.fixture
    def reader(self) -> MhtmlReader:
        return MhtmlReader()

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        message = EmailMessage()
        message["Subject"] = "x"
        message.set_content("<p>存档网页</p>", subtype="html", charset="gb2312")
        message.add_related(b"%PDF-1.4", "application", "pdf", filename="附件.pdf")
        path = tmp_path / "in" / "a.mht"
        path.write_bytes(bytes(message))
        return Source(path, "a.mht", "application/x-mimearchive")

    @pytest.fixture
    def phrase(self) -> str:
        return "存档网页"


def test_gb2312_page_is_read_as_gb18030(tmp_path: Path) -> None:
    page = "<html><head><meta charset='gb2312'><title>题</title></head><body><p>朱镕基燊</p></body></html>"
    assert told(tmp_path, page, "gb18030").text == "朱镕基燊"


def test_scripts_and_styles_are_no_text(tmp_path: Path) -> None:
    assert told(tmp_path, "<style>p{}</style><script>alert('x')</script><p>正文</p>").text == "正文"


def test_spans_of_cells_are_kept(tmp_path: Path) -> None:
    page = "<table><tr><td rowspan=2>甲<td>乙</tr><tr><td>丙</tr></table>"
    cells = told(tmp_path, page).pages[0].tables[0].cells
    assert [(c.text, c.row, c.column, c.row_span) for c in cells] == [("甲", 0, 0, 2), ("乙", 0, 1, 1), ("丙", 1, 1, 1)]


def test_less_sign_before_chinese_is_text(tmp_path: Path) -> None:
    assert told(tmp_path, "<p>关于修改<安全生产法>的决定</p>").text == "关于修改<安全生产法>的决定"


def test_outside_references_are_told_not_fetched(tmp_path: Path) -> None:
    found = told(tmp_path, "<p>图</p><img src='http://127.0.0.1/a.png'><a href='http://127.0.0.1/'>链</a>")
    assert "1 things" in found.notices("external-reference")[0].text


def test_hidden_text_is_kept_apart(tmp_path: Path) -> None:
    assert told(tmp_path, "<p>显<span style='display:none'>隐</span></p>").in_role(Role.HIDDEN) == ["隐"]


def test_lists_keep_their_numbers(tmp_path: Path) -> None:
    assert told(tmp_path, "<ol start=3><li>甲<li>乙</ol>").text.split("\n") == ["3. 甲", "4. 乙"]


def test_headings_are_set_larger(tmp_path: Path) -> None:
    title, body = told(tmp_path, "<h1>标题</h1><p>正文</p>").lines
    assert title.box[3] - title.box[1] > body.box[3] - body.box[1]


def test_empty_page_is_broken(tmp_path: Path) -> None:
    with pytest.raises(BrokenFileError):
        told(tmp_path, "\n")
