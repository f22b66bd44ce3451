"""Learn the model of kinds anew from generated samples: python scripts/train_kinds.py [--cases N] [--to FILE].

Nothing but the sample generator and the tables of this repository goes in, so anybody gets the same file.
Numbers of forms are left out: the invented bodies number their forms by the code of the kind, real ones do not.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY / "src"))

from anjuan.papers.kinds import model as models  # noqa: E402  the folder above must be importable first
from anjuan.papers.kinds.catalogue import catalogue  # noqa: E402
from anjuan.papers.kinds.training import Item, Recipe, digest, from_phrases, train  # noqa: E402
from anjuan.samples.generate import texts  # noqa: E402

TARGET = REPOSITORY / "src" / "anjuan" / "papers" / "kinds" / "kinds-model.npz"
#: Seeds of the samples; others are left for measuring.
SEEDS = (11, 23, 37, 53)
#: Forms made of phrases, for each kind.
_EACH = 40
#: Cases for each seed.
CASES = 12
#: Everyday writing that no case file asks for.
_FOREIGN = (
    "关于召开年终总结大会的通知 请各部门负责人准时参加 会议室座位安排 联系人",
    "停车场管理规定 车辆应当按照标线停放 外来车辆登记 违者罚款",
    "员工食堂本周菜单 红烧肉 清炒时蔬 番茄鸡蛋汤 米饭 周一 周二 周三",
    "产品宣传册 全新升级 匠心品质 欢迎来电咨询 全国服务热线 扫码关注公众号",
    "诚聘英才 岗位要求 本科及以上学历 薪资面议 五险一金 简历投递邮箱",
    "旅游行程安排 第一天 乘坐高铁前往 入住酒店 自由活动 景点门票",
    "小说 第一章 夜色渐深 他推开窗户 远处传来几声犬吠 月光洒在院子里",
    "节日放假通知 根据国务院办公厅通知精神 放假调休 共七天 请做好值班",
    "股票行情 今日收盘 沪指上涨 成交额 板块 涨幅 分析师认为",
    "体育新闻 比赛第三节 主队反超比分 教练 球员 冠军 决赛",
    "读后感 这本书讲述了 主人公 使我深受感动 我们应当珍惜 学习",
    "快递运单 寄件人 收件人 电话 地址 代收货款 签收",
    "会议室使用登记表 使用时间 使用部门 人数 投影仪 是否归还",
    "报名表 姓名 性别 民族 政治面貌 学历 家庭住址 兴趣爱好 照片",
    "操作系统安装步骤 点击下一步 选择安装目录 重新启动计算机 输入密码",
)


def forms() -> list[Item]:
    """Return the forms made of the phrases of the tables, and writing that is no form."""
    dice = random.Random(SEEDS[0])  # noqa: S311  a seeded draw
    return [*from_phrases(catalogue(), dice, each=_EACH), *_foreign(dice)]


def name() -> str:
    """Return what the model is called: its year, and a digest of the forms that the tables make."""
    return f"2026 {digest(forms())}"


def _samples(cases: int, seeds: Sequence[int]) -> Iterator[Item]:
    for seed in seeds:
        for case in texts(seed=seed, cases=cases, faults_per_case=2):
            for paper in case["documents"]:
                yield _item(paper, case["body"])


def _item(paper: dict[str, object], body: str) -> Item:
    title, number = str(paper["title"]), str(paper["form_no"])
    pages = paper["text"]
    whole = "\n".join(pages) if isinstance(pages, list) else str(pages)
    lines = [
        line.replace(number, "") if number else line
        for line in whole.split("\n")
        if line.strip() and line.strip() not in {title, body, number}
    ]
    return Item(str(paper["kind"]), title, tuple(lines))


def _foreign(dice: random.Random) -> Iterator[Item]:
    for _ in range(200):
        words = " ".join(dice.sample(_FOREIGN, k=dice.randint(1, 2))).split()
        yield Item(models.NONE, "", tuple(dice.sample(words, k=max(4, len(words) * 2 // 3))))


def main() -> None:
    """Train and write the model; say what it was made of."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES, help="cases for each seed")
    parser.add_argument("--rounds", type=int, default=Recipe().rounds)
    parser.add_argument("--to", type=Path, default=TARGET)
    chosen = parser.parse_args()
    made = [*_samples(chosen.cases, SEEDS), *forms()]
    print(f"{len(made)} texts, digest {digest(made)}", file=sys.stderr)
    models.save(train(made, Recipe(rounds=chosen.rounds), name=name()), chosen.to)
    print(f"{chosen.to.name}: {chosen.to.stat().st_size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
