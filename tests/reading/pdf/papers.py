"""Small PDF files and a pretended engine for the tests of reading."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from anjuan.reading.pages import Event, Line, Member, Notice, Page
from anjuan.reading.pdf.reader import PdfReader
from anjuan.reading.protocol import Engine, ReadOptions, Recognised, Source

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))

SENTENCES = (
    "认证机构应当对获证组织实施有效跟踪监督，确保其持续符合认证要求。",
    "审核组在末次会议上向受审核方通报审核发现和审核结论。",
    "不符合项的纠正措施应当在规定的期限内完成并提供见证材料。",
    "检验人员对原材料进行了抽样检验，记录保存在质量管理部门。",
    "产品的设计和开发过程按照程序文件的规定进行了策划和控制。",
    "管理评审的输入包括以往措施的状况和资源的充分性。",
)


class FakeEngine:
    """Says what it is told to say, and remembers the pictures it was shown."""

    name = "fake/1"
    capabilities: frozenset[str] = frozenset({"upright"})

    def __init__(self, *lines: Line, rotation: int = 0) -> None:
        self.found = Recognised(lines or (Line("识别出的文字", (0.1, 0.1, 0.5, 0.14), 0.97),), rotation=rotation)
        self.seen: list[tuple[tuple[int, ...], float]] = []

    def available(self) -> bool:
        """Say yes."""
        return True

    def recognise(self, picture: npt.NDArray[np.uint8], dpi: float) -> Recognised:
        """Return what the engine was made to say."""
        assert picture.ndim == 3
        assert picture.shape[2] == 3
        assert picture.dtype == np.uint8
        self.seen.append((picture.shape, dpi))
        return self.found


class PatientEngine(FakeEngine):
    """An engine that reads exactly the lines it is given, whatever part of the page it is shown."""

    def __init__(self, *texts: str) -> None:
        super().__init__(
            *(Line(text, (0.1, 0.1 + 0.1 * at, 0.9, 0.15 + 0.1 * at), 0.9) for at, text in enumerate(texts))
        )


def paper(path: Path, *pages: Callable[[Canvas], None]) -> Path:
    """Write a PDF whose pages are drawn by the functions given."""
    canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
    for draw in pages:
        canvas.setFont(SONG, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def prose(canvas: Canvas, lines: int = 24) -> None:
    """Fill a page with Chinese sentences."""
    for number in range(lines):
        canvas.drawString(60, 780 - 24 * number, SENTENCES[number % len(SENTENCES)])


def picture_of_text(text: str = "ISO 9001", size: tuple[int, int] = (600, 200)) -> ImageReader:
    """Return a picture with sharp strokes on it, for a canvas."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for number in range(12):
        pen.text((20 + 45 * number, 20 + (number % 3) * 50), text, fill="black")
        pen.line((20, 10 + 15 * number, size[0] - 20, 10 + 15 * number), fill="black", width=2)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    buffer.seek(0)
    return ImageReader(buffer)


def changed(path: Path, change: Callable[[pikepdf.Pdf], None], **saving: object) -> Path:
    """Change a PDF in place with pikepdf."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        change(document)
        document.save(path, **saving)  # type: ignore[arg-type]
    return path


def source_of(path: Path, media_type: str = "application/pdf") -> Source:
    """Return the source that stands for a file."""
    return Source(path, path.name, media_type)


@dataclasses.dataclass(frozen=True)
class Read:
    """What a reader said of a file, by kind."""

    pages: list[Page]
    notices: list[Notice]
    members: list[Member]

    @classmethod
    def of(cls, events: list[Event]) -> Read:
        """Sort the events."""
        return cls(
            [event for event in events if isinstance(event, Page)],
            [event for event in events if isinstance(event, Notice)],
            [event for event in events if isinstance(event, Member)],
        )

    @property
    def text(self) -> str:
        """The text of all pages."""
        return "\n".join(page.text for page in self.pages)


def read_pdf(path: Path, engine: Engine | None = None, **options: object) -> Read:
    """Read a PDF with an engine, by default one that says the same of every picture."""
    work = path.parent / "work"
    work.mkdir(exist_ok=True)
    chosen = engine or FakeEngine()
    reader = PdfReader(lambda: chosen)
    return Read.of(list(reader.read(source_of(path), ReadOptions(work_folder=work, **options))))  # type: ignore[arg-type]
