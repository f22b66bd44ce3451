from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from tests.contracts.readers import ReaderContract
from tests.reading.events import Told, read

from anjuan.reading.errors import BrokenFileError, PasswordNeededError
from anjuan.reading.ofd.geometry import deltas
from anjuan.reading.ofd.reader import OfdReader
from anjuan.reading.pages import Line, Role, TextSource
from anjuan.reading.protocol import Engine, Recognised, Source

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


class FakeEngine:
    """Says of every picture the same line."""

    name = "fake/1"
    capabilities = frozenset({"confidence"})

    def available(self) -> bool:
        return True

    def recognise(self, picture: npt.NDArray[np.uint8], dpi: float) -> Recognised:
        assert picture.ndim == 3
        assert dpi > 50
        return Recognised((Line("扫描的字", (0.1, 0.1, 0.5, 0.2), 0.9),))


def no_engine() -> Engine:
    raise AssertionError("no picture was to be recognised")


def text(words: str, box: str = "20 20 100 6", code: str = 'X="0" Y="5"', more: str = "") -> str:
    return (
        f'<ofd:TextObject ID="9" Boundary="{box}" Size="5" {more}><ofd:TextCode {code}>{words}</ofd:TextCode>'
        f"</ofd:TextObject>"
    )


def page(*objects: str, template: str = "") -> str:
    return f"<ofd:Page {NS}>{template}<ofd:Content><ofd:Layer>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"


