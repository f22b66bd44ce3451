from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import Viewer
from anjuan.archive.services.gathering import Gathering, folder_take_in
from anjuan.archive.services.reading import item_file
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.progress import Silent
from anjuan.reading.catalogue import Catalogue
from anjuan.reading.containers.zips import ZipReader
from anjuan.reading.markup.reader import HtmlReader
from anjuan.reading.plain.reader import PlainTextReader
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.bench import Bench
from anjuan.reading.workshop.workbench import Workbench

#: The hand of the fixture ``deed`` as an archivist.
LI = Viewer(7, "li", frozenset({"archivist"}), frozenset({"case.read_all", "case.describe"}), frozenset())


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path / "blobs")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Readers of plain text, web pages and ZIP, inside this process: quick, and enough for what the archive does."""
    catalogue = Catalogue([PlainTextReader(), HtmlReader(), ZipReader()])
    with Workbench(catalogue, Limits(depth=3), tmp_path) as bench:
        yield bench


@pytest.fixture
def deed(clock) -> Deed:
    return Deed("li", clock.now())


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder of two cases and a stray file."""
    root = tmp_path / "desk"
    for name, text in {
        "甲公司/01 申请书.txt": "认证申请书\n申请组织：宁波甲轴承有限公司",
        "甲公司/现场审核/审核记录.txt": "查热处理车间，淬火温度 840±10 ℃",
        "乙公司/合同.txt": "认证合同\n甲方：苏州乙电子有限公司",
        "说明.txt": "本批共两卷",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def work(bench: Bench, blobs: FolderBlobs, clock) -> Callable[[], int]:
    """Give a function that does all waiting jobs, in this process."""

    def run() -> int:
        handlers = {"archive.file_item": lambda ticket: item_file(ticket=ticket, shop=bench, blobs=blobs)}
        return Worker(handlers, TableQueue(), clock, stop=threading.Event()).run(until_idle=True)

    return run


@pytest.fixture
def take_in(deed, blobs, work):
    """Give a function that takes in a path and files all of it."""

    def run(root: Path, mode: str = "case_per_folder", *, file_it: bool = True):
        intake = folder_take_in(deed=lambda: deed, root=root, how=Gathering(mode, blobs, Silent()))
        if file_it:
            work()
        intake.refresh_from_db()
        return intake

    return run
