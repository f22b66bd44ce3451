from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src" / "anjuan"
ROOMS = sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists())
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
#: Limits may be lowered, never raised.
MODULE_LINES, FUNCTION_LINES = 500, 60
#: How many modules are over 300 lines and functions over 30: each figure may only fall.
LONG_MODULES, LONG_FUNCTIONS = 14, 60
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "misc"}


def name_of(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


def functions_of(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0].end_lineno - node.body[0].lineno + 1 if ast.get_docstring(node) else 0
            yield f"{name_of(path)}:{node.name}", node.end_lineno - node.lineno + 1 - docstring


def test_no_module_is_longer_than_the_hard_limit():
    long = {name_of(path): n for path in MODULES if (n := len(path.read_text("utf-8").splitlines())) > MODULE_LINES}
    assert not long


def test_no_function_is_longer_than_the_hard_limit():
    long = {name: n for path in MODULES for name, n in functions_of(path) if n > FUNCTION_LINES}
    assert not long


def test_the_number_of_long_modules_and_functions_only_falls():
    modules = [name_of(path) for path in MODULES if len(path.read_text("utf-8").splitlines()) > 300]
    functions = [name for path in MODULES for name, lines in functions_of(path) if lines > 30]
    assert len(modules) <= LONG_MODULES, modules
    assert len(functions) <= LONG_FUNCTIONS, functions


def test_no_module_has_a_name_that_says_nothing():
    assert not [name_of(path) for path in MODULES if {path.stem, *path.parts} & FORBIDDEN_NAMES]


def test_test_modules_stay_readable():
    tests = (REPOSITORY / "tests").rglob("*.py")
    assert not [name_of(path) for path in tests if len(path.read_text("utf-8").splitlines()) > 600]


@pytest.mark.parametrize("room", ROOMS)
def test_the_door_sign_names_what_the_room_really_uses(room):
    sign = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
    for part in ("For:", "Not here:", "Owns:", "Uses:"):
        assert part in sign, f"the door sign of {room} has no part {part}"
    told = set(re.findall(r"[a-z_]+", sign.split("Uses:")[1].split("\n\n")[0])) & set(ROOMS)
    assert told == used_by(room)


def used_by(room: str) -> set[str]:
    used = set()
    for path in MODULES:
        if path.relative_to(SOURCE).parts[0] != room:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            used |= {name.split(".")[1] for name in names if name.startswith("anjuan.")}
    return (used & set(ROOMS)) - {room}


def test_no_lock_file_holds_an_address():
    locks = [*REPOSITORY.glob("requirements/*.lock"), *REPOSITORY.glob("frontend/package-lock.json")]
    assert locks
    for path in locks:
        text = path.read_text(encoding="utf-8")
        assert '"resolved"' not in text, path
        if path.suffix == ".lock":
            assert "://" not in text, path


def test_no_file_of_the_project_speaks_of_a_machine():
    pattern = re.compile(r"(?<![\w.])/(?:work|root)/\w")
    told = [
        name_of(path)
        for folder in ("src", "docs", "scripts", "benchmarks")
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and path.suffix in {".py", ".md", ".yaml", ".sh", ".html", ".js"}
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert not told


def test_models_have_no_cleverness():
    for path in MODULES:
        if "models" in path.parts or path.stem == "models":
            names = {name.rpartition(":")[2] for name, _ in functions_of(path)}
            assert not names & {"save", "delete", "clean"}, path
