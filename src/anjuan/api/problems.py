"""What is wrong with a value that was sent, in a sentence of each language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: What pydantic calls a fault, and how it is said in Chinese; names in braces are taken from its context.
_CHINESE: Mapping[str, str] = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_type": "应为文本",
    "string_unicode": "文本编码不正确",
    "string_too_long": "最多 {max_length} 个字符",
    "string_too_short": "至少 {min_length} 个字符",
    "string_pattern_mismatch": "写法不符合 {pattern}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_parsing_size": "整数过大",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "finite_number": "应为有限的数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "greater_than": "应大于 {gt}",
    "less_than": "应小于 {lt}",
    "too_long": "最多 {max_length} 项",
    "too_short": "至少 {min_length} 项",
    "literal_error": "应为 {expected} 之一",
    "enum": "应为 {expected} 之一",
    "list_type": "应为列表",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "model_type": "应为对象",
    "json_invalid": "不是有效的 JSON",
}
_OTHER = "值不符合要求"


def problems_of(errors: Sequence[Mapping[str, Any]], *, chinese: bool) -> list[dict[str, str]]:
    """Return faults as ``field`` and ``problem``: the field as ``body.value``, the problem in one language."""
    found = []
    for error in errors:
        place = [str(part) for part in error.get("loc", ())]
        found.append({"field": ".".join(place), "problem": _said(error, chinese=chinese)})
    return found


def _said(error: Mapping[str, Any], *, chinese: bool) -> str:
    if not chinese:
        return str(error.get("msg", "The value is not what it should be."))
    pattern = _CHINESE.get(str(error.get("type", "")), _OTHER)
    context = {name: str(value) for name, value in (error.get("ctx") or {}).items()}
    try:
        return pattern.format(**context)
    except KeyError:
        return _OTHER
