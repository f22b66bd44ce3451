"""The page that tells a person what a package is, without any program."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

_HEAD = """# {title}

本文件夹是一卷认证审核案卷的归档信息包，可脱离任何软件查阅与核对。

- 案卷编号：{number}
- 组织：{organisation}
- 档号：{reference_code}
- 日期：{date}
- 保管期限：{retention}

## 各文件夹是什么

| 位置 | 内容 |
|---|---|
| `data/originals/` | 原始文件，与接收时逐字节相同；文件名前的数字是卷内顺序号 |
| `data/texts/` | 各页文字及其在页面上的位置（每行一页，JSON；坐标为页面宽高的比例） |
| `data/metadata/description.csv` | 按 DA/T 18-2022 著录的案卷与文件（可用电子表格软件打开） |
| `data/metadata/description.json` | 同上，供程序读取 |
| `data/metadata/events.jsonl` | 过程信息：何时、何人、用何工具、对何物做了什么（参照 PREMIS） |
| `data/metadata/case.json` | 案卷的全部数据，供再次导入 |
| `data/metadata/sm3.txt` | 各文件的 SM3 摘要（GB/T 32905-2016） |
| `manifest-sha256.txt` | 各文件的 SHA-256 摘要 |

## 怎样核对

在本文件夹中运行 `sha256sum -c manifest-sha256.txt`，或用任何支持 BagIt（RFC 8493）的工具校验。

## 卷内目录

| 顺序号 | 类型 | 题名 | 页数 | 原始文件 | 起始页 |
|---|---|---|---|---|---|
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    """A line of the 卷内目录."""

    sequence: int
    kind: str
    title: str
    pages: int
    first_page: int
    file: str


def readme(number: str, title: str, organisation: str, volume: Mapping[str, str], listed: Sequence[Listed]) -> str:
    """Return the page as Markdown.

    Args:
        number: Of the case.
        title: Of the case.
        organisation: Its name as printed.
        volume: The volume's row of the description.
        listed: The documents in order.

    """
    head = _HEAD.format(
        title=_cell(title), number=number, organisation=_cell(organisation), reference_code=volume["档号"],
        date=volume["日期"], retention=volume["保管期限"],
    )  # fmt: skip
    lines = [
        f"| {row.sequence} | {row.kind} | {_cell(row.title)} | {row.pages} | {_cell(row.file)} | {row.first_page} |\n"
        for row in listed
    ]
    return head + "".join(lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "｜")
