"""The examples of docs/how-to/use-the-api.md, run as they stand."""

from __future__ import annotations

import re
import shlex
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.api.conftest import bearer
from tests.api.test_client import server, shelf  # noqa: F401  fixtures
from tests.web.made import person

from anjuan.accounts.models import AccessToken
from anjuan.archive.models import Case, Document
from anjuan.cli.token import command

pytestmark = pytest.mark.django_db
GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-the-api.md").read_text("utf-8")
ADDRESS = "http://localhost:8321"


def block(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


@pytest.fixture
def token(db) -> str:
    return bearer(person("archivist"))["Authorization"].removeprefix("Bearer ")


def test_the_python_of_the_guide_runs(server, token, tmp_path, monkeypatch, capsys):  # noqa: F811
    folder = tmp_path / "2024" / "甲公司"
    folder.mkdir(parents=True)
    (folder / "申请书.txt").write_text("认证申请书", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code, papers = block("python")
    known = {"token": token}
    exec(code.replace(ADDRESS, server), known)  # noqa: S102  our own example
    number = Case.objects.get(pk=Document.objects.order_by("pk")[0].case_id).number
    exec(papers.replace("AJ-2026-000001", number), known)  # noqa: S102  our own example
    said = capsys.readouterr().out
    assert "B05" in said
    assert "首件检验" in said
    assert "{" in said.splitlines()[-1]


def test_the_request_of_the_guide_is_answered(server, token):  # noqa: F811
    (line,) = [text for text in block("") if text.startswith("curl")]
    asked = shlex.split(line.replace("$TOKEN", token).replace(ADDRESS, server))
    header, _, value = asked[2].partition(": ")
    with urllib.request.urlopen(urllib.request.Request(asked[3], headers={header: value})) as answer:  # noqa: S310
        assert b'"total"' in answer.read()


def test_the_command_of_the_guide_issues_a_token(db):
    person("archivist")
    (line,) = [text.strip() for text in block("") if text.startswith("anjuan token issue")]
    done = CliRunner().invoke(command, shlex.split(line)[2:])
    assert done.exit_code == 0, done.output
    assert AccessToken.objects.get().scopes == ["cases:read", "documents:read"]
