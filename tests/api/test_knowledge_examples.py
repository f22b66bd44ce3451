"""The example of docs/how-to/prepare-an-audit.md, run as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.api.conftest import bearer
from tests.api.test_client import server  # noqa: F401  a fixture
from tests.web.made import person

from anjuan.mining.models import Subscription

pytestmark = pytest.mark.django_db
GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "prepare-an-audit.md").read_text("utf-8")


def test_the_python_of_the_guide_runs(server, shelf, capsys):  # noqa: F811
    token = bearer(person("knowledge_editor", "wei"))["Authorization"].removeprefix("Bearer ")
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    told = code.replace("http://localhost:8321", server).replace("AJ-2026-000001", shelf.case.number)
    exec(told, {"token": token})  # noqa: S102  our own example
    assert "A01 0" in capsys.readouterr().out
    assert Subscription.objects.get().clause == "8.5.1"
