"""What others need for the text alone of the same PDFs: pdfium called directly, and kreuzberg.

kreuzberg is no dependency of this project. It is run by an interpreter of its own: one where it is installed, or a
virtual environment that is made once in the cache folder of the user. Both give text without places; neither
stores, files or indexes anything, which is why a ratio to them says what the rest costs, not who is faster at it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium

#: Asks for a virtual environment with kreuzberg, made when there is none.
INSTALL = "install"
#: One major version, so that its functions are those that are called below; MIT licence.
_REQUIREMENT = "kreuzberg>=4,<5"
_HOW = "text only, no places; nothing stored or indexed; CPU of all its threads, its cache off"
_PROGRAM = """
import importlib.metadata, json, sys, time
from kreuzberg import ExtractionConfig, extract_file_sync
config = ExtractionConfig(use_cache=False)
spent, characters = [], 0
for _ in range(3):
    start = time.process_time()
    characters = sum(len(extract_file_sync(path, config=config).content) for path in sys.argv[1:])
    spent.append(time.process_time() - start)
about = importlib.metadata.metadata("kreuzberg")
print(json.dumps({"version": about["Version"], "licence": about["License"] or about["License-Expression"] or "",
                  "cpu_s": min(spent[1:]), "characters": characters}))
"""


def cheaper(work: Callable[[], object]) -> float:
    """Return CPU seconds, the lesser of two runs: other work on the machine only ever adds."""
    spent = []
    for _ in range(2):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def pdfium_text(paths: Sequence[Path]) -> None:
    """Extract the text of every page with pdfium's own function and throw it away."""
    for path in paths:
        document = pdfium.PdfDocument(path)
        try:
            for number in range(len(document)):
                page = document[number]
                text = page.get_textpage()
                text.get_text_range()
                text.close()
                page.close()
        finally:
            document.close()


def kreuzberg(interpreter: str, paths: Sequence[Path], pages: int) -> dict[str, object]:
    """Return what kreuzberg needs for the text of the files, in CPU milliseconds a page, or why it is not known.

    Args:
        interpreter: A Python where kreuzberg is installed; :data:`INSTALL` for one of our own; empty for none.
        paths: The files.
        pages: How many pages they have together.

    """
    if not interpreter:
        return _unknown(f"not asked for; --kreuzberg PYTHON or --kreuzberg {INSTALL} measures it")
    try:
        python = str(_installed()) if interpreter == INSTALL else interpreter
        done = subprocess.run(
            [python, "-c", _PROGRAM, *map(str, paths)], capture_output=True, text=True, check=True, cwd=paths[0].parent
        )
        measured = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.CalledProcessError, ValueError, IndexError) as fault:
        said = (getattr(fault, "stderr", "") or str(fault)).strip()
        return _unknown(f"kreuzberg could not be run: {said.splitlines()[-1] if said else 'it printed nothing'}")
    return {
        "version": measured["version"],
        "licence": measured["licence"],
        "cpu_ms_a_page": round(1000 * measured["cpu_s"] / pages, 2),
        "characters": measured["characters"],
        "note": _HOW,
    }


def ratio(ours_ms: float, other: dict[str, object]) -> float | None:
    """Return how many times the CPU of the other one ours is; None when the other's is not known."""
    milliseconds = other.get("cpu_ms_a_page")
    return round(ours_ms / milliseconds, 2) if isinstance(milliseconds, float) and milliseconds else None


def default_interpreter() -> str:
    """Return the interpreter that the environment names for kreuzberg; empty when it names none."""
    return os.environ.get("ANJUAN_KREUZBERG", "")


def _unknown(why: str) -> dict[str, object]:
    print(f"kreuzberg: {why}", file=sys.stderr)
    return {"cpu_ms_a_page": None, "note": why}


def _installed() -> Path:
    """Return the interpreter of a virtual environment with kreuzberg, made when it is not there."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "anjuan-benchmarks" / "kreuzberg"
    python = folder / "bin" / "python"
    ready = folder / ".ready"
    if not ready.exists():
        print(f"kreuzberg: installing into {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", _REQUIREMENT]
        subprocess.run(command, check=True, capture_output=True, text=True)
        ready.touch()
    return python
