"""What every recognition engine must do. A test module subclasses it and gives an ``engine`` fixture."""

from __future__ import annotations

import functools
import itertools

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from anjuan.reading.protocol import Engine

KNOWN = frozenset({"upright", "deskew", "seals", "tables", "edges", "confidence"})

_FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/arphic/ukai.ttc",
)
DPI = 130.0
LINES = (
    "管理体系认证申请书",
    "申请组织名称：宁波海棠精密模具有限公司",
    "认证标准：GB/T 19001-2016/ISO 9001:2015",
    "现场审核日期：2023年4月12日",
)
ROWS = (("序号", "审核内容", "结论"), ("1", "质量方针", "符合"), ("2", "文件控制", "不符合"))


@functools.cache
def font(size: int) -> ImageFont.FreeTypeFont:
    for path in _FONTS:
        try:
            return ImageFont.truetype(path, size)
        except OSError:
            continue
    pytest.skip("No Chinese font is installed; generated pages need one of " + ", ".join(_FONTS))


def sheet(width: int = 900, height: int = 1200) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (width, height), "white")
    return picture, ImageDraw.Draw(picture)


@functools.cache
def printed_page() -> np.ndarray:
    picture, pen = sheet()
    for number, line in enumerate(LINES):
        pen.text((100, 120 + 60 * number), line, fill="black", font=font(26))
    return np.asarray(picture)


@functools.cache
def page_with_table() -> np.ndarray:
    picture, pen = sheet(900, 700)
    across, down = (100, 200, 520, 780), (120, 180, 240, 300)
    for x in across:
        pen.line((x, down[0], x, down[-1]), fill="black", width=2)
    for y in down:
        pen.line((across[0], y, across[-1], y), fill="black", width=2)
    for (row, texts), (column, _) in itertools.product(enumerate(ROWS), enumerate(ROWS[0])):
        pen.text((across[column] + 14, down[row] + 14), texts[column], fill="black", font=font(24))
    return np.asarray(picture)


@functools.cache
def page_with_seal() -> np.ndarray:
    picture, pen = sheet()
    pen.text((120, 300), "发证机构：华信认证中心有限公司", fill="black", font=font(26))
    seal = Image.new("RGB", (220, 220), "white")
    red = ImageDraw.Draw(seal)
    red.ellipse((4, 4, 215, 215), outline=(205, 30, 35), width=5)
    for number, sign in enumerate("华信认证中心有限公司"):
        angle = -135 + 270 * number / 9
        tile = Image.new("L", (30, 30), 0)
        ImageDraw.Draw(tile).text((15, 15), sign, fill=255, font=font(26), anchor="mm")
        turned = tile.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC)
        x = 110 + 82 * np.sin(np.radians(angle)) - turned.width / 2
        y = 110 - 82 * np.cos(np.radians(angle)) - turned.height / 2
        seal.paste((205, 30, 35), (round(x), round(y)), turned)
    page = np.asarray(picture).copy()
    window = page[230:450, 300:520]
    np.minimum(window, np.asarray(seal), out=window)
    return page


def text_of(recognised) -> str:
    return "\n".join(line.text for line in recognised.lines)


