"""Phone numbers in any spelling, as E.164: 幺三九…, full width, spaces, +86, landlines."""

import re
from typing import NamedTuple

_DIGITS = "零〇○洞一幺么妖两二三四五六七八九拐勾壹贰叁肆伍陆柒捌玖ol"
_SPOKEN = str.maketrans(_DIGITS, "000011112234567897912345678901")
_D = rf"[\d{_DIGITS}]"
_RUN = re.compile(rf"(?:(?<![\w.])\+|加(?=八六|86))?[(]?{_D}(?:[ \-.·,、_()/]{{0,3}}{_D}){{6,18}}")
_SAID = re.compile(
    r"\b(?:(?:double|triple) )?(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|\d{1,8})"
    r"(?:[ ,.\-]{1,2}(?:(?:double|triple) )?(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|\d{1,8})){2,12}\b"
)
_WORDS = {
    word: str(digit)
    for digit, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
} | {"oh": "0", "o": "0"}
_MOBILE = re.compile(r"^(?:\+?0{0,2}86)?(1[3-9]\d{9})$")
_MOBILE_INSIDE = re.compile(r"(?<![\d.])(?:\+?0{0,2}86[ \-]?)?(1[3-9](?:[ \-.·_()]{0,2}\d){9})(?!\d)")
_TAIWAN_MOBILE = re.compile(r"^09\d{8}$")
_LANDLINE = re.compile(r"^(?:\+?0{0,2}86)?0?([1-9]\d{1,2}\d{7,8})$")
_MARKED = re.compile(r"(?:电话|号码|座机|联系|打|拨|致电|tel|phone|call|number|ring)[^,。]{0,6}$")


class Phone(NamedTuple):
    """A phone number met in a text: `text[start:end]`, as E.164."""

    number: str
    start: int
    end: int


def find_phones(text: str) -> list[Phone]:
    """Find the phone numbers of a normalised text, left to right."""
    found: list[Phone] = []
    for run in _RUN.finditer(text):
        digits = run.group().translate(_SPOKEN)
        if text.isascii() and sum(character.isdigit() for character in run.group()) < 7:
            continue
        number = _e164(digits, bool(_MARKED.search(text[max(0, run.start() - 14) : run.start()])))
        inside = [] if number else _inside(digits, run.start())
        found += [Phone(number, run.start(), run.end())] if number else inside
    if not found and text.isascii():
        found += [phone for said in _SAID.finditer(text) if (phone := _said(said))]
    return found


def _inside(digits: str, start: int) -> list[Phone]:
    """Find a mobile number whose neighbours are digits of something else, a space or comma apart."""
    return [
        Phone("+86" + re.sub(r"\D", "", match[1]), start + match.start(1), start + match.end(1))
        for match in _MOBILE_INSIDE.finditer(digits)
    ]


def _said(match: re.Match[str]) -> Phone | None:
    """Read a number told digit by digit: one three five, double eight."""
    digits, times = "", 1
    for word in re.findall(r"[a-z]+|\d+", match.group()):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
            continue
        digits += _WORDS.get(word, word) * times
        times = 1
    number = _e164(digits, marked=False)
    return Phone(number, match.start(), match.end()) if number else None


def _e164(written: str, marked: bool) -> str | None:
    digits = re.sub(r"[^\d+]", "", written.replace("加", "+"))
    if mobile := _MOBILE.match(digits):
        return "+86" + mobile[1]
    if _TAIWAN_MOBILE.match(digits):
        return "+886" + digits[1:]
    bare = digits.lstrip("+")
    international = digits.startswith("+") and not bare.startswith("86")
    landline = _LANDLINE.match(digits)
    looks_like_landline = landline and (bare.startswith(("0", "86")) or marked)
    if not international and not looks_like_landline:
        return None
    import phonenumbers  # a tenth of the whole start, needed for few messages

    try:
        number = phonenumbers.parse(digits if international else "+86" + (landline[1] if landline else ""), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
