"""Phone numbers in any spelling, as E.164: 幺三九…, full width, spaces, +86, landlines."""

import re
from dataclasses import dataclass

import phonenumbers

_SPOKEN = str.maketrans("零〇洞一幺二两三四五六七八九拐", "000112234567897")
_RUN = re.compile(
    r"(?:(?<![\w.])\+)?[(]?[\d零〇洞一幺二两三四五六七八九拐](?:[ \-.·,、_()/]{0,2}[\d零〇洞一幺二两三四五"
    r"六七八九拐]){6,18}"
)
_MOBILE = re.compile(r"^(?:\+?0{0,2}86)?(1[3-9]\d{9})$")
_TAIWAN_MOBILE = re.compile(r"^09\d{8}$")
_LANDLINE = re.compile(r"^(?:\+?0{0,2}86)?0?([1-9]\d{1,2}\d{7,8})$")
_MARKED = re.compile(r"(?:电话|号码|座机|联系|打|拨|致电|tel|phone|call|number|ring)[^,。]{0,6}$")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number met in a text: `text[start:end]`, as E.164."""

    number: str
    start: int
    end: int


def find_phones(text: str) -> list[Phone]:
    """Find the phone numbers of a normalised text, left to right."""
    found: list[Phone] = []
    for run in _RUN.finditer(text):
        number = _e164(run.group(), bool(_MARKED.search(text[max(0, run.start() - 14) : run.start()])))
        if number:
            found.append(Phone(number, run.start(), run.end()))
            continue
        found += _inside(text, run)
    return found


def _inside(text: str, run: re.Match[str]) -> list[Phone]:
    """Find a mobile number whose neighbours are digits of something else, a space apart."""
    pattern = re.compile(r"(?<![\d.])1[3-9](?:[ \-.]?\d){9}(?!\d)")
    return [
        Phone("+86" + re.sub(r"\D", "", match.group()), match.start(), match.end())
        for match in pattern.finditer(text, run.start(), run.end())
    ]


def _e164(written: str, marked: bool) -> str | None:
    digits = re.sub(r"[^\d+]", "", written.translate(_SPOKEN))
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
    try:
        number = phonenumbers.parse(digits if international else "+86" + (landline[1] if landline else ""), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
