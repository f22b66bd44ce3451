from __future__ import annotations

import base64
from pathlib import Path

import pytest
from tests.contracts.readers import ReaderContract
from tests.reading import made

from anjuan.reading import media
from anjuan.reading.errors import BrokenFileError
from anjuan.reading.mail.eml import EmlReader
from anjuan.reading.pages import Member, Notice, Opened, Page
from anjuan.reading.protocol import ReadOptions, Source


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self):
        return EmlReader()

    @pytest.fixture
    def source(self, tmp_path):
        folder = tmp_path / "source"
        folder.mkdir()
        lines = b"".join(b"line %d\r\n" % number for number in range(120))
        (folder / "mail").write_bytes(made.eml(body=lines + "整改证据见附件".encode()))
        return Source(folder / "mail", "来信.eml", media.EML)

    @pytest.fixture
    def phrase(self):
        return "整改证据见附件"


@pytest.fixture
def events(tmp_path):
    def read(content):
        path = tmp_path / "mail"
        path.write_bytes(content)
        return list(EmlReader().read(Source(path, "来信.eml", media.EML), ReadOptions(tmp_path)))

    return read


def text(events):
    return "\n".join(event.text for event in events if isinstance(event, Page))


def names(events):
    return [event.name for event in events if isinstance(event, Member)]


def multipart(kind, *parts):
    head = f"MIME-Version: 1.0\r\nContent-Type: multipart/{kind}; boundary=B\r\n".encode()
    return made.eml(head=head, body=b"".join(b"--B\r\n" + part + b"\r\n" for part in parts) + b"--B--\r\n")


PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "纯文本".encode()
PAGE = b"Content-Type: text/html; charset=utf-8\r\n\r\n" + "<p>网页</p><table><tr><td>甲</td></tr></table>".encode()


def test_head_and_body_stand_on_the_page(events):
    found = events(made.eml(body=b"hello\r\n"))
    assert text(found).split("\n") == ["主题：report", "发件人：a@example.org", "收件人：b@example.org", "hello"]


def test_head_is_told_as_properties(events):
    first = events(made.eml())[0]
    assert isinstance(first, Opened)
    assert first.properties == {"title": "report", "author": "a@example.org"}


@pytest.mark.parametrize("charset", ["gb2312", "gb18030", "utf-8", "big5", "no-such-charset", "us-ascii", ""])
def test_body_is_read_whatever_charset_is_named(events, charset):
    raw = (made.TEXT * 3).encode("gb18030")
    found = events(made.eml(body=raw, head=f"Content-Type: text/plain; charset={charset}\r\n".encode()))
    assert "审核组" in text(found) or charset == "big5"


def test_characters_outside_the_named_smaller_set_are_read(events):
    found = events(
        made.eml(body="组长：朱镕基".encode("gb18030"), head=b"Content-Type: text/plain; charset=gb2312\r\n")
    )
    assert "朱镕基" in text(found)


@pytest.mark.parametrize(
    "header",
    [
        b"Subject: =?gb2312?B?" + base64.b64encode("审核镕".encode("gb18030")) + b"?=",
        b"Subject: =?utf-8?Q?=E5=AE=A1=E6=A0=B8=E9=95=95?=",
        b"Subject: =?utf-8?B?5a6h5g==?=\r\n =?utf-8?B?oLjplZU=?=",
        b"Subject: " + "审核镕".encode("gb18030"),
        b"Subject: " + "审核镕".encode(),
    ],
    ids=["gb2312", "quoted", "split inside a character", "raw gbk", "raw utf-8"],
)
def test_subject_is_read_in_every_form(events, header):
    mail = b"From: a@example.org\r\nTo: b@example.org\r\n" + header + b"\r\n\r\nx\r\n"
    assert "主题：审核镕" in text(events(mail))


@pytest.mark.parametrize(
    "form",
    [
        b'filename="=?gb2312?B?' + base64.b64encode("整改报告.docx".encode("gb18030")) + b'?="',
        b'filename="' + "整改报告.docx".encode("gb18030") + b'"',
        b'filename="' + "整改报告.docx".encode() + b'"',
        b"filename*=UTF-8''%E6%95%B4%E6%94%B9%E6%8A%A5%E5%91%8A.docx",
        b"filename*=gb18030''%D5%FB%B8%C4%B1%A8%B8%E6.docx",
        b"filename*0*=UTF-8''%E6%95%B4%E6%94;\r\n filename*1*=%B9%E6%8A%A5%E5%91%8A.docx",
    ],
    ids=["encoded word", "raw gbk", "raw utf-8", "rfc 2231", "rfc 2231 gbk", "rfc 2231 in parts"],
)
def test_attachment_name_is_read_in_every_form(events, form):
    assert names(events(made.eml_with_attachment(form))) == ["整改报告.docx"]


def test_attachment_has_its_bytes(events):
    found = events(made.eml_with_attachment(b"filename=a.bin", bytes(range(256))))
    (member,) = [event for event in found if isinstance(event, Member)]
    assert (Path(member.path).read_bytes(), member.kind) == (bytes(range(256)), "attachment")


def test_attachment_name_cannot_lead_away(events):
    assert names(events(made.eml_with_attachment(b'filename="../../x.sh"'))) == ["x.sh"]


def test_plain_form_is_preferred(events):
    found = text(events(multipart("alternative", PLAIN, PAGE)))
    assert "纯文本" in found
    assert "网页" not in found


def test_page_form_is_read_when_there_is_no_other(events):
    found = events(multipart("alternative", PAGE))
    assert "网页" in text(found)
    assert any(page.tables for page in found if isinstance(page, Page))


def test_letter_in_a_letter_is_an_attachment(events):
    inner = b"Content-Type: message/rfc822\r\n\r\nFrom: c@example.org\r\nSubject: inner\r\n\r\ninside\r\n"
    found = events(multipart("mixed", PLAIN, inner))
    (member,) = [event for event in found if isinstance(event, Member)]
    assert member.name == "inner.eml"
    assert b"inside" in Path(member.path).read_bytes()


def test_encrypted_mail_says_so(events):
    head = b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
    notices = [event for event in events(made.eml(head=head)) if isinstance(event, Notice)]
    assert [(notice.code, notice.partial) for notice in notices] == [("mail-encrypted", True)]


def test_signed_mail_is_read(events):
    signature = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx"
    found = events(multipart("signed", PLAIN, signature))
    assert "纯文本" in text(found)
    assert [event.code for event in found if isinstance(event, Notice)] == ["mail-signed"]


def test_small_pictures_of_the_layout_are_not_files(events):
    logo = b"Content-Type: image/png\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    found = events(multipart("related", PAGE, logo + base64.b64encode(made.picture("PNG"))))
    assert names(found) == []
    assert [event.code for event in found if isinstance(event, Notice)] == ["layout-pictures"]


def test_mail_without_anything_is_broken(events):
    with pytest.raises(BrokenFileError):
        events(b"\r\n\r\n")
