"""Checking a package from outside before anything of it is believed: every fault is named."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from anjuan.kit.digests import pieces_of
from anjuan.preservation.services.package_bag import DATA, PROFILE

_MANIFEST, _TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_TAGS = frozenset({"bagit.txt", "bag-info.txt", _MANIFEST, _TAG_MANIFEST})
_LINE = re.compile(r"^([0-9a-f]{64}) [ *](.+)$")
_CASE = f"{DATA}/metadata/case.json"
_NEEDED = (_CASE, f"{DATA}/metadata/events.jsonl")


@dataclasses.dataclass(frozen=True, slots=True)
class PackageLimits:
    """How much a package may cost before it is called a bomb."""

    files: int = 100_000
    size_bytes: int = 64 << 30
    tag_bytes: int = 64 << 20
    case_bytes: int = 512 << 20
    #: How much larger a zipped package may become, once it is larger than ``ratio_from_bytes``.
    ratio: int = 200
    ratio_from_bytes: int = 64 << 20


@dataclasses.dataclass(frozen=True, slots=True)
class PackageFault:
    """One thing that is wrong with a package: a stable code, the file, a sentence."""

    code: str
    path: str
    what: str


def package_faults(folder: Path, limits: PackageLimits) -> list[PackageFault]:
    """Return everything that is wrong with a package, the worst kind first; empty when it is what it says.

    Bytes are read only when names, kinds and sizes of the files are harmless.
    """
    files, found = _listing(folder, limits)
    found += [
        PackageFault("no-tag-file", name, f"{name} is missing: this is no package of a case.")
        for name in sorted(_TAGS - set(files))
    ]
    if "fetch.txt" in files:
        found.append(PackageFault("fetch", "fetch.txt", "The package wants files fetched from elsewhere."))
    if found:
        return found
    found = [*_tag_faults(folder), *_info_faults(folder, files)]
    if found:
        return found
    return list(_payload_faults(folder, files))


def _listing(folder: Path, limits: PackageLimits) -> tuple[dict[str, int], list[PackageFault]]:
    """Return the files with their sizes, and what must not be there at all."""
    files: dict[str, int] = {}
    found = []
    total = 0
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode):
            found.append(PackageFault("link", name, f"{name} is a link or a device, not a file."))
            continue
        files[name] = status.st_size
        total += status.st_size
        most = limits.tag_bytes if name in _TAGS else limits.case_bytes if name == _CASE else limits.size_bytes
        if status.st_size > most:
            found.append(PackageFault("too-large", name, f"{name} has {status.st_size} bytes."))
        if len(files) > limits.files or total > limits.size_bytes:
            found.append(PackageFault("too-large", name, f"The package has more than {limits.files} files"
                                      f" or {limits.size_bytes} bytes."))  # fmt: skip
            break
    return files, found


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder, followlinks=False):
        for name in folders:
            if Path(root, name).is_symlink():
                yield Path(root, name)
        for name in names:
            yield Path(root, name)


def path_fault(path: str) -> str:
    """Return why a path of a manifest or an archive must not be followed; empty when it is harmless."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or re.match(r"^[A-Za-z]:", path):
        return "is absolute"
    if any(part in ("", ".", "..") for part in parts):
        return "leads out of the package"
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in path):
        return "holds signs that no file name has"
    return ""


def _manifest(folder: Path, name: str) -> tuple[dict[str, str], list[PackageFault]]:
    listed: dict[str, str] = {}
    found = []
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return {}, [PackageFault("manifest", name, f"{name} is no text in UTF-8.")]
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        match = _LINE.match(line.rstrip("\r"))
        if not match:
            found.append(PackageFault("manifest", name, f"Line {number} of {name} is no digest and path."))
            continue
        digest, path = match.groups()
        why = path_fault(path)
        if why:
            found.append(PackageFault("path", path, f"{name} names {path!r}, which {why}."))
        elif path in listed:
            found.append(PackageFault("manifest", path, f"{name} names {path!r} twice."))
        listed[path] = digest
    return listed, found


def _tag_faults(folder: Path) -> Iterator[PackageFault]:
    listed, found = _manifest(folder, _TAG_MANIFEST)
    yield from found
    if found:
        return
    for name in sorted(_TAGS - {_TAG_MANIFEST} - set(listed)):
        yield PackageFault("manifest", name, f"{_TAG_MANIFEST} does not name {name}.")
    for name, digest in sorted(listed.items()):
        if name not in _TAGS:
            yield PackageFault("missing", name, f"{_TAG_MANIFEST} names {name}, which no package of ours has.")
        elif _sha256(folder / name) != digest:
            yield PackageFault("changed", name, f"{name} is not what {_TAG_MANIFEST} says: it was altered.")


def _info_faults(folder: Path, files: dict[str, int]) -> Iterator[PackageFault]:
    declared = (folder / "bagit.txt").read_bytes()[:1000].decode(errors="replace")
    if not declared.startswith("BagIt-Version: 1.0"):
        yield PackageFault("foreign", "bagit.txt", "bagit.txt does not say version 1.0.")
    lines = (folder / "bag-info.txt").read_bytes().decode(errors="replace").splitlines()
    info = dict(line.split(": ", 1) for line in lines if ": " in line)
    if info.get("BagIt-Profile-Identifier") != PROFILE:
        yield PackageFault(
            "foreign", "bag-info.txt",
            f"The package has the profile {info.get('BagIt-Profile-Identifier', 'none')!r}, not {PROFILE}.",
        )  # fmt: skip
    payload = [size for name, size in files.items() if name.startswith(f"{DATA}/")]
    oxum = f"{sum(payload)}.{len(payload)}"
    if info.get("Payload-Oxum", "") != oxum:
        yield PackageFault(
            "count", "bag-info.txt",
            f"bag-info.txt announces {info.get('Payload-Oxum', 'nothing')!r} bytes and files, {oxum!r} are there.",
        )  # fmt: skip


def _payload_faults(folder: Path, files: dict[str, int]) -> Iterator[PackageFault]:
    listed, found = _manifest(folder, _MANIFEST)
    yield from found
    if found:
        return
    payload = {name for name in files if name not in _TAGS}
    for name in sorted(set(listed) - payload):
        yield PackageFault("missing", name, f"{name} is missing.")
    for name in sorted(payload - set(listed)):
        yield PackageFault("extra", name, f"{name} is in no manifest.")
    for name in sorted(set(_NEEDED) - set(listed)):
        yield PackageFault("missing", name, f"The package has no {name}.")
    for name in sorted(payload & set(listed)):
        if _sha256(folder / name) != listed[name]:
            yield PackageFault("changed", name, f"{name} is not what the manifest says: its bytes were changed.")


def _sha256(path: Path) -> str:
    hasher = hashlib.sha256()
    with path.open("rb") as stream:
        for piece in pieces_of(stream):
            hasher.update(piece)
    return hasher.hexdigest()
