"""Writing a BagIt bag file by file, hashing as it is written (RFC 8493)."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from anjuan.kit.digests import Digest, Hasher

PROFILE = "urn:anjuan:case-package:1"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
DATA = "data"


class BagWriter:
    """Takes the payload of a bag and closes it with its manifests.

    The reference library makes a bag of a folder by changing the working folder of the whole process and reading
    every file again; inside a server neither will do. It checks what is written here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.digests: dict[str, Digest] = {}
        folder.mkdir(parents=True)

    def add(self, path: str, pieces: Iterable[bytes]) -> Digest:
        """Write a payload file at a path below ``data/`` and return its digest."""
        target = self.folder / DATA / path
        target.parent.mkdir(parents=True, exist_ok=True)
        hasher = Hasher()
        with target.open("xb") as stream:
            for piece in pieces:
                stream.write(piece)
                hasher.update(piece)
            stream.flush()
            os.fsync(stream.fileno())
        digest = self.digests[f"{DATA}/{path}"] = hasher.digest()
        return digest

    def add_text(self, path: str, text: str) -> Digest:
        """Write a payload file of text."""
        return self.add(path, [text.encode()])

    def close(self, info: Mapping[str, str], day: dt.date) -> str:
        """Write the tag files and return the SHA-256 of the tag manifest: it stands for the whole bag."""
        size = sum(digest.size_bytes for digest in self.digests.values())
        told = {
            "BagIt-Profile-Identifier": PROFILE,
            **info,
            "Bagging-Date": day.isoformat(),
            "Bag-Size": f"{size} B",
            "Payload-Oxum": f"{size}.{len(self.digests)}",
        }
        manifest = "".join(f"{digest.sha256}  {path}\n" for path, digest in sorted(self.digests.items()))
        lines = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told.items() if value.strip())
        tags = {"bagit.txt": _DECLARATION, "bag-info.txt": lines, "manifest-sha256.txt": manifest}
        sums = "".join(f"{self._write(name, text)}  {name}\n" for name, text in sorted(tags.items()))
        return self._write("tagmanifest-sha256.txt", sums)

    def _write(self, name: str, text: str) -> str:
        content = text.encode()
        with (self.folder / name).open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        return hashlib.sha256(content).hexdigest()
