"""What a person reads of a page, and which of its words are foreign to its language."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.urls import Resolver404, resolve

#: Attributes that are shown or read aloud.
SHOWN = (
    "title", "aria-label", "placeholder", "alt", "label", "data-asks", "data-key-label", "data-key-group", "data-label",
)  # fmt: skip
#: Elements whose content is typed into a program, or is none of the page's words.
PROGRAM = ("script", "style", "code", "kbd", "pre")
VOID = ("input", "img", "br", "hr", "meta", "link", "col", "use", "rect", "path", "circle", "line")

#: English that may stand in a Chinese page, each with why.
_ALLOWED = (
    r"\S+\.(?:pdf|docx|xlsx|csv|bin|toml|tiff?|txt|key|zip|ofd)\b",  # names of files
    r"/(?:data|mnt|home|tmp)\S*|\S*/pytest\S*",  # paths of folders
    r"\b(?:AJ|JY|JD|FX|DC|PJ|XM|SQ)-[\d-]+|\bJ001-[\w-]+",  # numbers of cases, loans, lists; reference codes
    r"\b(?:GB|RB|DA|CNAS|CNCA|RFC|ISO|IAF|IEC|PREMIS)[/ -]?[A-Z]*(?: ID)? ?[\w.:-]*",  # standards
    r"\b(?:KB|MB|GB|TB|MiB|GiB|SHA-256|SM3|PDF/A(?:-2b)?)\b",  # units and digests
    r"\b[A-Z]{2,4}-\d{2,3}\b|\b[0-9a-f]{7,}\b|\bSC\d\d\b|\b(?:AP|PR|ST)\d\d\b",  # codes, rules and hashes
    r"\b(?:Anjuan|anjuan|Excel|Word|Markdown|JSON|CSV|PDF|OFD|HTTPS|Cookie|OpenID Connect|SMTP|OpenAI|SVG|KiB|IATF)\b",
    r"\b(?:Chrome|Firefox|WeChat|BagIt)\b",
    # names of engines, and commands as they are typed
    r"\b(?:openvino|onnxruntime|bf16|f32|gbt27922|xlsx|serve|worker|registry load|restore|backup|reading engines)\b",
    r"\bsearch rebuild\b",
    r"\b\d\.\d/\w+/\w+",  # numbers of rules
    r"\b(?:IMAP|ANJUAN_MAILBOX_PASSWORD)\b|@example\.org",  # the mailbox
    r"\b(?:csv|dta|parquet|docx|pdf)\b|\bANJUAN_MAIL_PASSWORD\b|https://archive\.example\.org",  # files, options
    r"Design and manufacture of moulds|Ningbo Haitang Mould|8 Haitang Road, Ningbo",  # a certificate in both languages
    r"\bCertifications\b|\bCNCA-R-\d{4}-\d+",  # a sheet as a platform names it, the number of an approval
    r"\b(?:true|all|false|tls|starttls|none)\b",  # values as they are typed into the file of options
    r"\b(?:English|EN)\b",  # the switch to the other language
    r"\b(?:Enter|Esc|Shift|Ctrl|AND|OR|NOT)\b",  # keys, and words of the query language
    # short names of the trade
    r"(?<![A-Za-z])(?:QMS|EMS|OHSMS|FSMS|HACCP|haccp|ISMS|ITSMS|EnMS|IPMS|CCC|EC9000|SoA|OPRP|TOTP|ict)(?![A-Za-z])",
    r"\b(?:li|u-\w+|qian|zhao|wu|wang|sun|chief|zhou|root|own|hyjf|test|pm)\b",  # log-in names of these tests
)  # fmt: skip
IN_CHINESE = re.compile("|".join(_ALLOWED))
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


class Reader(HTMLParser):
    """Collects what is shown of a page, but for what stands in the language it names and in program text."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def _is_hidden(self) -> bool:
        return any(hidden for _tag, hidden in self._open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        is_switch = values.get("name") == "language"
        is_name = tag == "td" and values.get("lang") == "en"  # the English name of a code
        hidden = tag in PROGRAM or is_switch or is_name or "aj-mono" in values.get("class", "").split()
        if not (hidden or self._is_hidden()):
            self.said += [values[name] for name in SHOWN if values.get(name)]
        if tag not in VOID:
            self._open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_hidden():
            self.said.append(data.strip())


def foreign_in_chinese(page: str) -> Iterator[str]:
    """Yield what a page in Chinese says in English without need."""
    reader = Reader()
    reader.feed(page)
    for text in reader.said:
        if _ENGLISH.search(IN_CHINESE.sub(" ", text)):
            yield text


def foreign_in_english(page: str, data: frozenset[str]) -> Iterator[str]:
    """Yield what a page in English says in Chinese, but for data."""
    reader = Reader()
    reader.feed(page)
    known = re.compile("|".join(re.escape(one) for one in sorted(data, key=len, reverse=True)))
    for text in reader.said:
        if _CHINESE.search(known.sub(" ", text)):
            yield text


def offered_by(page: str) -> Iterator[str]:
    """Yield the names of the pages and deeds to which links, forms and buttons of a page lead."""
    for address in re.findall(r'(?:href|action|formaction|hx-post|hx-get)="(/[^"?#]*)', page):
        try:
            match = resolve(html.unescape(address))
        except Resolver404:
            continue
        if match.namespace == "web":
            yield str(match.url_name)
