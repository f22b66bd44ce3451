"""What it costs to take born-digital PDFs into an archive: received, read, filed, indexed.

    python benchmarks/speed/intake.py [--files 24] [--pages 20] [--workers 1] [--seed 1] [--kreuzberg PYTHON]

The PDFs are made by the run itself: seeded Chinese sentences on A4, the font not embedded. They are taken in by
``anjuan archive intake`` into a fresh data home, as a person would. Prints one JSON line: CPU milliseconds a page
over all processes of the command (Linux only), wall time, and the peak of resident memory of its largest process.
The start of the programs themselves is part of it; ``idle_cpu_s`` says how much that is, from taking in one page.
Beside it stands what pdfium alone and, with --kreuzberg (a Python that has it, or ``install``), kreuzberg need for the
text of the same files. They give text; this command gives text with places, verified originals, filed papers that were
described and judged, and an index.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from text_only import INSTALL, cheaper, default_interpreter, kreuzberg, pdfium_text, ratio

LINES_PER_PAGE = 36
#: prctl(2). Reading processes end with their worker; only who adopts them is told what they cost.
_PR_SET_CHILD_SUBREAPER = 36
_MARGIN_POINTS, _LEADING_POINTS, _SIZE_POINTS = 56, 19, 10.5
_THINGS = (
    *(
        "审核组",
        "受审核方",
        "管理体系",
        "质量手册",
        "程序文件",
        "生产车间",
        "首件检验",
        "关键工序",
        "热处理",
        "计量器具",
    ),
    *(
        "校准证书",
        "不符合项",
        "纠正措施",
        "顾客满意",
        "内部审核",
        "管理评审",
        "供方评价",
        "环境因素",
        "危险源",
        "应急预案",
    ),
    *("能源绩效", "特种设备", "培训记录", "检验报告", "采购合同", "设备台账"),
)
_VERBS = ("查阅", "抽查", "询问", "观察", "核对", "确认", "验证")
_ENDS = ("符合要求", "未见异常", "结果有效", "已按期完成", "需要持续关注", "与文件规定一致")


def main() -> int:
    """Make the files, take them in, print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=24)
    parser.add_argument("--pages", type=int, default=20, help="of each file")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kreuzberg", default=default_interpreter(), help=f"Python that has it, or {INSTALL!r}")
    given = parser.parse_args()
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory(prefix="anjuan-bench-") as name:
        folder = Path(name)
        write_folder(folder / "one", 1, 1, given.seed)
        idle = taken_in(folder / "one", folder / "home-one", given.workers)
        write_folder(folder / "many", given.files, given.pages, given.seed)
        print(f"taking in {given.files} files of {given.pages} pages", file=sys.stderr)
        run = taken_in(folder / "many", folder / "home-many", given.workers)
        beside = text_of_others(folder / "many", 1000 * run["cpu_s"], given.files * given.pages, given.kreuzberg)
    pages = given.files * given.pages
    result = {
        "benchmark": "speed/intake",
        "files": given.files,
        "pages": run["pages"],
        "workers": given.workers,
        "complete": run["pages"] == pages and run["exit_code"] == 0,
        "cpu_ms_per_page": round(1000 * run["cpu_s"] / pages, 1),
        "cpu_ms_per_page_without_start": round(1000 * (run["cpu_s"] - idle["cpu_s"]) / pages, 1),
        "idle_cpu_s": round(idle["cpu_s"], 2),
        "wall_s": round(run["wall_s"], 1),
        "peak_mb": run["peak_mb"],
        **beside,
    }
    print(json.dumps(result, ensure_ascii=False))
    return 0 if result["complete"] else 1


def text_of_others(folder: Path, ours_ms: float, pages: int, interpreter: str) -> dict[str, object]:
    """Return what the text alone of the files costs others, and how many times that the whole way costs."""
    paths = sorted(folder.rglob("*.pdf"))
    bare_ms = 1000 * cheaper(lambda: pdfium_text(paths)) / pages
    other = kreuzberg(interpreter, paths, pages)
    return {
        "pdfium_text_cpu_ms_per_page": round(bare_ms, 2),
        "times_pdfium_text": round(ours_ms / pages / bare_ms, 1),
        "kreuzberg": other,
        "times_kreuzberg": ratio(ours_ms / pages, other),
    }


def write_folder(folder: Path, files: int, pages: int, seed: int) -> None:
    """Write seeded PDFs, eight to a case folder."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    dice = random.Random(seed)
    for number in range(files):
        case = folder / f"case-{number // 8 + 1:03d}"
        case.mkdir(parents=True, exist_ok=True)
        canvas = Canvas(str(case / f"record-{number + 1:03d}.pdf"), pagesize=A4, invariant=1)
        for page in range(pages):
            _draw_page(canvas, dice, f"审核记录 {number + 1}-{page + 1}")
        canvas.save()


def _draw_page(canvas: Canvas, dice: random.Random, title: str) -> None:
    canvas.setFont("STSong-Light", _SIZE_POINTS)
    top = A4[1] - _MARGIN_POINTS
    canvas.drawString(_MARGIN_POINTS, top, title)
    for line in range(1, LINES_PER_PAGE):
        canvas.drawString(_MARGIN_POINTS, top - line * _LEADING_POINTS, _sentence(dice))
    canvas.showPage()


def _sentence(dice: random.Random) -> str:
    things = "、".join(dice.sample(_THINGS, 4))
    return f"{dice.choice(_VERBS)}{things}共{dice.randint(2, 40)}份，{dice.choice(_ENDS)}。"


def taken_in(folder: Path, home: Path, workers: int) -> dict[str, float]:
    """Take a folder in and return what the command and all its processes cost."""
    environment = {**os.environ, "ANJUAN_HOME": str(home)}
    command = [sys.executable, "-m", "anjuan.cli.program", "archive", "intake", str(folder)]
    before, since = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [*command, "--workers", str(workers), "--json"], env=environment, capture_output=True, text=True, check=False
    )
    wall = time.monotonic() - since
    _await_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if not done.stdout.strip():
        print(done.stderr[-2000:], file=sys.stderr)
        raise SystemExit(1)
    files = json.loads(done.stdout)["files"]
    return {
        "pages": sum(document["pages"] for file in files for document in file["documents"]),
        "exit_code": done.returncode,
        "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "wall_s": wall,
        "peak_mb": after.ru_maxrss // 1024,
    }


def _await_orphans() -> None:
    """Wait for what the command left running, so that it counts."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


if __name__ == "__main__":
    sys.exit(main())
