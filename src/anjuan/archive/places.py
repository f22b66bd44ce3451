"""Where the archive keeps things in the data home."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from django.conf import settings

from anjuan.kit.blobs import FolderBlobs


@dataclasses.dataclass(frozen=True, slots=True)
class Places:
    """The folders of one data home.

    Attributes:
        blobs: The store of original bytes.
        work: Temporary files of reads under way; may be emptied when nothing runs.
        index: The search index.

    """

    blobs: FolderBlobs
    work: Path
    index: Path


def places() -> Places:
    """Return the folders of the data home that the settings name."""
    home: Path = settings.ANJUAN_HOME
    return Places(FolderBlobs(home / "blobs"), home / "work", home / "index")
