"""Verification of certificates: how long one takes, and how many a second, at the service and over HTTP.

The service is measured with one process; the pages with the test client, which goes through every layer but the
network. Both are figures of one core: CPU seconds are told beside wall time.

    python benchmarks/speed/verification.py --certificates 20000
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "src"), str(REPOSITORY)]


def made(number: int) -> list[str]:
    """Return the numbers of certificates that were put into the tables, copies of one that was really issued."""
    from tests.certificates.given import issued  # noqa: PLC0415  needs Django

    from anjuan.certificates.models import IssuedCertificate, Printing, StatusChange  # noqa: PLC0415
    from anjuan.registry.models import Certificate  # noqa: PLC0415

    row = issued()
    printing, known = row.printings.get(), row.certificate
    numbers = [f"45426Q{serial:05d}R0M" for serial in range(2, number + 1)]
    for start in range(0, len(numbers), 2000):
        part = numbers[start : start + 2000]
        holds = Certificate.objects.bulk_create(_copy(known, number=one) for one in part)
        rows = IssuedCertificate.objects.bulk_create(
            _copy(row, certificate=hold, written=hold.number) for hold in holds
        )
        Printing.objects.bulk_create(_copy(printing, certificate=one) for one in rows)
        StatusChange.objects.bulk_create(_copy(row.changes.get(), certificate=one) for one in rows)
    return [known.number, *numbers]


def _copy(row: object, **changes: object) -> object:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]  # noqa: SLF001  Django's own name
    values = {field.attname: getattr(row, field.attname) for field in fields}
    made_row = type(row)(**values)
    for name, value in changes.items():
        setattr(made_row, name, value)
    return made_row


@dataclasses.dataclass
class Timed:
    """What some calls took."""

    seconds: list[float]
    cpu: float

    def told(self) -> dict[str, float]:
        """Return the figures."""
        ordered = sorted(self.seconds)
        return {
            "median_ms": round(statistics.median(ordered) * 1000, 3),
            "p99_ms": round(ordered[int(len(ordered) * 0.99)] * 1000, 3),
            "per_cpu_second": round(len(ordered) / self.cpu),
            "per_second_on_2_cores": round(2 * len(ordered) / self.cpu),
        }


def timed(call: object, asked: list[str]) -> Timed:
    """Return what calls with each of some words took."""
    seconds, began = [], time.process_time()
    for word in asked:
        at = time.perf_counter()
        call(word)
        seconds.append(time.perf_counter() - at)
    return Timed(seconds, time.process_time() - began)


def main() -> None:
    """Print one JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--certificates", type=int, default=20_000)
    parser.add_argument("--asked", type=int, default=2000)
    options = parser.parse_args()
    os.environ["ANJUAN_HOME"] = tempfile.mkdtemp(prefix="anjuan-verification-")
    os.environ["DJANGO_SETTINGS_MODULE"] = "anjuan.config.settings"
    (Path(os.environ["ANJUAN_HOME"]) / "work").mkdir()
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from anjuan.certificates.models import Printing  # noqa: PLC0415
    from anjuan.certificates.selectors.keys import keys_known  # noqa: PLC0415
    from anjuan.certificates.selectors.verification import verify_list, verify_number, verify_statement  # noqa: PLC0415
    from anjuan.config.upkeep import home_prepare  # noqa: PLC0415
    from anjuan.web.views import verifying  # noqa: PLC0415

    home_prepare(settings.ANJUAN_HOME)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    print("making certificates ...", file=sys.stderr)
    numbers = made(options.certificates)
    asked = [numbers[place * 7919 % len(numbers)] for place in range(options.asked)]
    when = {"now": dt.datetime(2026, 3, 3, tzinfo=dt.UTC), "today": dt.date(2026, 3, 3)}
    text = Printing.objects.order_by("pk")[0].statement
    client = Client()
    verifying.PER_MINUTE = 10**9  # the limit of one address would be measured otherwise
    verifying.__dict__["_count"].__kwdefaults__["most"] = 10**9
    answer = lambda number: client.get("/verify/answer.json", {"number": number})  # noqa: E731
    found = {
        "certificates": len(numbers),
        "service": timed(lambda number: verify_number(number, **when), asked).told(),
        "unknown": timed(lambda number: verify_number(f"{number}X", **when), asked).told(),
        "statement": timed(lambda _: verify_statement(text, keys_known(), **when), asked[:500]).told(),
        "list_of_500_ms": round(
            timed(lambda _: verify_list([(n, "") for n in asked[:500]], **when), ["x"] * 5).told()["median_ms"], 1
        ),
        "http": timed(answer, asked[: options.asked // 2]).told(),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
