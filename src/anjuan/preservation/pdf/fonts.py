"""The fonts that a copy carries: one without shapes for text behind a picture, one with the shapes that are needed.

Both are TrueType with one number for each character of the copy, so that any reader gets the characters back through
``ToUnicode``. The font without shapes needs nothing on the machine. The other one takes its shapes from a font of the
machine; outlines of the third degree are turned into the second, because the validator of PDF/A cannot look into
the CFF tables of Chinese fonts.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from anjuan.preservation.faults import NoFontError
from anjuan.preservation.printing import chinese_face

EM = 1000
_ASCENT, _DESCENT = 800, -200
_WIDE = frozenset("WFA")
_CURVE_ERROR = 1.0
_MOST_CHARACTERS = 65_000
_BLOCK = 100
#: Where the private characters of a symbol font begin, and how many there are.
_PRIVATE, _PRIVATE_ROOM = 0xF000, 0x0F00


@dataclasses.dataclass(frozen=True, slots=True)
class CarriedFont:
    """A font inside one PDF.

    Attributes:
        reference: The font object of the PDF.
        numbers: The two-byte code of every character.
        widths: The width of every character in thousandths of its size.

    """

    reference: pikepdf.Object
    numbers: Mapping[str, int]
    widths: Mapping[str, int]


def usual_width(sign: str) -> int:
    """Return the width of a character that has no shape: an ideograph is one em, a letter half."""
    return EM if unicodedata.east_asian_width(sign) in _WIDE else EM // 2


def shapeless_font(pdf: pikepdf.Pdf, text: Iterable[str]) -> CarriedFont:
    """Put a font without shapes into a PDF, for the characters of some texts."""
    signs = _signs(text)
    widths = {sign: usual_width(sign) for sign in signs}
    glyphs = {sign: 1 if width == EM else 2 for sign, width in widths.items()}
    return _carried(pdf, "AAAAAA+AnjuanShapeless", _shapeless(), signs, widths, glyphs)


@functools.cache
def _shapeless() -> bytes:
    # Readers measure a character by its outline and pass over what has none; nothing of it is ever painted.
    widths = {".notdef": EM, "full": EM, "half": EM // 2}
    return _built("AnjuanShapeless", {name: (_block(width), width) for name, width in widths.items()})


def _block(width: int) -> Glyph:
    pen = TTGlyphPen(None)
    pen.moveTo((0, _DESCENT))
    for corner in ((0, _ASCENT), (width, _ASCENT), (width, _DESCENT)):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def shaped_font(pdf: pikepdf.Pdf, text: Iterable[str]) -> CarriedFont:
    """Put a font with the shapes of the characters of some texts into a PDF.

    A character that the machine's font does not have is shown as an empty box and still has its code.

    Raises:
        NoFontError: No font with Chinese characters is on this machine.

    """
    signs = _signs(text)
    shapes = [_shape(sign) for sign in signs]
    glyphs: dict[str, tuple[Glyph, int]] = {".notdef": (_box(), EM)}
    glyphs.update({f"g{number:05d}": shape for number, shape in enumerate(shapes, start=1)})
    widths = {sign: width for sign, (_, width) in zip(signs, shapes, strict=True)}
    numbers = {sign: number for number, sign in enumerate(signs, start=1)}
    return _carried(pdf, "AAAAAB+AnjuanCopy", _built("AnjuanCopy", glyphs), signs, widths, numbers)


def _signs(text: Iterable[str]) -> list[str]:
    # Half characters of broken files have no code in Unicode; no reader could give them back.
    signs = {sign for line in text for sign in line}
    return sorted(sign for sign in signs if unicodedata.category(sign) != "Cs")[:_MOST_CHARACTERS]


@functools.cache
def _machine_font() -> tuple[TTFont, Mapping[int, str], float]:
    face = chinese_face()
    if face is None:
        raise NoFontError(
            "No font with Chinese characters was found on this machine.",
            why="A document without pages of its own cannot be printed.",
            remedy="Install Noto CJK (fonts-noto-cjk) or run `pip install pylopdf-fonts-zh-cn`.",
        )
    font = TTFont(io.BytesIO(Path(face.path).read_bytes()), fontNumber=face.index, lazy=True)
    return font, font.getBestCmap(), EM / font["head"].unitsPerEm


@functools.lru_cache(maxsize=20_000)
def _shape(sign: str) -> tuple[Glyph, int]:
    font, names, scale = _machine_font()
    name = names.get(ord(sign))
    if name is None:
        return (TTGlyphPen(None).glyph(), EM // 2) if sign.isspace() or not sign.isprintable() else (_box(), EM)
    pen = TTGlyphPen(None)
    quadratic = Cu2QuPen(pen, _CURVE_ERROR, reverse_direction="CFF " in font)
    shape = font.getGlyphSet()[name]
    shape.draw(TransformPen(quadratic, (scale, 0, 0, scale, 0, 0)))
    return pen.glyph(), round(shape.width * scale)


def _box() -> Glyph:
    pen = TTGlyphPen(None)
    for corners in (((80, 0), (80, 700), (780, 700), (780, 0)), ((140, 60), (720, 60), (720, 640), (140, 640))):
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def _built(name: str, glyphs: Mapping[str, tuple[Glyph, int]]) -> bytes:
    order = list(glyphs)
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(order)
    # A symbol font's own table is not read: the PDF says which code has which shape.
    builder.setupCharacterMap({_PRIVATE + number: glyph for number, glyph in enumerate(order[1:_PRIVATE_ROOM])})
    builder.setupGlyf({glyph: shape for glyph, (shape, _) in glyphs.items()})
    table = builder.font["glyf"]
    builder.setupHorizontalMetrics(
        {glyph: (width, getattr(table[glyph], "xMin", 0)) for glyph, (_, width) in glyphs.items()}
    )
    builder.setupHorizontalHeader(ascent=_ASCENT, descent=_DESCENT)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=_ASCENT, sTypoDescender=_DESCENT)
    builder.setupPost()
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _carried(
    pdf: pikepdf.Pdf, name: str, program: bytes, signs: list[str], widths: Mapping[str, int], glyphs: Mapping[str, int]
) -> CarriedFont:
    numbers = {sign: number for number, sign in enumerate(signs, start=1)}
    shapes = b"\0\0" + b"".join(glyphs[sign].to_bytes(2, "big") for sign in signs)
    narrow = pikepdf.Array()
    for sign in signs:
        if widths[sign] != EM:
            narrow.append(numbers[sign])
            narrow.append(pikepdf.Array([widths[sign]]))
    descriptor = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name(f"/{name}"), Flags=4,
        FontBBox=pikepdf.Array([-200, -300, 1200, 1100]),
        ItalicAngle=0, Ascent=_ASCENT, Descent=_DESCENT, CapHeight=700, StemV=80,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    ))  # fmt: skip
    system = pikepdf.Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    below = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name(f"/{name}"),
        CIDSystemInfo=system,
        FontDescriptor=descriptor, DW=EM, W=narrow, CIDToGIDMap=pdf.make_stream(shapes),
    ))  # fmt: skip
    reference = pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name(f"/{name}"),
        Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=pikepdf.Array([below]),
        ToUnicode=pdf.make_stream(_to_unicode(numbers)),
    ))  # fmt: skip
    return CarriedFont(reference, numbers, dict(widths))


def _to_unicode(numbers: Mapping[str, int]) -> bytes:
    rows = [f"<{number:04X}> <{sign.encode('utf-16-be').hex().upper()}>" for sign, number in numbers.items()]
    blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
    middle = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{middle}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
