"""Seeded pages of case files, awkward on purpose: broken lines, wide letters, traditional writing, codes."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping, Sequence

from anjuan.search.protocol import PageRecord
from anjuan.search.schema import Field, FieldKind, Schema

SCHEMA = Schema(
    Field("organisation", "组织", phonetic=True, aliases=("单位",)),
    Field("standard", "标准"),
    Field("code", "专业", hierarchical=True),
    Field("year", "年份", kind=FieldKind.NUMBER, sortable=True),
    Field("kind", "类型", sortable=True),
    Field("case", "案卷", phonetic=True),
)

SENTENCES = (
    "审核组于2021年3月5日至8日对公司的质量管理体系实施了现场审核。",
    "热处理工序为特殊过程，炉温记录完整，硬度检测合格。",
    "轴承套圈的渗碳淬火按作业指导书WI-07执行；",
    "内部审核计划未覆盖夜班，开具一般不符合项1项。",
    "管理评審輸入包括顧客滿意度、審核結果和不合格品情況。",
    "ＩＳＯ９００１：２０１５　认证证书有效期三年",
    "GB/T 19001-2016 第8.5.1条款：生产和服务提供的控制",
    "未能提供2020年度计量器具的校准证书（共3台）",
    "危险废物暂存间地面有裂缝，已于7日内整改完毕。",
    "合格供方名录共 28 家,评价记录齐全",
    "组织申请的认证范围为：汽车轴承的设计、开发和制造",
    "首末次会议签到表显示，最高管理者张未来全程参加。",
    "食品添加剂的使用符合 GB 2760，过敏原已标识",
    "顾客投诉处理单编号：TS-2021-018，已关闭。",
    "The internal audit programme covers clause 9.2 of ISO 14001.",
    "能源绩效参数 EnPI 较基准下降 3.2％，节约标煤１２吨",
    "职业病危害因素检测报告显示噪声超标，整改后复测合格",
    "焊接工艺评定 PQR-12 由见证人签字确认",
    "证书编号：00121Q30458R2M，暂停后于次月恢复",
    "用水量㎡与㎏单位混用，①②两处记录涂改",
)
ORGANISATIONS = ("江苏远大轴承有限公司", "上海精密机械厂", "苏州市食品股份有限公司", "重庆长江铸造（集团）有限公司")
STANDARDS = ("GB/T 19001-2016", "GB/T 24001-2016", "ISO 45001:2018")
CODES = ("17.10.02", "17.10.01", "03.01.00", "29.12.00")
KINDS = ("审核计划", "审核报告", "不符合项报告", "认证证书")


@functools.cache
def pages(count: int = 300, seed: int = 7) -> tuple[PageRecord, ...]:
    """Return ``count`` pages, the same for the same seed."""
    chooser = random.Random(seed)
    return tuple(_page(number, chooser) for number in range(count))


def _page(number: int, chooser: random.Random) -> PageRecord:
    text = "".join(chooser.choices(SENTENCES, k=chooser.randrange(2, 7)))
    for _ in range(chooser.randrange(4)):
        place = chooser.randrange(len(text))
        text = text[:place] + chooser.choice(("\n", " ", "　", "\r\n")) + text[place:]
    keywords = {
        "organisation": (ORGANISATIONS[number % 4],),
        "standard": tuple(chooser.sample(STANDARDS, chooser.randrange(3))),
        "code": (chooser.choice(CODES),),
        "year": (str(chooser.randrange(2018, 2025)),),
        "kind": (chooser.choice(KINDS),),
        "case": (f"AJ-{number // 10:04}",),
    }
    readers = frozenset(chooser.sample(("team-1", "team-2", "team-3"), chooser.randrange(3)))
    return PageRecord(number, f"case-{number // 10}", text, keywords["kind"][0], keywords, readers)


class Held:
    """The texts of pages, as the engine asks for them."""

    def __init__(self, records: Sequence[PageRecord]) -> None:
        self.held = {record.id: record.text for record in records}

    def __call__(self, ids: Sequence[int]) -> Mapping[int, str]:
        return {number: self.held[number] for number in ids if number in self.held}
