"""How fast born-digital PDF pages are read, against bare text extraction in the same run.

Usage: ``python benchmarks/speed/born_digital.py [FOLDER] [--pages 200] [--long-pages 2000] [--kreuzberg PYTHON]``

The files are made by the run itself, in FOLDER (default: a temporary one): Chinese text in a font
that is not embedded, and in an embedded one when a TrueType font with Chinese characters is on the
machine. One JSON line on stdout: CPU milliseconds a page, the ratio to bare extraction, and the
peak of resident memory over a long file. --kreuzberg names a Python where kreuzberg is installed, or is ``install``
for a virtual environment of our own. Ours reads text with the place of every character, rules and tables;
the others give text alone. What storing and indexing add is measured by ``intake.py``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas
from text_only import INSTALL, cheaper, default_interpreter, kreuzberg, pdfium_text, ratio

from anjuan.reading.pages import Page
from anjuan.reading.pdf.reader import PdfReader
from anjuan.reading.protocol import Engine, ReadOptions, Source

_PARTS = (
    "认证机构应当对获证组织实施有效的跟踪监督",
    "审核组按照审核计划对生产和服务提供过程进行了现场审核",
    "受审核方建立了质量管理体系并形成文件加以实施和保持",
    "不符合项的纠正措施应当在规定的期限内完成",
    "检验记录保存在质量管理部门，查阅时办理登记手续",
    "管理评审的输入包括以往措施的状况和资源的充分性",
    "依据 GB/T 19001-2016/ISO 9001:2015 标准 8.5.1 条款",
)
_ROWS = 40
_FONT_PLACES = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
_FONT_NAMES = ("wqy-zenhei.ttc", "uming.ttc", "ukai.ttc", "simsun.ttc", "simhei.ttf", "msyh.ttc")


def main() -> None:
    """Make the files, read them and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--long-pages", type=int, default=2000)
    parser.add_argument("--kreuzberg", default=default_interpreter(), help=f"Python that has it, or {INSTALL!r}")
    parser.add_argument("--peak-of", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak_of:
        _read(given.peak_of)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        result = _measured(folder, given.pages, given.kreuzberg)
        result.update(_peak(folder, given.long_pages))
        print(json.dumps(result, ensure_ascii=False))


def _measured(folder: Path, pages: int, interpreter: str) -> dict[str, object]:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    files = {"not_embedded": _made(folder / "not-embedded.pdf", "STSong-Light", pages)}
    embedded = _embedded_font()
    if embedded:
        files["embedded"] = _made(folder / "embedded.pdf", embedded, pages)
    result: dict[str, object] = {"benchmark": "speed/born_digital", "pages": pages, "characters_a_page": 0}
    for name, path in files.items():
        print(f"reading {name}", file=sys.stderr)
        _read(path, 5)
        ours, bare = cheaper(lambda path=path: _read(path)), cheaper(lambda path=path: pdfium_text([path]))
        other = kreuzberg(interpreter, [path], pages)
        result[name] = {
            "ours_cpu_ms_a_page": round(ours / pages * 1000, 2),
            "bare_cpu_ms_a_page": round(bare / pages * 1000, 2),
            "ratio": round(ours / bare, 2),
            "kreuzberg": other,
            "ratio_to_kreuzberg": ratio(ours / pages * 1000, other),
        }
        result["characters_a_page"] = _read(path, 3) // 3
    if not embedded:
        result["embedded"] = None
    return result


def _peak(folder: Path, pages: int) -> dict[str, object]:
    print(f"reading {pages} pages", file=sys.stderr)
    long = _made(folder / "long.pdf", "STSong-Light", pages)
    command = [sys.executable, __file__, "--peak-of", str(long)]
    peak = subprocess.run(command, capture_output=True, text=True, check=True)
    return {"long_pages": pages, "peak_rss_mb": int(peak.stdout)}


def _made(path: Path, font: str, pages: int) -> Path:
    luck = random.Random(19001)
    canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
    for number in range(1, pages + 1):
        canvas.setFont(font, 10.5)
        for row in range(_ROWS):
            text = "，".join(luck.sample(_PARTS, 2))[:40]
            canvas.drawString(60, 790 - 18 * row, text)
        canvas.drawCentredString(297, 40, f"第 {number} 页")
        canvas.showPage()
    canvas.save()
    return path


def _embedded_font() -> str:
    for place in map(Path, _FONT_PLACES):
        for name in _FONT_NAMES:
            for path in place.rglob(name) if place.exists() else ():
                try:
                    pdfmetrics.registerFont(TTFont("embedded", str(path)))
                except (TTFError, OSError):
                    continue
                return "embedded"
    return ""


def _no_engine() -> Engine:
    msg = "born-digital pages need no engine"
    raise AssertionError(msg)


def _read(path: Path, most: int = 0) -> int:
    """Read a file as the product does; return the characters of its pages, of the first ``most`` when given."""
    characters = 0
    with tempfile.TemporaryDirectory() as work:
        events = PdfReader(_no_engine).read(Source(path, path.name, "application/pdf"), ReadOptions(Path(work)))
        for event in events:
            if isinstance(event, Page):
                characters += len(event.text)
                if event.number == most:
                    break
    return characters


if __name__ == "__main__":
    main()
