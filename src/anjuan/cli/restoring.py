"""The part of a restore that runs inside the new data home: ``python -m anjuan.cli.restoring``.

Takes the manifest on stdin and prints what the data home holds as JSON.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
import os
import sys


def main() -> None:
    """Bring the data home that ANJUAN_HOME names to this version, index and check it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anjuan.config.settings")
    import django  # noqa: PLC0415  needs the variable set above

    django.setup()
    custody = importlib.import_module("anjuan.custody.services.handing_out")
    manifest = importlib.import_module("anjuan.preservation.services.backup_shelf").Manifest
    importlib.import_module("anjuan.config.upkeep").home_prepare(
        importlib.import_module("django.conf").settings.ANJUAN_HOME
    )
    engine = importlib.import_module("anjuan.archive.services.indexing").search_engine()
    deed = importlib.import_module("anjuan.accounts.deeds").Deed
    clock = importlib.import_module("anjuan.kit.clock").SystemClock()
    found, report = custody.home_take_back(
        deed=lambda: deed("system", clock.now()), engine=engine,
        manifest=manifest.model_validate_json(sys.stdin.read()),
        blobs=importlib.import_module("anjuan.archive.places").places().blobs,
        progress=importlib.import_module("anjuan.kit.progress").Silent(),
    )  # fmt: skip
    engine.backend.close()
    told = dataclasses.asdict(found) | {"verified": report.checked, "damage": [fault.what for fault in report.faults]}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
