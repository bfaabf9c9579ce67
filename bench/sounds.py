"""Make policies_kb/sounds.txt: each syllable with the characters whose commonest reading it is, from pypinyin (MIT).

python -m bench.sounds
"""

from pathlib import Path

from pypinyin.constants import PINYIN_DICT

import policies_kb

PATH = Path(policies_kb.__file__).parent / "sounds.txt"
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")
_RANGES = ((0x3400, 0x9FFF), (0xF900, 0xFAFF))  # what policies_kb.terms takes for Chinese characters


def table() -> dict[str, str]:
    """The syllables, without tones, each with its characters."""
    held: dict[str, list[str]] = {}
    for first, last in _RANGES:
        for code in range(first, last + 1):
            if reading := PINYIN_DICT.get(code, "").split(",")[0].translate(_TONES):
                held.setdefault(reading, []).append(chr(code))
    return {reading: "".join(held[reading]) for reading in sorted(held)}


def main() -> None:
    """Write the file."""
    PATH.write_text("".join(f"{reading} {characters}\n" for reading, characters in table().items()), encoding="utf8")


if __name__ == "__main__":
    main()
