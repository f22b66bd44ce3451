"""What holds for every page: policy, languages, files of the frame."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from anjuan.web import navigation
from anjuan.web.catalogue import compile_catalogues, messages_used, messages_without_english

ROOM = Path(navigation.__file__).parent
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
STATIC = ROOM / "static" / "anjuan"
CHINESE = re.compile(r"[\u3400-\u9fff]+")
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOM / "templates").as_posix())
def test_no_template_writes_a_style_or_a_script_into_the_page(path):
    text = TAGS.sub("", path.read_text(encoding="utf-8"))
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|hx-on|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOM / "templates").as_posix())
def test_no_template_holds_chinese_outside_a_message(path):
    allowed = {"案卷", "中文"}  # the name of the product and of the language are the same everywhere
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    text = TAGS.sub("", text)
    text = re.sub(r'<code lang="zh-Hans">.*?</code>|\?q=[^"]*"', "", text)  # examples to run
    assert set(CHINESE.findall(text)) <= allowed


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_no_script_needs_eval_or_holds_words_of_its_own(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function|setAttribute\(\"style\"|document\.write", text)
    assert not CHINESE.search(text)


def test_the_policy_allows_nothing_from_outside_and_nothing_inline(archivist):
    policy = archivist.get(reverse("web:home"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "://" not in policy


def test_every_sign_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))}
    named |= {entry.icon for group in navigation.GROUPS for entry in group.entries}
    assert named <= drawn


def test_both_themes_name_only_colours_that_the_light_one_has():
    light, dark = (
        set(re.findall(r"(--aj-[a-z0-9-]+):", (STATIC / name).read_text("utf-8"))) for name in ("light.css", "dark.css")
    )
    assert dark <= light


def test_every_variable_used_is_set():
    css = "\n".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css"))
    by_script = {"--aj-fit", "--aj-zoom"}
    assert set(re.findall(r"var\((--aj-[a-z0-9-]+)", css)) <= set(re.findall(r"(--aj-[a-z0-9-]+):", css)) | by_script


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


PAIRS = [
    ("text", "card"), ("text", "ground"), ("soft", "card"), ("soft", "ground"), ("soft", "sunk"), ("faint", "card"),
    ("faint", "ground"), ("faint", "hover"), ("primary", "card"), ("primary", "ground"), ("primary", "chosen"),
    ("on-primary", "primary"), ("good", "good-ground"), ("warn", "warn-ground"), ("bad", "bad-ground"),
    ("info", "info-ground"), ("bad", "card"), ("warn", "card"), ("mark-text", "mark"), ("nav-text", "nav"),
    ("nav-faint", "nav"),
]  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_stands_out_from_its_ground_as_wcag_aa_wants(theme, front, back):
    values = {}
    for name in ["light"] if theme == "light" else ["light", "dark"]:
        css = (STATIC / f"{name}.css").read_text("utf-8")
        values |= dict(re.findall(r"--aj-([a-z0-9-]+): (#[0-9a-f]{6});", css))
    one, two = sorted((_luminance(values[front]), _luminance(values[back])))
    assert (two + 0.05) / (one + 0.05) >= 4.5


def test_every_message_has_english():
    assert messages_without_english() == {}


def test_messages_are_found_in_modules_and_templates():
    files = {Path(path).suffix for _, path in messages_used()}
    assert files == {".py", ".html"}


def test_a_catalogue_is_compiled_once(tmp_path):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\nmsgid "案卷"\nmsgstr "Anjuan"\n', encoding="utf-8")
    assert len(compile_catalogues(tmp_path)) == 1
    assert compile_catalogues(tmp_path) == []


def test_a_folder_that_cannot_be_written_leaves_the_pages_chinese(tmp_path, caplog, monkeypatch):
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")

    def refuse(*_):
        raise PermissionError("read only")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert compile_catalogues(tmp_path) == []
    assert "stay Chinese" in caplog.text


class _Words(HTMLParser):
    """Collects the words of a page that are not data: data carries its own ``lang`` or is known to the test."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._other: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        void = tag in {"input", "meta", "link", "img", "hr", "br"}
        if (self._other or ("lang" in values and tag != "html")) and not void:
            self._other.append(tag)
        if not self._other:
            self.found += [
                values[name] or ""
                for name in ("title", "aria-label", "placeholder", "data-key-label")
                if name in values
            ]

    def handle_endtag(self, tag):
        if self._other and tag not in {"input", "meta", "link", "img", "hr", "br"}:
            self._other.pop()

    def handle_data(self, data):
        if not self._other and self.lasttag != "script":
            self.found.append(data)


def words_of(answer) -> str:
    parser = _Words()
    parser.feed(answer.content.decode())
    return "\n".join(parser.found)


def addresses(shelf) -> list[str]:
    return [
        reverse("web:home"), reverse("web:cases"), reverse("web:cases") + "?words=nothing", reverse("web:intakes"),
        reverse("web:search"), reverse("web:search") + "?q=nothing", reverse("web:case", args=["AJ-0"]), "/nowhere/",
        reverse("web:case_events", args=[shelf.case.number]),
        reverse("web:case_page", args=[shelf.case.number, shelf.scan.pk, 1]) + "?q=zzz",
    ]  # fmt: skip


def test_the_english_pages_hold_no_chinese_but_data(archivist, shelf):
    archivist.post(reverse("web:language"), {"language": "en"})
    data = (
        "宁波海棠精密模具有限公司|不符合项报告|未见首件检验结论|审核计划|示例认证公司|现场审核|首件检验已补做"
        "|李明|李|案卷|中文|、"
    )
    for address in addresses(shelf):
        words = re.sub(data, "", words_of(archivist.get(address)))
        assert not CHINESE.findall(words), address


def test_the_chinese_pages_hold_no_english_words(archivist, shelf):
    allowed = {
        "Anjuan", "EN", "English", "SHA", "PDF", "Word", "Excel", "OFD", "AND", "OR", "NOT", "GB", "AJ", "KB", "MB",
        "WEB", "ARCH", "KIT", "CSV", "xlsx",
    }  # fmt: skip
    for address in addresses(shelf):
        words = words_of(archivist.get(address)).replace("nothing", "").replace("zzz", "")
        found = set(re.findall(r"\b[A-Za-z]{2,}\b", words)) - allowed - {"li", "bin"}
        assert not found, (address, found)


def test_the_help_sheet_is_on_every_page_and_its_keys_do_not_clash(archivist, shelf):
    for address in addresses(shelf)[:6]:
        page = archivist.get(address).content.decode()
        keys = re.findall(r'data-key="([^"]+)"', page)
        assert "?" in keys, address
        assert len(keys) == len(set(keys)), (address, keys)


def test_the_log_in_page_has_no_frame_and_no_link_into_the_house(db):
    page = Client().get(reverse("web:login")).content.decode()
    assert reverse("web:cases") not in page
