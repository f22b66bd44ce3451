"""How quickly list pages are made with many cases: times, queries and bytes by kind of page, for two kinds of persons.

    PYTHONPATH=src:. python benchmarks/speed/lists.py [--cases 100000] [--rounds 20] [--keep FOLDER]

A home is filled with seeded cases (organisation, field, code, type, dates, figures, judgement), straight into the
tables; with --keep it is made once and used again. Every kind of page is asked for through the whole web door,
without a network: the first page, tabs, every order, far pages, filters alone and together, words that many,
few and no cases have, the work list, and the counts of the frame; as an archivist who sees all, and as an auditor
with some cases.
Prints one JSON line: milliseconds of a call (p50, p95), the most queries of one call, and gzip bytes of the answer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)
_BATCH = 5000
_ASSIGNED = 400
_PLACES = {"110000": "北京", "310000": "上海", "320000": "江苏", "330000": "浙江", "370000": "山东", "440000": "广东",
           "420000": "湖北", "510000": "四川"}  # fmt: skip
_WORDS = (
    "恒远",
    "海棠",
    "瑞丰",
    "华信",
    "金盛",
    "同创",
    "佳源",
    "鼎盛",
    "泰和",
    "宏图",
    "新启",
    "中泽",
    "天工",
    "永兴",
)
_TRADES = ("精密模具", "环保设备", "食品", "轴承", "汽车零部件", "电子科技", "建设工程", "纺织", "医疗器械", "物流")
_TYPES = ("initial", "surveillance", "surveillance", "recertification", "special", "transfer")
_FIELDS = ("A01", "A02", "A03", "A04", "B01", "B02", "C01")
_NAMES = ("陈静", "杨帆", "赵磊", "张伟", "何琳", "李娜", "王强", "孙涛", "周敏", "吴洋")
PAGES = {
    "first": "", "tab": "state=filed", "tab_rare": "state=sealed",
    "order_problems": "order=-blocking", "order_title": "order=title", "order_decided": "order=-decided_on",
    "order_field": "order=field_code", "order_state": "order=state", "order_pages": "order=-pages_count",
    "far": "page=4000", "last": "page=5000", "hundred": "size=100",
    "words_many": "words=有限公司", "words_some": "words=海棠",
    "words_few": "words=AJ-2024-012345", "words_none": "words=没有这个", "field": "field_code=A01",
    "field_tab_order": "field_code=A01&state=filed&order=-decided_on", "code": "professional_code=17.10",
    "standard": "standard=GB/T+19001-2016", "days": "decided_on=2024-01-01+~+2024-03-31", "missing": "problem=missing",
    "blocking": "problem=blocking", "failed": "problem=failed", "percent": "completeness=60~90",
    "leader": "leader=陈静",
    "many": "words=精密&field_code=A01&audit_type=surveillance&province=330000&decided_on=2023+~&order=-completeness",
}  # fmt: skip


def made_case(number: int, dice: random.Random) -> dict[str, Any]:
    """Return the columns of a seeded case."""
    code = dice.choice(list(_PLACES))
    name = f"{_PLACES[code]}{dice.choice(_WORDS)}{dice.choice(_WORDS)}{dice.choice(_TRADES)}有限公司"
    decided = dt.date(2018, 1, 1) + dt.timedelta(days=dice.randrange(2900))
    made = NOW - dt.timedelta(minutes=dice.randrange(3_000_000))
    blocking = dice.choice((0, 0, 0, 0, 1, 2, 5))
    misses = blocking + dice.choice((0, 0, 1))
    return {
        "number": f"AJ-{decided.year}-{number:06d}", "title": name, "organisation_name": name,
        "state": dice.choices(("collecting", "filed", "sealed", "destroyed"), (12, 70, 17, 1))[0],
        "field_code": dice.choice(_FIELDS), "audit_type": dice.choice(_TYPES), "year": decided.year,
        "audited_on": str(decided - dt.timedelta(days=20)), "decided_on": str(decided),
        "expires_on": str(decided + dt.timedelta(days=1094)), "team_leader": dice.choice(_NAMES), "province": code,
        "reached": dice.choice("DEFG"), "completeness": 100 if not misses else dice.randrange(40, 100),
        "problems": blocking if dice.random() < 0.97 else None, "misses": misses,
        "contradictions": dice.choice((0, 0, 0, 1, 3)), "documents_count": dice.randrange(20, 60),
        "pages_count": dice.randrange(80, 400), "doubtful_lines": dice.choice((0, 0, 3, 20)),
        "created_at": made, "updated_at": made, "created_by": "li",
    }  # fmt: skip


def fill(cases: int) -> None:
    """Fill the tables with seeded cases, their attributes and judgements, and people."""
    from anjuan.accounts.deeds import Deed  # noqa: PLC0415  Django must be set up first
    from anjuan.accounts.services.people import role_grant, user_create  # noqa: PLC0415
    from anjuan.archive.models import Case, CaseAttribute, CaseJudgement, CaseReader  # noqa: PLC0415

    dice = random.Random(7)
    for first in range(1, cases + 1, _BATCH):
        rows = [Case(**made_case(number, dice)) for number in range(first, min(first + _BATCH, cases + 1))]
        Case.objects.bulk_create(rows)
        CaseAttribute.objects.bulk_create(
            CaseAttribute(case=row, name=name, value=value, source="papers")
            for row in rows
            for name, value in (
                ("standard", dice.choice(("GB/T 19001-2016", "GB/T 24001-2016", "GB/T 45001-2020"))),
                ("professional_code", f"{dice.randrange(1, 40):02}.{dice.randrange(1, 12):02}.0{dice.randrange(1, 4)}"),
            )
        )  # fmt: skip
        CaseJudgement.objects.bulk_create(
            CaseJudgement(
                case=row, blocking=row.problems, judged_at=NOW, misses=[{"code": "B05", "why": "x" * 200}] * row.misses,
                contradictions=[{"name": "team", "what": "x" * 300}] * row.contradictions,
            )
            for row in rows if row.problems is not None
        )  # fmt: skip
        print(f"{first + len(rows) - 1} cases", file=sys.stderr)
    deed = Deed("root", NOW)
    for name, role in (("archivist", "archivist"), ("auditor", "auditor")):
        user = user_create(deed=deed, username=name, password="correct horse battery", display_name="李明")  # noqa: S106
        role_grant(deed=deed, user=user, role=role)
    keys = dice.sample(list(Case.objects.values_list("pk", flat=True)), min(_ASSIGNED, cases))
    CaseReader.objects.bulk_create(
        CaseReader(case_id=key, token=f"user:{user.pk}", granted_at=NOW, granted_by="root") for key in keys
    )


def _measured(client: Any, address: str, rounds: int) -> dict[str, float]:
    from django.db import connection, reset_queries  # noqa: PLC0415

    times, queries, sent = [], 0, 0
    for turn in range(rounds + 1):
        reset_queries()
        connection.force_debug_cursor = True
        begin = time.perf_counter()
        answer = client.get(address)
        content = answer.content
        spent = time.perf_counter() - begin
        if answer.status_code != 200:
            message = f"{address} answered {answer.status_code}"
            raise RuntimeError(message)
        if turn:  # the first call fills what later ones keep
            times.append(spent * 1000)
        queries = max(queries, len(connection.queries))
        sent = len(gzip.compress(content))
    times.sort()
    return {
        "p50": round(times[len(times) // 2], 1), "p95": round(times[min(len(times) - 1, int(len(times) * 0.95))], 1),
        "queries": queries, "bytes": sent,
    }  # fmt: skip


def measured(rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """Return the figures of every kind of page for both persons."""
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from anjuan.accounts.models import User  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    found = {}
    for name in ("archivist", "auditor"):
        client = Client()
        client.force_login(User.objects.get(username=name))
        addresses = {kind: f"/cases/?{query}" for kind, query in PAGES.items()} | {"home": "/", "counts": "/me/counts/"}
        found[name] = {kind: _measured(client, address, rounds) for kind, address in addresses.items()}
    return found


def main() -> None:
    """Fill a home unless it is kept, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    home = given.keep or Path(tempfile.mkdtemp(prefix="anjuan-lists-"))
    os.environ |= {"ANJUAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "anjuan.config.settings"}
    import django  # noqa: PLC0415  the home must be named first

    for folder in ("work", "blobs", "index"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    django.setup()
    from anjuan.archive.models import Case  # noqa: PLC0415
    from anjuan.config.upkeep import home_prepare  # noqa: PLC0415

    home_prepare(home)
    if not Case.objects.exists():
        fill(given.cases)
    pages = measured(given.rounds)
    lists = [(f"{who} {kind}", one) for who, kinds in pages.items() for kind, one in kinds.items() if kind != "counts"]
    worst = max((one["p95"], kind) for kind, one in lists)
    told = {
        "cases": Case.objects.count(), "worst_p95_ms": worst[0], "worst": worst[1],
        "most_queries": max(one["queries"] for _, one in lists), "most_bytes": max(one["bytes"] for _, one in lists),
        "pages": pages,
    }  # fmt: skip
    print(json.dumps(told))


if __name__ == "__main__":
    main()
