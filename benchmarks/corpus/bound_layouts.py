"""Bound files of made-up pages in many layouts, with the truth where every paper begins.

The pages are made as a reader would return them, so no time goes into drawing and recognising them. Every
file has a house style of its own: where the form number and the page number stand, whether there are any,
how large titles are, whether a title is repeated on every page, how badly it was scanned.
"""

from __future__ import annotations

import dataclasses
import random

from anjuan.reading.pages import Box, Cell, Line, Page, Table, TextSource


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_SUBJECTS = _words(
    "认证申请 申请评审 现场审核 内部审核 管理评审 不符合项 纠正措施 首次会议 末次会议 审核组任命 "
    "文件评审 保密与公正性 产品检验 设备维护 员工培训 供方评价 环境因素识别 应急演练 客户满意度 "
    "认证证书使用 监督抽样 过程能力 合同评审 能源评审 危险源辨识 顾客投诉 审核时间核算 认证决定 "
    "信息变更 多场所 特种设备 测量设备校准"
)
_ENDS = _words("表 记录 报告 通知书 清单 计划 确认书 声明 单 评价表 签到表 方案 申请书 合同 审批表 记录表")
_CERTIFICATES = _words(
    "营业执照 认证证书 食品生产许可证 排污许可证 检测报告 资质认定证书 建筑业企业资质证书 安全生产许可证"
)
_LABELS = _words(
    "受审核方 项目编号 审核类型 组织名称 地址 联系人 审核准则 认证范围 审核日期 部门 负责人 编制 "
    "审核组长 合同编号 产品名称 规格型号 生产日期 检验依据 有效期 备注 会议地点 参加人员 主持人"
)
_WORDS = _words(
    "公司 质量 管理 体系 过程 控制 检验 记录 人员 设备 要求 符合 标准 文件 实施 有效 产品 生产 顾客 "
    "风险 目标 培训 供方 采购 现场 审核 证据 规定 程序 改进 措施 验证 部门 负责 职责 评价 结果 分析 "
    "运行 环境"
)
_HOUSES = ("国衡", "信泰", "中准", "华检", "北方", "东盛", "海川", "远诚")
_LEFT, _RIGHT = 0.1, 0.9


@dataclasses.dataclass(frozen=True)
class House:
    """How one body lays out its papers."""

    body: str
    client: str
    number_place: str
    form_prefix: str
    form_place: str
    title_size: float
    title_left: bool
    title_repeats: bool
    letterhead: bool
    head_repeats: bool
    top: float
    noise: float
    scanned: bool
    front_pages: bool
    chapter_pages: bool


@dataclasses.dataclass(frozen=True)
class Bound:
    """A bound file and where its papers begin (page numbers from 1)."""

    pages: tuple[Page, ...]
    firsts: tuple[int, ...]


def house(rng: random.Random, *, bare: bool) -> House:
    """Return a house style; a bare one prints neither form numbers nor page numbers."""
    return House(
        body=rng.choice(_HOUSES) + rng.choice(("认证有限公司", "质量认证中心", "检验认证集团有限公司")),
        client="".join(rng.choices("安博昌达恒佳凯隆铭瑞盛通伟祥鑫源", k=3))
        + rng.choice(("机械有限公司", "食品厂", "电子股份有限公司")),
        number_place="" if bare else rng.choice(("", "", "pair", "slash", "dash", "page", "head")),
        form_prefix=rng.choice(("QP-08", "CX/JL", "FM-GL", "JLB", "Q/ZD-R")),
        form_place="" if bare else rng.choice(("", "", "head", "foot", "label")),
        title_size=rng.choice((1.0, 1.15, 1.3, 1.5, 1.8)),
        title_left=rng.random() < 0.12,
        title_repeats=rng.random() < 0.2,
        letterhead=rng.random() < 0.25,
        head_repeats=rng.random() < 0.5,
        top=rng.uniform(0.05, 0.11),
        noise=rng.choice((0.0, 0.03, 0.07)),
        scanned=rng.random() < 0.8,
        front_pages=rng.random() < 0.4,
        chapter_pages=rng.random() < 0.2,
    )


