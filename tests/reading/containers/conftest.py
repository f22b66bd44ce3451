from __future__ import annotations

import dataclasses

import pytest

from anjuan.reading.catalogue import default_catalogue
from anjuan.reading.pages import Member, Notice
from anjuan.reading.protocol import Limits, ReadOptions, Source
from anjuan.reading.sniffing import sniff


@dataclasses.dataclass
class Unpacked:
    """What came out of an archive."""

    events: list

    @property
    def names(self):
        return [event.name for event in self.events if isinstance(event, Member)]

    @property
    def codes(self):
        return [event.code for event in self.events if isinstance(event, Notice)]

    @property
    def partial(self):
        return any(event.partial for event in self.events if isinstance(event, Notice))

    def content(self, name):
        (path,) = [event.path for event in self.events if isinstance(event, Member) and event.name == name]
        with open(path, "rb") as stream:  # noqa: PTH123
            return stream.read()


@pytest.fixture
def unpack(tmp_path):
    """Write bytes to a file, unpack it and return what came out."""

    def run(content, name="案卷.zip", passwords=(), **limits):
        path = tmp_path / "archive"
        path.write_bytes(content)
        folder = tmp_path / "work"
        folder.mkdir(exist_ok=True)
        media_type = sniff(path).media_type
        reader = default_catalogue().reader_for(media_type)
        options = ReadOptions(folder, passwords=passwords, limits=Limits(**limits))
        found = Unpacked([])
        run.last = found
        for event in reader.read(Source(path, name, media_type), options):
            found.events.append(event)
        return found

    return run
