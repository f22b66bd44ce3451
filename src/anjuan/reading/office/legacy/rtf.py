"""Reads RTF without any other program: groups, code pages, Unicode, tables, notes, pictures."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator

from anjuan.reading.blocks import Block, PageBreak, Paragraph, TableBlock, TableCell
from anjuan.reading.pages import Role

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_CHARSETS = {
    0: "cp1252", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_CODE_PAGES = {936: "gb18030", 950: "big5", 65001: "utf-8", 10000: "mac_roman", 10008: "gb2312"}
_SKIPPED = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "generator", "listtable", "listoverridetable", "revtbl", "rsidtbl",
    "themedata",
    "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "fldinst", "pgptbl", "filetbl", "wgrffmtfilter",
    "mmathPr",
    "atrfstart", "atrfend", "atnid", "atndate", "atntime", "atnicn", "atnref", "bkmkstart", "bkmkend", "pntext",
    "pnseclvl", "pn",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "objclass", "objdata", "panose", "falt",
    "blipuid", "nonshppict",
    "sp", "shpinst_skip", "listpicture", "userprops", "docvar", "template", "picprop", "tc", "xe", "txe", "rxe", "do",
})  # fmt: skip
_KEPT_STARRED = frozenset(
    {
        "footnote",
        "annotation",
        "shppict",
        "shpinst",
        "shptxt",
        "shp",
        "atnauthor",
        "objdata",
        "object",
        "result",
        "fldrslt",
        "listtext",
    }
)
_ROLES = {
    "header": Role.HEADER, "headerl": Role.HEADER, "headerr": Role.HEADER, "headerf": Role.HEADER,
    "footer": Role.FOOTER,
    "footerl": Role.FOOTER, "footerr": Role.FOOTER, "footerf": Role.FOOTER, "footnote": Role.FOOTNOTE,
    "annotation": Role.COMMENT, "shptxt": Role.TEXT_BOX,
}  # fmt: skip
_SIGNS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emdash": "—", "endash": "–", "emspace": "\u3000", "enspace": " ", "zwj": "", "zwnj": "",
}  # fmt: skip
_MOST_DEPTH = 500
_MOST_COLUMNS = 64


@dataclasses.dataclass(slots=True)
class _State:
    """What a group inherits and gives back when it ends."""

    skip: bool = False
    encoding: str = ""
    fallback: int = 1  # characters after \u to leave out
    hidden: bool = False
    deleted: bool = False
    story: _Story | None = None
    kind: str = ""


@dataclasses.dataclass(slots=True)
class _Story:
    """Words that belong together: the body, a header, a note."""

    role: Role
    words: list[str] = dataclasses.field(default_factory=list)
    hidden: list[str] = dataclasses.field(default_factory=list)
    blocks: list[Block] = dataclasses.field(default_factory=list)
    after: list[Block] = dataclasses.field(default_factory=list)
    rows: list[list[list[Paragraph]]] = dataclasses.field(default_factory=list)
    cells: list[list[Paragraph]] = dataclasses.field(default_factory=list)
    cell: list[Paragraph] = dataclasses.field(default_factory=list)
    in_table: bool = False


class RtfWalker:
    """Walks an RTF file.

    Args:
        data: The whole file.

    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._body = _Story(Role.BODY)
        self._state = _State(encoding="cp1252", story=self._body)
        self._stack: list[_State] = []
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._raw = bytearray()
        self._to_skip = 0
        self._starred = False
        self._font_in_table = 0
        self._in_fonts = 0
        self._high = ""
        self.deleted = 0
        self.pictures: list[bytes] = []
        self._picture: bytearray | None = None
        self._words: dict[str, Callable[[int | None], None]] = {
            "par": lambda _: self._paragraph(),
            "sect": lambda _: self._page(),
            "page": lambda _: self._page(),
            "cell": lambda _: self._cell(),
            "nestcell": lambda _: self._put("\t"),
            "nestrow": lambda _: self._put("\n"),
            "row": lambda _: self._row(),
            "intbl": lambda _: self._set_table(on=True),
            "pagebb": lambda _: self._break_before(),
            "pard": lambda _: self._set_table(on=False),
            "u": self._unicode,
            "uc": self._fallback,
            "f": self._font,
            "fcharset": self._charset,
            "ansicpg": self._code_page,
            "v": lambda value: setattr(self._state, "hidden", value != 0),
            "deleted": self._deleted,
            "plain": lambda _: self._plain(),
            "bin": self._binary,
        }

    def blocks(self) -> Iterator[Block]:
        """Yield the document as blocks: headers, the body, footers where they stand in the file."""
        place = 0
        while place < len(self._data):
            match = _TOKEN.match(self._data, place)
            if match is None:
                place += 1
                continue
            place = match.end() + self._token(match)
            if self._body.blocks:
                yield from self._body.blocks
                self._body.blocks = []
        self._finish(self._body)
        yield from self._body.blocks

    def _token(self, match: re.Match[bytes]) -> int:
        """Follow one token; return how many bytes after it are no RTF."""
        word, value, code, sign, brace, text = match.groups()
        if code is not None:
            self._byte(int(code, 16))
        elif text is not None:
            self._text(text)
        elif brace is not None:
            self._decode()
            self._open() if brace == b"{" else self._close()
        elif word is not None:
            return self._word(word.decode("ascii"), None if value is None else int(value))
        elif sign is not None:
            self._sign(sign)
        return 0

    def _word(self, word: str, value: int | None) -> int:
        if word != "u":
            self._decode()
        if word == "bin":
            return max(value or 0, 0)
        if word in _SIGNS:
            self._put(_SIGNS[word])
        elif word in self._words:
            self._words[word](value)
        else:
            self._destination(word)
        self._starred = False
        return 0

    def _destination(self, word: str) -> None:
        state = self._state
        if word == "pict":
            self._picture, state.kind, state.skip = bytearray(), "pict", True
        elif word == "fonttbl":
            state.skip, state.kind = True, "fonttbl"
            self._in_fonts += 1
        elif word in _SKIPPED or (self._starred and word not in _KEPT_STARRED):
            state.skip = True
        elif word in _ROLES and not state.skip:
            state.story, state.kind = _Story(_ROLES[word]), "story"

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
            return
        self._decode()
        kept = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}.get(sign, "")
        if sign in b"\r\n":
            self._paragraph()
        elif kept:
            self._put(kept)

    def _open(self) -> None:
        if len(self._stack) < _MOST_DEPTH:
            self._stack.append(self._state)
            self._state = dataclasses.replace(self._state, kind="")

    def _close(self) -> None:
        ended = self._state
        if not self._stack:
            return
        self._state = self._stack.pop()
        if ended.kind == "story" and ended.story is not None:
            self._finish(ended.story)
            outer = self._state.story or self._body
            outer.after.extend(block for block in ended.story.blocks if not isinstance(block, PageBreak))
            if ended.story.role in {Role.HEADER, Role.FOOTER}:
                outer.blocks.extend(outer.after)
                outer.after = []
        elif ended.kind == "pict" and self._picture is not None:
            self.pictures.append(bytes(self._picture))
            self._picture = None
        elif ended.kind == "fonttbl":
            self._in_fonts -= 1

    def _text(self, text: bytes) -> None:
        if self._picture is not None and self._state.skip:
            hexed = re.sub(rb"[^0-9a-fA-F]", b"", text)
            self._picture += bytes.fromhex(hexed[: len(hexed) // 2 * 2].decode("ascii"))
            return
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._raw += text

    def _byte(self, code: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
            return
        self._raw.append(code)

    def _decode(self) -> None:
        """Turn the bytes gathered so far into characters: a double byte may come in two escapes."""
        if self._raw:
            raw, self._raw = bytes(self._raw), bytearray()
            encoding = self._state.encoding or self._default
            self._put(raw.decode(encoding, "replace") if not raw.isascii() else raw.decode("ascii"))

    def _put(self, text: str) -> None:
        state = self._state
        if state.skip or state.deleted or state.story is None:
            return
        (state.story.hidden if state.hidden else state.story.words).append(text)

    def _unicode(self, value: int | None) -> None:
        self._decode()
        code = (value or 0) & 0xFFFF
        self._to_skip = self._state.fallback
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004  the first half of a pair
            self._high = chr(code)
            return
        if 0xDC00 <= code < 0xE000:  # noqa: PLR2004  the second half
            pair = (self._high + chr(code)).encode("utf-16-le", "surrogatepass")
            self._put(pair.decode("utf-16-le", "replace"))
        else:
            self._put(chr(code))
        self._high = ""

    def _fallback(self, value: int | None) -> None:
        self._state.fallback = max(value or 0, 0)

    def _font(self, value: int | None) -> None:
        if self._in_fonts:
            self._font_in_table = value or 0
        else:
            self._state.encoding = self._fonts.get(value or 0, "")

    def _charset(self, value: int | None) -> None:
        if self._in_fonts and value in _CHARSETS:
            encoding = _CHARSETS[value]
            # a Western font of a Chinese document still holds the document's own bytes
            self._fonts[self._font_in_table] = "" if value == 0 else encoding

    def _code_page(self, value: int | None) -> None:
        encoding = _CODE_PAGES.get(value or 0, f"cp{value}")
        try:
            b"".decode(encoding)
        except LookupError:
            return
        self._default = encoding
        self._state.encoding = ""

    def _deleted(self, value: int | None) -> None:
        on = value != 0
        self.deleted += on and not self._state.deleted
        self._state.deleted = on

    def _plain(self) -> None:
        self._state.hidden = self._state.deleted = False
        self._state.encoding = ""

    def _binary(self, _: int | None) -> None:
        """Bytes that follow are passed over by the caller."""

    def _set_table(self, *, on: bool) -> None:
        if self._state.story is not None and not self._state.skip:
            self._state.story.in_table = on

    def _paragraph(self) -> None:
        story = self._state.story
        if story is None or self._state.skip:
            return
        parts = _taken(story)
        if story.in_table:
            story.cell.extend(parts)
        else:
            _end_table(story)
            story.blocks.extend(parts)
            story.blocks.extend(story.after)
            story.after = []

    def _break_before(self) -> None:
        story = self._state.story
        if story is not None and not self._state.skip and not story.in_table:
            story.blocks.append(PageBreak())

    def _page(self) -> None:
        story = self._state.story
        if story is None or self._state.skip:
            return
        self._paragraph()
        if not story.in_table:
            story.blocks.append(PageBreak())

    def _cell(self) -> None:
        story = self._state.story
        if story is None or self._state.skip:
            return
        story.cell.extend(_taken(story))
        story.cells.append(story.cell)
        story.cell = []
        story.in_table = True

    def _row(self) -> None:
        story = self._state.story
        if story is None or self._state.skip or not story.cells:
            return
        story.rows.append(story.cells)
        story.cells = []

    def _finish(self, story: _Story) -> None:
        self._decode()
        if story.words or story.hidden:
            story.blocks.extend(_taken(story)) if not story.in_table else story.cell.extend(_taken(story))
        _end_table(story)
        story.blocks.extend(story.after)
        story.after = []


def _taken(story: _Story) -> list[Paragraph]:
    parts = [Paragraph("".join(story.words), role=story.role)]
    hidden = "".join(story.hidden)
    if hidden.strip():
        parts.append(Paragraph(hidden, role=Role.HIDDEN))
    story.words, story.hidden = [], []
    return parts


def _end_table(story: _Story) -> None:
    if story.cell:
        story.cells.append(story.cell)
    if story.cells:
        story.rows.append(story.cells)
    cells = tuple(
        TableCell(number, column, tuple(paragraphs))
        for number, row in enumerate(story.rows)
        for column, paragraphs in enumerate(row[:_MOST_COLUMNS])
    )
    if cells:
        story.blocks.append(TableBlock(cells))
    story.rows, story.cells, story.cell = [], [], []
