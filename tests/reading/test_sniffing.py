from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading import made

from anjuan.reading import media
from anjuan.reading.sniffers.texts import by_text, encoding_of
from anjuan.reading.sniffing import sniff


def sniffed(tmp_path, content, name="x"):
    path = tmp_path / "file"
    path.write_bytes(content)
    return sniff(path, name)


@pytest.mark.parametrize("kind", made.SAMPLES)
def test_type_is_told_by_bytes(tmp_path, kind):
    content, expected = made.SAMPLES[kind]
    assert sniffed(tmp_path, content).media_type == expected


@pytest.mark.parametrize("kind", ["pdf", "docx", "jpg", "zip", "msg"])
def test_name_never_decides_the_type(tmp_path, kind):
    content, expected = made.SAMPLES[kind]
    assert sniffed(tmp_path, content, "审核报告.txt").media_type == expected


def test_pdf_is_found_behind_foreign_bytes(tmp_path):
    assert sniffed(tmp_path, b"\r\nHTTP/1.1 200 OK\r\n\r\n" + made.PDF).media_type == media.PDF


def test_text_that_mentions_a_pdf_header_stays_text(tmp_path):
    assert sniffed(tmp_path, b"A file starts with %PDF-1.4 and goes on.\n").media_type == media.TEXT


def test_self_extracting_archive_is_an_archive(tmp_path):
    assert sniffed(tmp_path, b"MZ" + b"\x90" * 500 + made.SAMPLES["zip"][0]).media_type == media.ZIP


def test_truncated_word_package_is_still_a_word_package(tmp_path):
    found = sniffed(tmp_path, made.SAMPLES["docx"][0][:-60])
    assert (found.media_type, found.detail) == (media.DOCX, "broken")


def test_damaged_compound_file_is_told_by_its_stream_names(tmp_path):
    content = made.SAMPLES["doc"][0]
    found = sniffed(tmp_path, content[:30] + b"\xff" * 20 + content[50:])
    assert found.media_type == media.DOC


def test_encrypted_zip_says_so(tmp_path):
    assert sniffed(tmp_path, made.raw_zip([(b"a", b"x" * 20)], flags=1)).detail == "encrypted"


@pytest.mark.parametrize(("kind", "detail"), [("biff2", "BIFF2"), ("biff4", "BIFF4"), ("biff5", "BIFF5")])
def test_bare_workbook_streams_say_their_age(tmp_path, kind, detail):
    assert sniffed(tmp_path, made.SAMPLES[kind][0]).detail == detail


def test_packed_tar_says_how_it_is_packed(tmp_path):
    assert sniffed(tmp_path, made.SAMPLES["tar.xz"][0]).detail == media.XZ


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_names_its_encoding(encoding):
    assert encoding_of((made.TEXT * 4).encode(encoding)) == encoding


def test_text_in_two_encodings_is_text():
    mixed = (made.TEXT * 5).encode("gb18030") + (made.TEXT * 5).encode()
    found = by_text(mixed)
    assert found is not None
    assert found.media_type == media.TEXT


def test_text_cut_inside_a_character_is_text():
    assert encoding_of((made.TEXT * 5).encode()[:-2]) == "utf-8"


def test_letter_without_mail_headers_is_text():
    found = by_text("主题：审核计划\n日期：2024-05-06\n\n正文\n".encode())
    assert found is not None
    assert found.media_type == media.TEXT


def test_two_columns_are_a_table_only_when_the_name_says_so():
    content = "名称,数量\n轴承,3\n齿轮,4\n".encode()
    assert [by_text(content, name).media_type for name in ("x.csv", "x.txt")] == [media.CSV, media.TEXT]


def test_unknown_bytes_are_shown_by_their_beginning(tmp_path):
    assert sniffed(tmp_path, made.SAMPLES["noise"][0]).detail.startswith("starts with ")


@given(st.binary(max_size=600))
def test_any_bytes_have_a_type(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    assert sniff(path).media_type in media.known_types()


@given(st.sampled_from([name for name in made.SAMPLES if made.SAMPLES[name][0]]), st.data())
def test_damaged_files_have_a_type(tmp_path_factory, kind, data):
    content = bytearray(made.SAMPLES[kind][0])
    for _ in range(4):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    assert sniff(path).media_type in media.known_types()


def test_every_type_has_a_name_for_people():
    assert all(row.name and row.name_en for row in media.known_types().values())


def test_unknown_media_type_is_described_as_unknown():
    assert media.describe("application/x-nothing").family is media.Family.UNKNOWN
