"""The documents agree with each other and with the program: links, commands, figures, words."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from scripts import codewalk

REPOSITORY = Path(__file__).resolve().parents[2]

#: Figures that no command prints, with why they may stand: limits and settings that the code itself holds.
ALLOWED_FIGURES = {
    "docs/decisions/containers.md": "limits that unpacking keeps, tested there",
    "docs/decisions/pdf-text-layer.md": "limits of a judgement, constants of text_layer.py",
    "docs/reference/query-language.md": "limits of the parser, tested there",
    "docs/reference/json-shapes.md": "values of examples",
}
#: Words that speak of how a text came about, not of the program; the exceptions mean something else.
FORBIDDEN = re.compile(r"\b(sessions?|helpers?|agents?|sandbox|workplace)\b|/work/|/tmp/", re.IGNORECASE)
ALLOWED_WORDS = {("docs/decisions/reading-in-a-process-of-its-own.md", "session"): "a session of POSIX processes"}

_UNITS = r"%|‰|ms\b|s\b|seconds?\b|minutes?\b|hours?\b|[KMG]i?B\b|pages?/|pages a |times\b|×|毫秒|秒|倍"
_FIGURE = re.compile(rf"(?<![\w.-])\d[\d,.]* ?(?:{_UNITS})")
_COMMAND_NEAR = re.compile(r"`[^`]*(?:make bench|benchmarks/|anjuan )[^`]*`")


def _documents() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=REPOSITORY, capture_output=True, text=True,
    )  # fmt: skip
    listed = [REPOSITORY / line for line in done.stdout.splitlines()]
    found = listed or [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    return sorted(path for path in found if path.exists())


DOCUMENTS = _documents()


def name_of(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def written(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_relative_link_leads_somewhere(path):
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", written(path), flags=re.DOTALL))
    local = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert not [target for target in local if not (path.parent / target).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_speaks_of_the_program_alone(path):
    words = {match[0].lower() for match in FORBIDDEN.finditer(written(path))}
    assert not {word for word in words if (name_of(path), word) not in ALLOWED_WORDS}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_figure_stands_beside_the_command_that_prints_it(path):
    if name_of(path) in ALLOWED_FIGURES or name_of(path).startswith("docs/reference/"):
        pytest.skip(ALLOWED_FIGURES.get(name_of(path), "reference pages describe what the code holds"))
    paragraphs = written(path).split("\n\n")
    assert not [text for text in paragraphs if _FIGURE.search(text) and not _COMMAND_NEAR.search(text)]


def test_every_exception_is_still_needed():
    unneeded = [name for name in ALLOWED_FIGURES if not _FIGURE.search(written(REPOSITORY / name))]
    gone = [key for key in ALLOWED_WORDS if key[1] not in written(REPOSITORY / key[0]).lower()]
    assert not [name for name in unneeded if not name.startswith("docs/reference/")] + gone


def commands_in(path: Path) -> list[str]:
    blocks = re.findall(r"```\n(.*?)```", written(path), re.DOTALL)
    lines = [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def test_both_readmes_name_the_same_commands():
    assert commands_in(REPOSITORY / "README.md") == commands_in(REPOSITORY / "README.zh-CN.md")


def _known() -> set[tuple[str, ...]]:
    return {tuple(path.split()[1:]) for path, _ in codewalk.commands()}


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_command_in_a_document_exists(path):
    known = _known()
    code = re.findall(r"`([^`\n]*)`", written(path)) + commands_in(path)
    named = [re.findall(r"(?<![\w./-])(?:\.venv/bin/)?anjuan((?: [a-z][a-z-]*)+)", text) for text in code]
    asked = [tuple(words.split()) for found in named for words in found]
    unknown = [words for words in asked if words[:1] not in known or (_is_group(words[0]) and words[:2] not in known)]
    assert not [words for words in unknown if len(words) > 1 or words[:1] not in known]


def _is_group(name: str) -> bool:
    return name != "search" and any(len(words) == 2 and words[0] == name for words in _known())


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_every_make_target_in_a_document_exists(path):
    targets = set(re.findall(r"^([a-z0-9]+):", written(REPOSITORY / "Makefile"), re.MULTILINE))
    code = re.findall(r"`([^`\n]*)`", written(path)) + commands_in(path)
    assert not {name for text in code for name in re.findall(r"^make ([a-z0-9]+)", text) if name not in targets}
