"""Chinese numerals: 三百零五, 贰仟, 二〇一七, 十二."""

from __future__ import annotations

_DIGITS = {sign: value for value, signs in enumerate(
    ("零〇○O", "一壹幺弌", "二贰两弍貳", "三叁弎參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
) for sign in signs}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


def chinese_number(text: str) -> int:
    """Return the whole number that Chinese numerals write.

    Reads positional writing (``二〇一七``), units (``三百零五``, ``十二``, ``贰仟``) and groups
    (``四百二十一万六千``). A trailing unit may be left out as in speech (``三百五`` is 350).

    Raises:
        ValueError: A sign is no numeral, or the text is empty.

    """
    if not text:
        msg = "An empty text is no number."
        raise ValueError(msg)
    if all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total = 0
    rest = text
    for group in ("亿億", "万萬"):
        position = max((rest.rfind(sign) for sign in group), default=-1)
        if position >= 0:
            if position == 0:
                msg = f"{text!r} starts with {rest[0]!r}, which needs a number before it."
                raise ValueError(msg)
            total += chinese_number(rest[:position]) * _GROUPS[rest[position]]
            rest = rest[position + 1 :]
            if len(rest) == 1 and rest in _DIGITS:
                return total + _DIGITS[rest] * _GROUPS[text[len(text) - 2]] // 10
    return total + (_below_ten_thousand(rest, text) if rest else 0)


def _below_ten_thousand(text: str, whole: str) -> int:
    total, digit, last_unit, zero = 0, None, 0, False
    for sign in text:
        if sign in _DIGITS:
            zero = zero or _DIGITS[sign] == 0
            digit = _DIGITS[sign]
        elif sign in _TENS:
            total, digit, last_unit = total + _TENS[sign], None, 10
        elif sign in _UNITS:
            last_unit = _UNITS[sign]
            total += (1 if digit is None else digit) * last_unit
            digit, zero = None, False
        else:
            msg = f"{sign!r} in {whole!r} is no Chinese numeral."
            raise ValueError(msg)
    if digit is None:
        return total
    spoken = last_unit > 10 and not zero  # noqa: PLR2004  三百五 = 350, 三十五 = 35, 三百零五 = 305
    return total + digit * (last_unit // 10 if spoken else 1)
