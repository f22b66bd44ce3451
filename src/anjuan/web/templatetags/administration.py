"""Filters of the pages about how an installation is and which tables it judges with."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from anjuan.custody.selectors.health import Check
from anjuan.kit.errors import AnjuanError
from anjuan.web import optionwords, words
from anjuan.web.codewords import code_list_text
from anjuan.web.englishsentences import GROUPS
from anjuan.web.faultsentences import fault_said
from anjuan.web.sentences import Spoken
from anjuan.web.tablesentences import table_said as _table_said

register = template.Library()


@register.filter
def check_said(check: Check) -> str:
    """Return what was seen, in the words of the pages."""
    return words.said("check_says", check.says) % check.facts


@register.filter
def option_said(name: str, meaning: str) -> str:
    """Return what an option means: in Chinese by its name, in English as the option says."""
    return meaning if get_language() == "en" else optionwords.MEANINGS.get(name, meaning)


@register.filter
def option_table_said(name: str) -> str:
    """Return what a table of options is about."""
    words_of = optionwords.TABLES_ENGLISH if get_language() == "en" else optionwords.TABLES
    return words_of.get(name, name)


@register.filter
def table_said(sentence: str) -> Spoken:
    """Return a sentence about a workbook in the words of the pages."""
    return _table_said(sentence)


@register.filter
def fault_told(sentence: str) -> Spoken:
    """Return what happened, with its values, in the language of the page."""
    return fault_said(sentence)


@register.filter
def fault_title(error: AnjuanError) -> str:
    """Return what happened, for a failure that a page shows among other things."""
    return str(words.fault_words(error.code).title)


@register.filter
def without_key(name: str) -> str:
    """Return the name of a mail's batch without the key behind it."""
    return name.rpartition(" #")[0] or name


@register.filter
def code_text(text: str) -> str:
    """Return the name of an edition, a source or a remark of a code list in the language of the page."""
    return code_list_text(text)


@register.filter
def property_group(name: str) -> str:
    """Return the name of a group of the four-property test in the language of the page."""
    return GROUPS.get(name, name) if get_language() == "en" else name


@register.filter
def joined(first: str, second: str) -> str:
    """Return two names with a dot between."""
    return f"{first}.{second}"