class EngineContract:
    @pytest.fixture(scope="class")
    @classmethod
    def engine(cls) -> Engine:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def printed(cls, engine):
        return engine.recognise(printed_page(), DPI)

    def _needs(self, engine, capability):
        if capability not in engine.capabilities:
            pytest.skip(f"{engine.name} does not promise {capability!r}")

    def test_it_has_a_name_and_is_available(self, engine):
        assert engine.name
        assert engine.available() is True

    def test_it_declares_known_capabilities_only(self, engine):
        assert engine.capabilities <= KNOWN

    def test_upright_text_is_read_line_by_line(self, printed):
        assert [line.text.replace(" ", "") for line in printed.lines] == [line.replace(" ", "") for line in LINES]

    def test_boxes_are_fractions_of_the_page(self, printed):
        assert all(0 <= x0 < x1 <= 1 and 0 <= y0 < y1 <= 1 for x0, y0, x1, y1 in (line.box for line in printed.lines))

    def test_boxes_stand_where_the_lines_are(self, printed):
        middles = [(line.box[1] + line.box[3]) / 2 * 1200 for line in printed.lines]
        assert middles == pytest.approx([139, 199, 259, 319], abs=8)

    def test_an_upright_page_is_not_turned(self, printed):
        assert printed.rotation == 0

    def test_a_blank_page_has_no_lines(self, engine):
        assert engine.recognise(np.full((400, 300, 3), 255, dtype=np.uint8), DPI).lines == ()

    def test_a_black_page_has_no_lines(self, engine):
        assert engine.recognise(np.zeros((400, 300, 3), dtype=np.uint8), DPI).lines == ()

    @pytest.mark.parametrize("shape", [(3, 3, 3), (1, 400, 3), (400, 1, 3), (20, 20, 3)], ids=str)
    def test_a_tiny_picture_has_no_lines(self, engine, shape):
        picture = np.random.default_rng(1).integers(0, 255, shape, dtype=np.uint8)
        assert engine.recognise(picture, DPI).lines == ()

    def test_grey_noise_says_nothing_surely(self, engine):
        noise = np.random.default_rng(2).integers(90, 160, (300, 300, 1), dtype=np.uint8).repeat(3, axis=2)
        assert all((line.confidence or 0) < 0.85 for line in engine.recognise(noise, DPI).lines)

    def test_the_picture_is_left_as_it_was(self, engine):
        picture = page_with_seal().copy()
        engine.recognise(picture, DPI)
        assert (picture == page_with_seal()).all()

    def test_the_same_picture_gives_the_same_answer(self, engine, printed):
        assert engine.recognise(printed_page(), DPI) == printed

    def test_promised_confidences_are_shares(self, engine, printed):
        self._needs(engine, "confidence")
        assert all(line.confidence is not None and 0 <= line.confidence <= 1 for line in printed.lines)

    def test_promised_edges_rise_and_fit_their_text(self, engine, printed):
        self._needs(engine, "edges")
        assert all(
            len(line.edges) == len(line.text) + 1 and all(a <= b for a, b in itertools.pairwise(line.edges))
            for line in printed.lines
        )

    def test_promised_edges_stand_at_their_characters(self, engine, printed):
        self._needs(engine, "edges")
        line = printed.lines[1]
        wanted = [(100 + 26 * (place + 0.5)) / 900 for place in range(len(LINES[1]))]
        found = [(a + b) / 2 for a, b in itertools.pairwise(line.edges)]
        assert found == pytest.approx(wanted, abs=16 / 900)

    @pytest.mark.parametrize("quarters", [1, 2, 3])
    def test_a_promised_turn_is_found(self, engine, quarters):
        self._needs(engine, "upright")
        found = engine.recognise(np.ascontiguousarray(np.rot90(printed_page(), quarters)), DPI)
        assert (found.rotation, found.lines[0].text) == (quarters * 90, LINES[0])

    def test_a_promised_skew_is_measured(self, engine):
        self._needs(engine, "deskew")
        picture = Image.fromarray(printed_page()).rotate(-3, fillcolor="white", resample=Image.Resampling.BICUBIC)
        assert engine.recognise(np.asarray(picture), DPI).skew == pytest.approx(3, abs=0.4)

    def test_a_promised_seal_is_lifted_off_the_text(self, engine):
        self._needs(engine, "seals")
        assert "发证机构：华信认证中心有限公司" in text_of(engine.recognise(page_with_seal(), DPI))

    def test_a_promised_seal_is_found_and_read(self, engine):
        self._needs(engine, "seals")
        seals = engine.recognise(page_with_seal(), DPI).seals
        assert [(seal.shape, seal.text) for seal in seals] == [("round", "华信认证中心有限公司")]

    def test_a_promised_seal_is_not_invented(self, engine, printed):
        self._needs(engine, "seals")
        assert printed.seals == ()

    def test_a_promised_table_has_its_cells(self, engine):
        self._needs(engine, "tables")
        (table,) = engine.recognise(page_with_table(), DPI).tables
        assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
            (row, column, text) for row, texts in enumerate(ROWS) for column, text in enumerate(texts)
        ]

    def test_a_promised_table_is_not_invented(self, engine, printed):
        self._needs(engine, "tables")
        assert printed.tables == ()
