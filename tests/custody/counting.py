"""Gives codes to cases from one process of several that share a data home: prints the numbers given."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path


def main(home: str, worker: int, cases: int) -> None:
    os.environ["ANJUAN_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "anjuan.config.settings"
    import django  # noqa: PLC0415  the data home must be named first

    django.setup()
    from anjuan.accounts.deeds import Deed  # noqa: PLC0415  likewise
    from anjuan.archive.services.cases import case_describe, case_open  # noqa: PLC0415
    from anjuan.config.upkeep import home_prepare  # noqa: PLC0415
    from anjuan.custody.services.codes import case_code_give  # noqa: PLC0415

    home_prepare(Path(home))
    deed = Deed(f"worker-{worker}", dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
    values = {"field_code": "A01", "audit_type": "initial", "year": 2025}
    for turn in range(cases):
        case = case_open(deed=deed, title=f"{worker}/{turn}", source_key=f"{worker}/{turn}")
        case_describe(deed=deed, case=case, source="person", values=values)
        print(case_code_give(deed=deed, case=case, fonds="J001").number)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
