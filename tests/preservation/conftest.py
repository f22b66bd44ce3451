from __future__ import annotations

import datetime as dt
import shutil
import tarfile
import threading
from pathlib import Path

import pytest
from django.db import connection

from anjuan.accounts.deeds import Deed
from anjuan.accounts.selectors.people import system_viewer
from anjuan.archive.models import (
    Case,
    CaseAttribute,
    CaseField,
    CaseJudgement,
    Correction,
    CustodyEvent,
    Document,
    DocumentDescription,
    IndexOrder,
    IntakeItem,
    Original,
    OriginalNotice,
    OriginalPage,
    Page,
    Ruling,
)
from anjuan.archive.services.gathering import Gathering, folder_take_in
from anjuan.archive.services.reading import item_file
from anjuan.jobs.queue import TableQueue
from anjuan.jobs.worker import Worker
from anjuan.kit.blobs import FolderBlobs
from anjuan.kit.progress import Silent
from anjuan.preservation.models import PropertyTest
from anjuan.preservation.services.packages import PackageOrder, case_export
from anjuan.preservation.services.restores import RestorePlan, backup_restore
from anjuan.reading.catalogue import Catalogue
from anjuan.reading.markup.reader import HtmlReader
from anjuan.reading.plain.reader import PlainTextReader
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.workbench import Workbench

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def home(tmp_path, settings) -> Path:
    """A data home of the test's own, as the settings name it."""
    settings.ANJUAN_HOME = tmp_path / "home"
    for name in ("blobs", "work", "backups"):
        (tmp_path / "home" / name).mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def blobs(home) -> FolderBlobs:
    return FolderBlobs(home / "blobs")


@pytest.fixture
def deed(clock) -> Deed:
    return Deed("li", clock.now())


@pytest.fixture
def case(tmp_path, home, blobs, deed, clock, db) -> Case:
    """A case of three documents, described as the archive describes cases."""
    shelf = tmp_path / "shelf" / "宁波甲轴承有限公司"
    for name, text in {
        "01 申请书.txt": "认证申请书\n申请组织：宁波甲轴承有限公司",
        "现场/审核记录.html": "<table><tr><td>工序</td><td>淬火</td></tr></table><p>温度 840±10 ℃</p>",
        "现场/02 报告?.txt": "审核报告\n推荐认证注册",
    }.items():
        path = shelf / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with Workbench(Catalogue([PlainTextReader(), HtmlReader()]), Limits(), tmp_path) as bench:
        folder_take_in(deed=lambda: deed, root=shelf.parent, how=Gathering("case_per_folder", blobs, Silent()))
        handlers = {"archive.file_item": lambda ticket: item_file(ticket=ticket, shop=bench, blobs=blobs)}
        Worker(handlers, TableQueue(), clock, stop=threading.Event()).run(until_idle=True)
    case = Case.objects.get()
    first = case.documents.order_by("sequence")[0]
    CaseAttribute.objects.create(case=case, name="standard", value="GB/T 19001-2016", source="person")
    CaseField.objects.create(case=case, name="decision_date", value="2025-03", text="2025-03", document=first, page=1,
                             box=[0.1, 0.1, 0.2, 0.2], confidence=0.9)  # fmt: skip
    found = [{"name": "paper_date", "value": "2025-01-06", "confidence": 0.9}]
    DocumentDescription.objects.create(document=first, found=found, made_with="test", described_at=deed.now)
    return case


@pytest.fixture
def package(tmp_path, case, blobs, deed) -> Path:
    order = PackageOrder(case.number, tmp_path / "packages")
    return case_export(deed=deed, viewer=system_viewer(), order=order, blobs=blobs).path


@pytest.fixture
def forget():
    """Give a function that empties the archive's tables, so that they are those of a fresh data home."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS custody_event_no_delete")
        for model in (
            CaseField,
            Ruling,
            Correction,
            CaseJudgement,
            CustodyEvent,
            PropertyTest,
            IntakeItem,
            IndexOrder,
            Page,
            Document,
            OriginalNotice,
            OriginalPage,
        ):
            model.objects.all().delete()
        Original.objects.all().delete()
        Case.objects.all().delete()

    return run


@pytest.fixture
def loose_package(request, tmp_path, tmp_path_factory, db) -> Path:
    """A package whose case the archive does not hold; written once, then copied."""
    once = tmp_path_factory.getbasetemp() / "loose-package"
    if not once.exists():
        made = request.getfixturevalue("package")
        request.getfixturevalue("forget")()
        shutil.copytree(made, once / made.name)
        shutil.rmtree(made)
    (found,) = once.iterdir()
    return shutil.copytree(found, tmp_path / "packages" / found.name, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def old_backup_once(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("old")
    with tarfile.open(FIXTURES / "backup-before-descriptions.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "backup"


@pytest.fixture(scope="session")
def old_home_once(old_backup_once, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("old-home") / "home"
    backup_restore(plan=RestorePlan(old_backup_once, target), now=NOW, ready=lambda *_: None)
    return target


@pytest.fixture
def old_backup(tmp_path, old_backup_once) -> Path:
    """A backup made with the tables of an earlier version: two cases of seven documents."""
    return shutil.copytree(old_backup_once, tmp_path / "old" / "backup")


@pytest.fixture
def old_home(tmp_path, old_home_once) -> Path:
    """A data home with its files as that earlier version left them."""
    return shutil.copytree(old_home_once, tmp_path / "old-home")
