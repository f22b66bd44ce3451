"""Numbers of lists as they are printed: 1, 01, a, iv, 一, 甲, ①."""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CIRCLED_LAST = 20
_TEN, _HUNDRED, _THOUSAND, _MYRIAD = 10, 100, 1000, 10_000
_MOST_ROMAN = 4000


def counting(number: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """Return a number below ten thousand as Chinese numerals (十二, 一百零三); others as digits."""
    if not 0 <= number < _MYRIAD:
        return str(number)
    if number < _TEN:
        return digits[number]
    parts: list[str] = []
    for value, unit in ((_THOUSAND, units[2]), (_HUNDRED, units[1]), (_TEN, units[0])):
        digit, number = divmod(number, value)
        if digit:
            parts.append(digits[digit] + unit)
        elif parts and number and parts[-1] != digits[0]:
            parts.append(digits[0])
    if number:
        parts.append(digits[number])
    text = "".join(parts)
    return text[1:] if text.startswith(digits[1] + units[0]) else text


def _positional(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


def _letters(number: int) -> str:
    index = (number - 1) % 26
    return chr(ord("A") + index) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 0 < number < _MOST_ROMAN:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= _CIRCLED_LAST else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate({ord("0") + d: 0xFF10 + d for d in range(10)}),
    "decimalFullWidth2": lambda number: str(number).translate({ord("0") + d: 0xFF10 + d for d in range(10)}),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "taiwaneseCounting": counting,
    "taiwaneseCountingThousand": counting,
    "japaneseCounting": counting,
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "chineseLegalSimplified": lambda number: counting(number, _LEGAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: counting(number, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "ideographEnclosedCircle": lambda number: f"({counting(number)})",
    "ordinal": lambda number: f"{number}",
    "none": lambda _: "",
    "bullet": lambda _: "•",
    # the short names of OpenDocument
    "1": str,
    "a": lambda number: _letters(number).lower(),
    "A": _letters,
    "i": lambda number: _roman(number).lower(),
    "I": _roman,
    "一, 二, 三, ...": counting,
    "壹, 贰, 叁, ...": lambda number: counting(number, _LEGAL, "拾佰仟"),
    "甲, 乙, 丙, ...": _cycle(_STEMS),
    "子, 丑, 寅, ...": _cycle(_BRANCHES),
    "①, ②, ③, ...": _circled,
    "": lambda _: "",
}


def ordinal(number: int, form: str) -> str:
    """Return a number in one of the forms of Word or OpenDocument; in digits when the form is not known."""
    return _FORMS.get(form, str)(number)
