"""What an archive in use has and the demo lacks, so that the pictures show pages with something on them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.e2e.organisations import organisations_made

from anjuan.accounts.deeds import Deed
from anjuan.accounts.models import User
from anjuan.accounts.selectors.people import Viewer, viewer_of
from anjuan.accounts.services.preferences import ViewDraft, view_save
from anjuan.accounts.services.searches import Seen, batch_make, search_save
from anjuan.accounts.services.tokens import TokenOrder, token_issue
from anjuan.archive.models import Case
from anjuan.archive.places import places
from anjuan.archive.services.batch_search import batch_order
from anjuan.archive.services.gathering import Gathering, folder_take_in
from anjuan.custody.services.loans import Wanted, loan_decide, loan_request
from anjuan.custody.services.retention import hold_place
from anjuan.kit.clock import SystemClock
from anjuan.kit.progress import Silent

OPTIONS = """\
[body]
name = "示例认证有限公司"
fonds_number = "J001"

[backup]
folder = "{backups}"

[intake]
folder = "{watched}"
"""


def _who(name: str) -> tuple[Deed, Viewer]:
    now = SystemClock().now()
    return Deed(name, now), viewer_of(User.objects.get(username=name), now.date())


def options_write(home: Path) -> None:
    """Write options into a data home, with a folder for backups and one that is watched beside it."""
    beside = {name: home.parent / f"{home.name}-{name}" for name in ("backups", "watched")}
    for folder in beside.values():
        folder.mkdir(parents=True, exist_ok=True)
    (home / "anjuan.toml").write_text(OPTIONS.format(**beside), encoding="utf-8")


def furnish(home: Path) -> None:
    """Add to a demo, once: files that fail, twins of an organisation, loans, a hold, views, searches, a token."""
    mark = home / "furnished"
    if mark.exists():
        return
    _bad_files(home / "work" / "补寄材料")
    organisations_made()
    cases = list(Case.objects.filter(number__startswith="AJ-").order_by("number").values_list("number", flat=True))
    _loans(cases)
    _kept()
    mark.touch()


def _bad_files(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "签到表.pdf").write_bytes(b"")
    (folder / "审核报告.docx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "说明.txt").write_text("以上为客户补寄的签到表与审核报告。", encoding="utf-8")
    deed, _ = _who("archivist")
    folder_take_in(deed=lambda: deed, root=folder, how=Gathering("one_case", places().blobs, Silent()))


def _loans(cases: list[str]) -> None:
    (asks, asker), (answers, answerer) = _who("auditor"), _who("chief_archivist")
    today = asks.now.date()
    numbers = [
        loan_request(
            deed=asks, viewer=asker, wanted=Wanted(number, "work", purpose, today, today + dt.timedelta(days=days))
        ).number
        for number, purpose, days in zip(cases[-2:], ("准备监督审核", "查对上次不符合项"), (6, 13), strict=False)
    ]
    loan_decide(deed=answers, viewer=answerer, number=numbers[0], approves=True, text="同意")
    keeps, keeper = _who("archivist")
    case = Case.objects.get(number=cases[1])
    hold_place(deed=keeps, viewer=keeper, case=case, reason_code="complaint", reason="客户投诉，处理中")


def _kept() -> None:
    deed, viewer = _who("archivist")
    view_save(deed=deed, viewer=viewer, draft=ViewDraft("cases", "有矛盾的案卷", "problem=contradiction"))
    view_save(deed=deed, viewer=viewer, draft=ViewDraft("cases", "今年初审", "audit_type=initial"))
    search_save(deed=deed, viewer=viewer, name="不符合项", query="q=不符合项", seen=Seen((), 0, ""))
    rows = ["温州白鹭阀门有限公司", "不符合项报告", "GB/T 19001-2016", "8.5.1", "首次会议", "认证决定书"]
    batch_order(deed=deed, batch_id=batch_make(deed=deed, viewer=viewer, title="监督抽查名单", rows=rows))
    order = TokenOrder("每晚统计", ("cases:read", "search:read"), 90, 365)
    token_issue(deed=deed, user_id=viewer.user_id or 0, order=order)
