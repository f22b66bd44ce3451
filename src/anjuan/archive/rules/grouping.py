"""Which case each file of a folder belongs to, from nothing but the paths."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from anjuan.kit.rulefiles import RuleFile, Strict

_NUMBERING = re.compile(r"^\s*(?:[（(]?\d{1,3}[)）]?[.、_\-\s]+|[一二三四五六七八九十]{1,3}[、.]\s*)")
_COMPANY = re.compile(r"公司|集团|厂$|学院|医院|大学|中心$|研究院|事务所|合作社")


class WordExample(Strict):
    """A worked example: a folder name and whether it is a stage of a case or a case."""

    path: str
    expected: str


class IntakeWords(RuleFile):
    """Words that tell stage folders from case folders, and files that no person made."""

    stage_words: tuple[str, ...]
    junk_names: tuple[str, ...]
    junk_prefixes: tuple[str, ...]
    examples: tuple[WordExample, ...]

    def check(self) -> Iterable[str]:
        """Yield a sentence for every worked example that does not hold."""
        for example in self.examples:
            if is_stage_folder(self, example.path) is not (example.expected == "stage"):
                yield f"the folder {example.path!r} should be a {example.expected}"


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A file and where it belongs.

    Attributes:
        path: Path below the root, ``/`` between parts.
        case_folder: Folder of its case below the root; empty when the root itself is the case.
        folder: Folders between the case and the file; empty when it lies in the case's folder.
        name: The file's name.

    """

    path: str
    case_folder: str
    folder: str
    name: str


def is_stage_folder(words: IntakeWords, name: str) -> bool:
    """Say whether a folder's name speaks of a stage inside a case rather than of a case."""
    if _COMPANY.search(name):
        return False
    bare = _NUMBERING.sub("", name).casefold()
    return any(word in bare for word in words.stage_words)


def is_junk(words: IntakeWords, name: str) -> bool:
    """Say whether a file was left behind by a program rather than made by a person."""
    lower = name.casefold()
    return lower in words.junk_names or any(lower.startswith(prefix) for prefix in words.junk_prefixes)


def place(words: IntakeWords, paths: Sequence[str], *, one_case: bool) -> list[Placed]:
    """Return every file with its case.

    A folder that holds files, or whose folders are named after stages, is a case with all below it. A folder
    with neither is a shelf and its folders are looked at in turn. In the root alone, files may lie beside
    case folders: they form a case of the root.

    Args:
        words: The table of words.
        paths: Paths of the files below the root, ``/`` between parts.
        one_case: Take everything as one case.

    """
    if one_case:
        return [_placed(path, "") for path in paths]
    folders: dict[str, set[str]] = {}
    with_files: set[str] = set()
    for path in paths:
        parts = PurePosixPath(path).parts
        with_files.add("/".join(parts[:-1]))
        for depth in range(len(parts) - 1):
            folders.setdefault("/".join(parts[:depth]), set()).add(parts[depth])
    cases = set(_case_folders(words, folders, with_files))
    return [_placed(path, _case_of(path, cases)) for path in paths]


def _case_folders(words: IntakeWords, folders: dict[str, set[str]], with_files: set[str]) -> Iterable[str]:
    open_folders = [""]
    while open_folders:
        folder = open_folders.pop()
        below = folders.get(folder, set())
        staged = any(is_stage_folder(words, name) for name in below)
        if staged or not below or (folder and folder in with_files):
            yield folder
            continue
        open_folders.extend(f"{folder}/{name}" if folder else name for name in below)


def _case_of(path: str, cases: set[str]) -> str:
    parts = PurePosixPath(path).parts[:-1]
    for depth in range(len(parts), 0, -1):
        folder = "/".join(parts[:depth])
        if folder in cases:
            return folder
    return ""


def _placed(path: str, case_folder: str) -> Placed:
    pure = PurePosixPath(path)
    inside = pure.parent.relative_to(case_folder) if case_folder else pure.parent
    return Placed(path, case_folder, "" if str(inside) == "." else str(inside), pure.name)


def title_of(filename: str) -> str:
    """Return a document's title from its file name: without ending and leading numbering.

    Only the name is used, so it is a hint until the paper itself is described.
    """
    stem = PurePosixPath(filename).stem if "." in filename.lstrip(".") else filename
    bare = _NUMBERING.sub("", stem).replace("_", " ").strip()
    return bare or stem
