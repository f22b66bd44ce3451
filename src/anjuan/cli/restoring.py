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
    finish = importlib.import_module("anjuan.preservation.services.restore_finish")
    manifest = importlib.import_module("anjuan.preservation.services.backup_shelf").Manifest
    importlib.import_module("anjuan.config.upkeep").home_prepare(
        importlib.import_module("django.conf").settings.ANJUAN_HOME
    )
    engine = importlib.import_module("anjuan.archive.services.indexing").search_engine()
    deed = importlib.import_module("anjuan.accounts.deeds").Deed
    clock = importlib.import_module("anjuan.kit.clock").SystemClock()
    silent = importlib.import_module("anjuan.kit.progress").Silent()
    found = finish.restore_finish(
        deed=deed("system", clock.now()), engine=engine,
        manifest=manifest.model_validate_json(sys.stdin.read()), progress=silent,
    )  # fmt: skip
    engine.backend.close()
    verify = importlib.import_module("anjuan.custody.services.verifying").holdings_verify
    blobs = importlib.import_module("anjuan.archive.places").places().blobs
    report = verify(deed=lambda: deed("system", clock.now()), blobs=blobs, progress=silent)
    told = dataclasses.asdict(found) | {"verified": report.checked, "damage": [fault.what for fault in report.faults]}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
