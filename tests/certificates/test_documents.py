from __future__ import annotations

import io
import sys

import pikepdf
import pypdfium2
import pytest
from tests.certificates.given import ALL, BODY, HOLDER, NOW, TODAY, issued, later

from anjuan.certificates.documents.certificate import Paper, certificate_pdf, printed_values
from anjuan.certificates.documents.qr import qr_svg
from anjuan.certificates.documents.signing import PdfSigner, pdf_signed
from anjuan.certificates.documents.verification import verification_pdf
from anjuan.certificates.faults import SignerMissingError
from anjuan.certificates.issuer import Issuer
from anjuan.certificates.rules.facts import SiteRow
from anjuan.certificates.selectors.verification import verify_number
from anjuan.certificates.services.status import ReissueWish, certificate_reissue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("chinese_font")]
SITES = (SiteRow("一厂", "宁波市学士路 9 号", "注塑", "Plant 1", "9 Xueshi Road", "Moulding"), SiteRow("二厂", "杭州"))


def made(**changes) -> bytes:
    return certificate_pdf(issued(**changes).printings.get(), Paper(BODY))


def text_of(content: bytes) -> str:
    book = pypdfium2.PdfDocument(content)
    return "\n".join(book[place].get_textpage().get_text_range() for place in range(len(book)))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_the_certificate_says_who_what_and_how_long_in_both_languages():
    text = squeezed(text_of(made()))
    for part in (
        HOLDER.name,
        HOLDER.name_en,
        HOLDER.address,
        "45426Q00001R0M",
        "2029-03-01",
        "模具的设计和生产",
        "ISO9001:2015",
    ):
        assert squeezed(part) in text


def test_the_certificate_is_pdf_a_2b():
    with pikepdf.open(io.BytesIO(made())) as book:
        meta = bytes(book.Root.Metadata.read_bytes())
    assert b"pdfaid:part" in meta
    assert b"2" in meta.split(b"pdfaid:part", 1)[1][:3]
    assert b"pdfaid:conformance" in meta


def test_every_font_is_embedded():
    with pikepdf.open(io.BytesIO(made(sites=SITES))) as book:
        fonts = [font for page in book.pages for font in page.Resources.get("/Font", {}).values()]
        described = [
            font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
            for font in fonts
        ]
        assert described
        assert all({"/FontFile2", "/FontFile3"} & set(one.keys()) for one in described)


def test_sites_stand_in_an_annex():
    content = made(sites=SITES)
    assert len(pypdfium2.PdfDocument(content)) == 2
    assert "附件：场所清单" in squeezed(text_of(content))
    assert "宁波市学士路 9 号" in text_of(content)


def test_a_certificate_without_sites_has_one_page():
    assert len(pypdfium2.PdfDocument(made())) == 1


def test_one_printing_gives_the_same_bytes_twice():
    printing = issued().printings.get()
    assert certificate_pdf(printing, Paper(BODY)) == certificate_pdf(printing, Paper(BODY))


def test_a_long_scope_runs_on_instead_of_off_the_page():
    content = made(scope="精密模具的设计和生产；" * 300)
    # Two of them are parted by the foot of a page.
    assert squeezed(text_of(content)).count("精密模具的设计和生产") >= 298


def test_what_a_holder_is_called_is_not_read_as_markup():
    content = made(scope="#panic() *x* $y$ @z <script>")
    assert "#panic()*x*$y$@z<script>" in squeezed(text_of(content))


def test_a_second_printing_says_which_it_is():
    row = issued()
    certificate_reissue(
        deed=later(1), viewer=ALL, number=row.certificate.number, wish=ReissueWish("0104", "02"), issuer=BODY
    )
    assert "第2版" in squeezed(text_of(certificate_pdf(row.printings.get(number=2), Paper(BODY))))


def test_a_specimen_is_marked():
    assert "样张" in text_of(certificate_pdf(issued().printings.get(), Paper(BODY, is_specimen=True)))


def test_the_code_leads_to_the_public_page():
    printing = issued().printings.get()
    assert BODY.qr_text(printing.statement) == f"https://verify.example.cn/verify/q/{printing.statement}"


def test_without_a_public_page_the_code_holds_the_bare_statement():
    assert Issuer("甲").qr_text("a.b.c") == "a.b.c"


def test_the_code_can_be_read_back():
    cv2 = pytest.importorskip("cv2")
    numpy = pytest.importorskip("numpy")
    printing = issued().printings.get()
    page = pypdfium2.PdfDocument(certificate_pdf(printing, Paper(BODY)))[0]
    picture = numpy.asarray(page.render(scale=4).to_pil().convert("L"))
    height, width = picture.shape
    corner = picture[int(height * 0.7) : int(height * 0.9), int(width * 0.65) :]
    text, _, _ = cv2.QRCodeDetector().detectAndDecode(corner)
    assert text == BODY.qr_text(printing.statement)


def test_a_code_is_a_picture_that_scales():
    assert "viewBox" in qr_svg("x")
    assert "width=" not in qr_svg("x").split(">")[0]


def test_a_grade_and_a_mark_are_printed():
    text = squeezed(text_of(made(grade="五星", mark="01", mark_number="CNAS C454-M")))
    assert "五星" in text
    assert "CNASC454-M" in text


def test_the_name_of_a_mark_is_not_printed_twice():
    printing = issued(mark="01", mark_number="CNAS C454-M").printings.get()
    assert printed_values(printing, Paper(BODY))["mark"] == "CNAS C454-M"


def test_the_sheet_of_a_verification_tells_state_and_moment():
    issued()
    text = text_of(verification_pdf(verify_number("45426Q00001R0M", now=NOW, today=TODAY), BODY))
    assert "有效 Valid" in text
    assert "2026-03-02 09:30:00" in text


def test_the_sheet_of_what_was_not_found_does_not_call_it_false():
    text = text_of(verification_pdf(verify_number("x", now=NOW, today=TODAY), BODY))
    assert "未查到不等于虚假" in squeezed(text)


def test_without_the_package_a_signature_is_refused_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.incremental_writer", None)
    with pytest.raises(SignerMissingError, match="pyHanko"):
        pdf_signed(b"%PDF-", PdfSigner(tmp_path / "key.p12"), name="甲")
