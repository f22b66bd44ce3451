"""Words for the built-in code lists: editions, sources and remarks, which their tables state in English."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import get_language

_WORDS: Mapping[str, str] = {
    "national filing format, codes as of 2025": "国家统一上报格式，2025 年代码",
    "GB/T 2260, statistical codes of 2023": "GB/T 2260，2023 年统计用区划代码",
    "IAF ID 1": "IAF ID 1 号文件",
    "National filing format for certification data (认证认可业务信息统一上报平台)": (
        "认证认可业务信息统一上报平台的上报格式"
    ),
    "GB/T 2260 and the statistical division codes of the National Bureau of Statistics": (
        "GB/T 2260 与国家统计局统计用区划代码"
    ),
    "ISMS; code weak": "ISMS；代码未核实",
    "ITSMS; code weak": "ITSMS；代码未核实",
    "code weak": "代码未核实",
    "EnMS; A12 in older lists": "EnMS；旧表为 A12",
    "own code for the row of the statistic": "统计表有此行，代码为自拟",
    "B04 state-promoted and B05 general together, as the statistic prints them": (
        "B04（国推）与 B05（一般）合计，统计表如此列示"
    ),
    "name fair": "名称待核对",
}
_CHINESE_IN_BRACKETS = re.compile(r"\s*\([^()]*[\u3400-\u9fff][^()]*\)")


def code_list_text(text: str) -> str:
    """Return the name of an edition, a source or a remark of a code list in the language of the page.

    What a body wrote in its own list stays as written.
    """
    if get_language() == "en":
        return _CHINESE_IN_BRACKETS.sub("", text) if text in _WORDS else text
    return _WORDS.get(text, text)