class Setter:
    """Sets the pages of one paper in one house style.

    Args:
        style: The house style.
        rng: Where chance comes from.
        title: The title; empty for a paper without one.
        form_number: Its form number; empty without.

    """

    def __init__(self, style: House, rng: random.Random, title: str, form_number: str) -> None:
        self.style, self._rng = style, rng
        self._title, self._form_number = title, form_number
        self._done: list[tuple[list[Line], list[Table]]] = []
        self._lines: list[Line] = []
        self._tables: list[Table] = []
        self.step = rng.uniform(0.018, 0.026)
        self.size = 0.0175
        self.y = 0.0
        self._block: list[tuple[str, str]] = []
        self._open()

    def _open(self) -> None:
        style = self.style
        self._lines, self._tables = [], []
        self._done.append((self._lines, self._tables))
        self.y = style.top
        if style.head_repeats:
            self._put(style.body, 0.1, 0.03, scale=0.85)
        if self._form_number and style.form_place == "head":
            self._put(self._form_number, 0.78, 0.03, scale=0.85)
        if self._form_number and style.form_place == "foot":
            self._put(self._form_number, 0.12, 0.95, scale=0.85)
        if self._title and (len(self._done) == 1 or style.title_repeats):
            self._put_title()
            self._put_block()

    def block(self, rows: int) -> None:
        """Set the labels with which a form opens; a house that repeats titles repeats them with the title."""
        labels = self._rng.sample(_LABELS, 2 * rows)
        self._block = [(label, self._value()) for label in labels]
        self._put_block()

    def _put_block(self) -> None:
        pitch = self.step * 1.35
        edges = (0.1, 0.24, 0.5, 0.64, 0.9)
        cells: list[Cell] = []
        top = self.y
        for order, pair in enumerate(self._block):
            for side, text in enumerate(pair):
                column = 2 * (order % 2) + side
                self._put(text, edges[column] + 0.01, self.y + 0.004)
                box = (edges[column], self.y, edges[column + 1], self.y + pitch)
                cells.append(Cell(order // 2, column, text, box))
            self.y += pitch if order % 2 else 0.0
        self._close_table(cells, list(edges), top)

    def _put_title(self) -> None:
        style = self.style
        if style.letterhead and not style.head_repeats:
            self._put(style.body, 0, self.y, scale=style.title_size * 1.1, centred=True)
            self.y += 0.035
        title = " ".join(self._title) if self._rng.random() < 0.1 else self._title
        self._put(title, _LEFT, self.y, scale=style.title_size, centred=not style.title_left)
        self.y += 0.035 + 0.01 * style.title_size
        if self._form_number and style.form_place == "label":
            self._put(f"表单编号：{self._form_number}", 0.62, self.y)
            self.y += self.step

    def _put(self, text: str, x: float, y: float, *, scale: float = 1.0, centred: bool = False) -> None:
        rng, noise = self._rng, self.style.noise
        width = sum(1.0 if sign > "\u2e7f" else 0.5 for sign in text) * self.size * scale
        x = 0.5 - width / 2 if centred else x
        height = 0.0125 * scale * (1 + rng.uniform(-2, 2) * noise)
        right = min(0.99, x + width * (1 + rng.uniform(-0.3, 0.3) * noise))
        box: Box = (max(0.0, x), y, max(x, right), y + height)
        sure = round(rng.uniform(0.9, 1.0), 3) if self.style.scanned else None
        self._lines.append(Line(_misread(text, rng, noise / 6), box, sure))

    def room(self, height: float) -> None:
        """Begin a new page if the rest of this one is too short."""
        if self.y + height > 0.92:
            self._open()

    def front_page(self, *, again: bool) -> None:
        """Set a front page with title, client and date; the paper begins anew behind it, perhaps with its title."""
        self._lines.clear()
        self._put(self._title, 0, self._rng.uniform(0.2, 0.4), scale=1.8, centred=True)
        self._put(self.style.client, 0, 0.6, scale=1.2, centred=True)
        self._put(f"{self._rng.randint(2018, 2025)}年{self._rng.randint(1, 12)}月", 0, 0.8, centred=True)
        kept, self._title = self._title, self._title if again else ""
        self._open()
        if again and not self.style.title_repeats:
            self._put_title()
        self._title = kept

    def chapter(self, text: str) -> None:
        """Begin a chapter on a new page, with a large heading in the middle."""
        self._open()
        self._put(text, 0, self.y, scale=1.3, centred=True)
        self.y += 0.04

    def sentence(self, lines: int) -> None:
        """Set running text of some lines."""
        for order in range(lines):
            self.room(self.step)
            full = int((_RIGHT - _LEFT) / self.size)
            count = full if order < lines - 1 else self._rng.randint(full // 4, full - 1)
            text = "".join(self._rng.choices(_WORDS, k=count // 2 + 1))[:count]
            self._put(text if order < lines - 1 else text + "。", _LEFT, self.y)
            self.y += self.step

    def heading(self, text: str) -> None:
        """Set a heading."""
        self.room(3 * self.step)
        self._put(text, _LEFT, self.y, scale=self._rng.choice((1.0, 1.0, 1.1)))
        self.y += self.step * 1.2

    def table(self, rows: int, columns: int, *, labels: bool) -> None:
        """Set a ruled table that goes on over the page when it must."""
        edges = [_LEFT + (_RIGHT - _LEFT) * at / columns for at in range(columns + 1)]
        pitch = self.step * 1.35
        cells: list[Cell] = []
        top = self.y
        for row in range(rows):
            if self.y + pitch > 0.92:
                self._close_table(cells, edges, top)
                self._open()
                cells, top = [], self.y
            for column in range(columns):
                is_label = column % 2 == 0 if labels else row == 0
                text = self._rng.choice(_LABELS) if is_label else self._value()
                self._put(text, edges[column] + 0.01, self.y + 0.004)
                box = (edges[column], self.y, edges[column + 1], self.y + pitch)
                cells.append(Cell(len(cells) // columns, column, text, box))
            self.y += pitch
        self._close_table(cells, edges, top)
        self.y += self.step * 0.5

    def _close_table(self, cells: list[Cell], edges: list[float], top: float) -> None:
        if cells:
            self._tables.append(Table((edges[0], top, edges[-1], self.y), tuple(cells)))

    def _value(self) -> str:
        kinds = ("".join(self._rng.choices(_WORDS, k=2)), str(self._rng.randint(1, 999)), "符合", self.style.client)
        return self._rng.choice(kinds)

    def signature(self) -> None:
        """Set the place where papers are signed."""
        self.room(3 * self.step)
        self.y += self.step
        who = self._rng.choice(("审核组长：", "编制：", "批准：", "签字：", "单位（盖章）："))
        self._put(who + "".join(self._rng.choices("王李张刘陈杨赵黄", k=3)), 0.55, self.y)
        self.y += self.step
        date = f"{self._rng.randint(2018, 2025)}年{self._rng.randint(1, 12)}月{self._rng.randint(1, 28)}日"
        self._put(date, 0.55, self.y)

    def pages(self, *, width: float = 595.0, height: float = 842.0) -> list[Page]:
        """Return the pages set, numbered the way of the house."""
        source = TextSource.OCR if self.style.scanned else TextSource.TEXT
        made = []
        total = len(self._done)
        for order, (lines, tables) in enumerate(self._done, start=1):
            self._lines = lines
            self._number(order, total)
            made.append(Page(0, width, height, source=source, lines=tuple(lines), tables=tuple(tables)))
        return made

    def _number(self, order: int, total: int) -> None:
        place = self.style.number_place
        if not place or (self.style.scanned and self._rng.random() < 0.03):
            return
        text = {
            "pair": f"第{order}页 共{total}页", "slash": f"{order}/{total}", "dash": f"- {order} -",
            "page": f"Page {order} of {total}", "head": f"第{order}页共{total}页",
        }[place]  # fmt: skip
        self._put(text, 0.75 if place == "head" else 0.46, 0.04 if place == "head" else 0.955, scale=0.85)


def _misread(text: str, rng: random.Random, share: float) -> str:
    if rng.random() > share * len(text):
        return text
    at = rng.randrange(len(text))
    return text[:at] + rng.choice("田口日目") + text[at + 1 :]


def _form(setter: Setter, rng: random.Random) -> None:
    setter.block(rng.randint(2, 6))
    for _ in range(rng.randint(0, 4)):
        setter.heading("一二三四五六"[rng.randint(0, 3)] + "、" + "".join(rng.choices(_WORDS, k=2)))
        setter.sentence(rng.randint(1, 5))
    if rng.random() < 0.4:
        setter.table(rng.randint(3, 25), rng.randint(3, 6), labels=False)
    setter.signature()


def _record(setter: Setter, rng: random.Random) -> None:
    setter.block(rng.randint(1, 3))
    setter.table(rng.randint(10, 120), rng.randint(3, 7), labels=False)
    if rng.random() < 0.6:
        setter.signature()


def _report(setter: Setter, rng: random.Random) -> None:
    if setter.style.front_pages and rng.random() < 0.7:
        setter.front_page(again=rng.random() < 0.4)
    chapter_pages = setter.style.chapter_pages and rng.random() < 0.5
    for chapter in range(rng.randint(3, 12)):
        if chapter_pages and chapter:
            setter.chapter("".join(rng.choices(_WORDS, k=3)))
        number = "一二三四五六七八九十"[chapter] + "、" if chapter < 10 else f"{chapter + 1}. "
        setter.heading(number + "".join(rng.choices(_WORDS, k=3)))
        for _ in range(rng.randint(1, 8)):
            setter.sentence(rng.randint(2, 7))
        if rng.random() < 0.3:
            setter.table(rng.randint(3, 12), rng.randint(3, 5), labels=False)
    setter.signature()


def _letter(setter: Setter, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 4)):
        setter.sentence(rng.randint(1, 5))
    setter.signature()


_MAKERS = ((_form, 8), (_record, 5), (_report, 3), (_letter, 4))


def paper(style: House, rng: random.Random, order: int) -> list[Page]:
    """Return the pages of one paper."""
    if rng.random() < 0.15:
        return _certificate(style, rng)
    title = rng.choice(_SUBJECTS) + rng.choice(_ENDS)
    number = f"{style.form_prefix}-{order:02d}" if style.form_place else ""
    setter = Setter(style, rng, "" if rng.random() < 0.04 else title, number)
    maker = rng.choices([maker for maker, _ in _MAKERS], [share for _, share in _MAKERS])[0]
    maker(setter, rng)
    return setter.pages()


def _certificate(style: House, rng: random.Random) -> list[Page]:
    plain = dataclasses.replace(
        style, head_repeats=False, title_size=rng.uniform(1.4, 2.2), title_left=False, number_place="", form_place="",
        letterhead=False,
    )  # fmt: skip
    setter = Setter(plain, rng, rng.choice(_CERTIFICATES), "")
    setter.table(rng.randint(4, 10), 2, labels=True)
    setter.signature()
    wide = rng.random() < 0.3
    return setter.pages(width=842.0, height=595.0) if wide else setter.pages()


def bound(seed: int, *, pages: int = 150, bare: bool = False) -> Bound:
    """Return a bound file of about so many pages."""
    rng = random.Random(seed)
    style = house(rng, bare=bare)
    made: list[Page] = []
    firsts: list[int] = []
    while len(made) < pages:
        firsts.append(len(made) + 1)
        made.extend(paper(style, rng, len(firsts)))
    return Bound(tuple(dataclasses.replace(page, number=at) for at, page in enumerate(made, start=1)), tuple(firsts))
