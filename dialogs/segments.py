"""How many SMS a text takes: 160 or 153 characters in the GSM alphabet, 70 or 67 code units in any other script."""

# 3GPP TS 23.038: the basic alphabet, and the characters that take two places.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWO = frozenset("^{}\\[~]|€\f")


def segments(text: str) -> int:
    """The number of SMS; an empty text takes one."""
    if all(character in _GSM or character in _GSM_TWO for character in text):
        return _parts([2 if character in _GSM_TWO else 1 for character in text], 160, 153)
    return _parts([2 if ord(character) > 0xFFFF else 1 for character in text], 70, 67)


def _parts(sizes: list[int], alone: int, each: int) -> int:
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, each
    for size in sizes:  # a character of two places is never split
        if size > room:
            parts, room = parts + 1, each
        room -= size
    return parts
