from __future__ import annotations

import pytest

from anjuan.reading import media
from anjuan.reading.catalogue import Catalogue, default_catalogue
from anjuan.reading.errors import MissingPartError, UnknownTypeError


class Reader:
    def __init__(self, name, *media_types, able=True):
        self.name = name
        self.media_types = frozenset(media_types)
        self._able = able

    def available(self):
        return self._able

    def read(self, source, options):
        raise NotImplementedError


def test_first_available_reader_is_taken():
    catalogue = Catalogue([Reader("a", media.DOC, able=False), Reader("b", media.DOC), Reader("c", media.DOC)])
    assert catalogue.reader_for(media.DOC).name == "b"


def test_type_without_a_reader_is_named():
    with pytest.raises(UnknownTypeError, match=r"'图.dwg' is an AutoCAD drawing"):
        Catalogue([]).reader_for("application/vnd.dwg", "图.dwg")


def test_type_whose_reader_cannot_work_here_is_a_missing_part():
    with pytest.raises(MissingPartError, match="soffice"):
        Catalogue([Reader("soffice", media.DOC, able=False)]).reader_for(media.DOC)


def test_narrow_type_is_read_as_the_wider_one():
    assert Catalogue([Reader("text", media.TEXT)]).reader_for(media.JSON).name == "text"


def test_letter_case_of_a_type_does_not_matter():
    reader = Reader("word", "application/vnd.ms-word.document.macroEnabled.12")
    assert Catalogue([reader]).reader_for(media.DOCM) is reader


def test_overview_says_what_can_be_read_here():
    (status,) = Catalogue([Reader("a", "x/b", "x/a", able=False)]).overview()
    assert (status.name, status.media_types, status.available) == ("a", ("x/a", "x/b"), False)


@pytest.mark.parametrize(
    "kind", [media.PDF, media.JPEG, media.DOCX, media.XLSX, media.OFD, media.ZIP, media.EML, media.MSG]
)
def test_common_types_have_a_reader(kind):
    assert default_catalogue().reader_for(kind)


def test_readers_have_names_of_their_own():
    names = [status.name for status in default_catalogue().overview()]
    assert len(set(names)) == len(names)
