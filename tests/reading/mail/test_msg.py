from __future__ import annotations

import struct
from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading import made
from tests.reading.made import wide

from anjuan.reading import media
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.mail.msg import MsgReader
from anjuan.reading.mail.rtf_text import text_of_rtf, unpacked_rtf
from anjuan.reading.pages import Member, Notice, Page
from anjuan.reading.protocol import ReadOptions, Source

HEAD = {
    "0037001F": wide("整改报告"),
    "0C1A001F": wide("张三"),
    "5D01001F": wide("z@example.org"),
    "0E04001F": wide("李四"),
}


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self):
        return MsgReader()

    @pytest.fixture
    def source(self, tmp_path):
        folder = tmp_path / "source"
        folder.mkdir()
        body = wide("\r\n".join(f"line {number}" for number in range(120)) + "\r\n整改证据见附件")
        (folder / "mail").write_bytes(made.msg(HEAD | {"1000001F": body}, ({"3707001F": wide("a"), "37010102": b"x"},)))
        return Source(folder / "mail", "来信.msg", media.MSG)

    @pytest.fixture
    def phrase(self):
        return "整改证据见附件"


@pytest.fixture
def events(tmp_path):
    def read(content):
        path = tmp_path / "mail"
        path.write_bytes(content)
        return list(MsgReader().read(Source(path, "来信.msg", media.MSG), ReadOptions(tmp_path)))

    return read


def text(events):
    return "\n".join(event.text for event in events if isinstance(event, Page))


def codes(events):
    return [event.code for event in events if isinstance(event, Notice)]


RICH = rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\f0 \'c9\'f3\'ba\'cb\par second \u-26719?line}"


def test_head_and_body_stand_on_the_page(events):
    found = text(events(made.msg(HEAD | {"1000001F": wide("正文一\r\n正文二")})))
    assert found.split("\n") == ["主题：整改报告", "发件人：张三 <z@example.org>", "收件人：李四", "正文一", "正文二"]


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_narrow_strings_are_read_without_a_code_page(events, encoding):
    words = "審核計劃與管理評審" if encoding == "big5" else "审核计划与管理评审"
    assert words in text(events(made.msg({"0037001E": words.encode(encoding), "1000001E": b"x"})))


def test_page_body_is_read(events):
    body = "<html><body><p>网页正文</p></body></html>".encode()
    assert "网页正文" in text(events(made.msg(HEAD | {"10130102": body})))


def test_rich_body_is_read(events):
    packed = struct.pack("<4I", len(RICH) + 12, len(RICH), 0x414C454D, 0) + RICH
    assert "审核\nsecond 鞡line" in text(events(made.msg(HEAD | {"10090102": packed})))


def test_attachments_become_files(events):
    attached = {"3707001F": wide("证据.pdf"), "37010102": b"%PDF-1.4"}
    (member,) = [event for event in events(made.msg(HEAD, (attached,))) if isinstance(event, Member)]
    assert (member.name, Path(member.path).read_bytes()) == ("证据.pdf", b"%PDF-1.4")


def test_message_in_a_message_becomes_a_readable_file(events):
    inner = {
        "3001001F": wide("转发"),
        "3701000D/__substg1.0_0037001F": wide("内层主题"),
        "3701000D/__properties_version1.0": bytes(24),
    }
    (member,) = [event for event in events(made.msg(HEAD, (inner,))) if isinstance(event, Member)]
    assert member.name == "转发.msg"
    assert "主题：内层主题" in text(events(Path(member.path).read_bytes()))


def test_attachment_that_is_only_a_link_is_told(events):
    found = events(made.msg(HEAD, ({"3707001F": wide("大文件.zip")},)))
    assert codes(found) == ["attachment-elsewhere"]


@pytest.mark.parametrize("kind", ["IPM.Note.SMIME", "IPM.Note.Secure"])
def test_encrypted_mail_says_so(events, kind):
    assert codes(events(made.msg(HEAD | {"001A001F": wide(kind)}))) == ["mail-encrypted"]


def test_signed_mail_says_so_and_is_read(events):
    found = events(made.msg(HEAD | {"001A001F": wide("IPM.Note.SMIME.MultipartSigned"), "1000001F": wide("正文")}))
    assert (codes(found), "正文" in text(found)) == (["mail-signed"], True)


def test_cut_message_is_broken(events):
    with pytest.raises(BrokenFileError):
        events(made.msg(HEAD)[:300])


def test_compressed_rich_text_is_unpacked():
    # The worked example of [MS-OXRTFCP], section 3.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize(
    ("rich", "plain"),
    [
        (rb"{\rtf1 a\par b}", "a\nb"),
        (rb"{\rtf1{\*\generator x;}{\fonttbl{\f0 Arial;}}a\tab b}", "a\tb"),
        (rb"{\rtf1 \{a\}\\}", "{a}\\"),
        (rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}a{\*\htmltag72 </p>}}", "a"),
        (rb"{\rtf1\ansicpg936\'c9\'f3}", "审"),
    ],
)
def test_rich_text_is_read(rich, plain):
    assert text_of_rtf(rich) == plain