def ofd(path: Path, pages: dict[str, str], parts: dict[str, str | bytes] | None = None, **more: str) -> Path:
    """Write an OFD file; ``pages`` by the path the document names."""
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="{name}"/>' for n, name in enumerate(pages, 1))
    body = (
        f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>{more.get('body', '')}</ofd:DocBody>"
    )
    common = (
        f"<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"{more.get('common', '')}</ofd:CommonData>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", f"<ofd:OFD {NS}>{body}</ofd:OFD>")
        document = (
            f"<ofd:Document {NS}>{common}<ofd:Pages>{listed}</ofd:Pages>{more.get('document', '')}</ofd:Document>"
        )
        archive.writestr("Doc_0/Document.xml", document)
        for name, content in pages.items():
            if content:
                archive.writestr(name.lstrip("/") if name.startswith("/") else f"Doc_0/{name}", content)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return path


def told(folder: Path, *objects: str, **more: str) -> Told:
    return read(OfdReader(no_engine), ofd(folder / "a.ofd", {"Pages/0.xml": page(*objects)}, **more))


class TestContract(ReaderContract):
    @pytest.fixture
    def reader(self) -> OfdReader:
        return OfdReader(no_engine)

    @pytest.fixture
    def source(self, tmp_path: Path) -> Source:
        (tmp_path / "in").mkdir()
        pages = {"Pages/0.xml": page(text("认证证书")), "/Doc_0/页/1.xml": page(text("第二页"))}
        return Source(ofd(tmp_path / "in" / "a.ofd", pages), "a.ofd", "application/ofd")

    @pytest.fixture
    def phrase(self) -> str:
        return "认证证书"


@pytest.mark.parametrize(
    ("given", "count", "steps"),
    [("g 3 5 2", 4, [5, 5, 5, 2]), ("5 5", 2, [5, 5]), ("1.59", 3, [1.59] * 3), ("", 2, []), ("g 9 1", 2, [1, 1])],
)
def test_advances_are_unfolded(given: str, count: int, steps: list[float]) -> None:
    assert deltas(given, count) == steps


def test_every_character_has_its_place(tmp_path: Path) -> None:
    line = told(tmp_path, text("审核报", "21 20 100 6", 'X="0" Y="5" DeltaX="g 2 21"')).lines[0]
    assert line.edges[:3] == pytest.approx((0.1, 0.2, 0.3), abs=1e-4)


def test_matrix_scales_the_text(tmp_path: Path) -> None:
    line = told(tmp_path, text("审核", "0 0 100 9", 'X="42" Y="10" DeltaX="42"', 'CTM="0.5 0 0 0.5 0 0"')).lines[0]
    assert line.edges[:2] == pytest.approx((0.1, 0.2), abs=1e-4)


def test_runs_side_by_side_are_one_line(tmp_path: Path) -> None:
    assert (
        told(tmp_path, text("证书", "20 20 10 6"), text("编号", "30 20 10 6"), text("远处", "120 20 10 6")).text
        == "证书编号\n远处"
    )


def test_lines_come_from_the_top_whatever_their_order_in_the_file(tmp_path: Path) -> None:
    assert told(tmp_path, text("下", "20 90 9 6"), text("上", "20 20 9 6")).text == "上\n下"


def test_template_is_part_of_the_page(tmp_path: Path) -> None:
    content = page(text("填写", "60 20 20 6"), template='<ofd:Template TemplateID="7" ZOrder="Background"/>')
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/表.xml"/>'
    path = ofd(tmp_path / "a.ofd", {"P.xml": content}, {"Doc_0/Tpls/表.xml": page(text("表头"))}, common=common)
    assert read(OfdReader(no_engine), path).text == "表头\n填写"


def test_every_document_of_the_file_is_read(tmp_path: Path) -> None:
    path = ofd(tmp_path / "a.ofd", {"0.xml": page(text("第一份"))}, body="</ofd:DocBody><ofd:DocBody><ofd:DocInfo/>"
               "<ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot>")  # fmt: skip
    with zipfile.ZipFile(path, "a") as archive:
        listed = '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>'
        archive.writestr("Doc_1/Document.xml", f"<ofd:Document {NS}>{listed}</ofd:Document>")
        archive.writestr("Doc_1/P.xml", page(text("第二份")))
    found = read(OfdReader(no_engine), path)
    assert [(page.number, page.text, page.label) for page in found.pages] == [(1, "第一份", "1"), (2, "第二份", "2")]


def test_missing_page_is_told_and_the_others_read(tmp_path: Path) -> None:
    found = read(OfdReader(no_engine), ofd(tmp_path / "a.ofd", {"0.xml": "", "1.xml": page(text("还在"))}))
    assert [page.text for page in found.pages] == ["", "还在"]
    assert (found.notices("page-unreadable")[0].page, found.notices("page-unreadable")[0].partial) == (1, True)


def test_seal_of_a_signature_is_a_seal(tmp_path: Path) -> None:
    signature = (
        f'<ofd:Signature {NS}><ofd:SignedInfo><ofd:StampAnnot PageRef="1" Boundary="21 29.7 42 29.7"/>'
        f"</ofd:SignedInfo><ofd:SignedValue>v.dat</ofd:SignedValue></ofd:Signature>"
    )
    name = "测试认证有限公司".encode()
    parts: dict[str, str | bytes] = {
        "Doc_0/S/s.xml": f'<ofd:Signatures {NS}><ofd:Signature BaseLoc="/Doc_0/S/1.xml"/></ofd:Signatures>',
        "Doc_0/S/1.xml": signature,
        "Doc_0/S/v.dat": b"0\x16\x02ES\x02\x01\x04\x0c" + bytes((len(name),)) + name + bytes(9),
    }
    body = "<ofd:Signatures>Doc_0/S/s.xml</ofd:Signatures>"
    found = read(OfdReader(no_engine), ofd(tmp_path / "a.ofd", {"0.xml": page(text("正文"))}, parts, body=body))
    assert found.opened.properties["signed"] == "yes"
    assert (found.pages[0].seals[0].text, found.pages[0].seals[0].box) == ("测试认证有限公司", (0.1, 0.1, 0.3, 0.2))


def test_attachments_are_members_under_their_name(tmp_path: Path) -> None:
    listing = (
        f'<ofd:Attachments {NS}><ofd:Attachment Name="清单"><ofd:FileLoc>list.xml</ofd:FileLoc>'
        f"</ofd:Attachment></ofd:Attachments>"
    )
    parts: dict[str, str | bytes] = {"Doc_0/A/a.xml": listing, "Doc_0/A/list.xml": "<x/>"}
    document = "<ofd:Attachments>A/a.xml</ofd:Attachments>"
    found = read(OfdReader(no_engine), ofd(tmp_path / "a.ofd", {"0.xml": page(text("正文"))}, parts, document=document))
    assert [(member.name, member.kind) for member in found.members] == [("清单.xml", "attachment")]


def test_words_of_annotations_are_comments(tmp_path: Path) -> None:
    notes = (
        f'<ofd:PageAnnot {NS}><ofd:Annot Type="Stamp" Subtype="FreeText">'
        f'<ofd:Appearance Boundary="20 60 40 9">{text("批注", "0 0 40 6")}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>'
    )
    index = f'<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>p.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    parts: dict[str, str | bytes] = {"Doc_0/N/n.xml": index, "Doc_0/N/p.xml": notes}
    document = "<ofd:Annotations>N/n.xml</ofd:Annotations>"
    found = read(OfdReader(no_engine), ofd(tmp_path / "a.ofd", {"0.xml": page(text("正文"))}, parts, document=document))
    assert found.in_role(Role.COMMENT) == ["批注"]


def scanned(folder: Path, form: str = "PNG", data: bytes | None = None) -> Path:
    buffer = io.BytesIO()
    Image.new("RGB", (840, 1188), "white").save(buffer, "PNG")
    image = '<ofd:ImageObject ID="5" ResourceID="3" CTM="210 0 0 297 0 0" Boundary="0 0 210 297"/>'
    held = (
        f'<ofd:Res {NS} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="3" Type="Image" Format="{form}">'
        f"<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    parts: dict[str, str | bytes] = {"Doc_0/R.xml": held, "Doc_0/Res/a.png": data or buffer.getvalue()}
    return ofd(folder / "s.ofd", {"0.xml": page(image)}, parts, common="<ofd:DocumentRes>R.xml</ofd:DocumentRes>")


def test_page_that_is_a_picture_is_recognised(tmp_path: Path) -> None:
    found = read(OfdReader(FakeEngine), scanned(tmp_path)).pages[0]
    assert (found.text, found.source, found.reason) == ("扫描的字", TextSource.OCR, "no-text-layer")
    assert found.lines[0].box == pytest.approx((0.1, 0.1, 0.5, 0.2))


def test_picture_is_left_alone_when_not_to_be_recognised(tmp_path: Path) -> None:
    found = read(OfdReader(no_engine), scanned(tmp_path), recognise=False).pages[0]
    assert (found.source, found.blank) == (TextSource.NONE, False)


def test_picture_in_an_unknown_form_is_told(tmp_path: Path) -> None:
    assert read(OfdReader(no_engine), scanned(tmp_path, "JB2", b"\x97JB2")).notices("picture-unreadable")[0].partial


def test_file_without_entry_is_broken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as archive:
        archive.writestr("x", "x")
    with pytest.raises(BrokenFileError):
        read(OfdReader(no_engine), tmp_path / "a.ofd")


def test_encrypted_file_asks_for_its_password(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as archive:
        archive.writestr("Encryptions.xml", "x")
    with pytest.raises(PasswordNeededError):
        read(OfdReader(no_engine), tmp_path / "a.ofd")
