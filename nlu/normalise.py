"""One spelling for many ways of writing: scripts, widths, invisible characters, dialect words and typing errors."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import opencc
import yaml

from nlu.types import Language

LONGEST = 1_200  # characters that are read; of a longer text its head, its tail, and what surrounds words of alarm
HEAD, TAIL, AROUND = 600, 300, 40
_EACH_ALARM = 30  # places of one word of alarm that are looked at

_ALARMS = (
    "救命", "救救", "救人", "快来人", "着火", "著火", "失火", "起火", "晕倒", "暈倒", "昏迷", "没气", "没氣",
    "沒气", "沒氣", "叫不醒", "喊不醒", "喝农药", "喝農藥", "喝了农药", "喝了農藥", "自杀", "自殺", "不想活",
    "不见了", "不見了", "失踪", "失蹤", "走丢", "走丟", "困住", "困在", "被困", "被埋", "埋住", "埋了", "淹",
    "溺水", "落水", "触电", "触電", "觸电", "觸電", "中毒", "流血", "出血", "报警", "報警", "110", "119",
    "120", "help", "Help", "HELP", "fire", "Fire", "dying", "Dying", "unconscious", "Unconscious", "missing",
    "Missing", "trapped", "Trapped", "drown", "Drown", "bleed", "Bleed", "poison", "Poison", "suicide",
    "Suicide", "kill", "Kill", "粪坑", "粪池", "糞坑", "糞池", "井里", "井裡", "沼气", "沼氣", "掉进", "掉進",
    "掉到", "滑进", "滑進", "噎", "抽搐", "翻白", "没呼吸", "沒呼吸", "喘不", "蛇咬", "大出血", "摔下", "砸到",
    "压住", "壓住", "喝药", "喝藥", "上吊", "跳楼", "跳樓", "跳河", "into the well", "in the well",
    "not breathing", "can't breathe", "choking", "snake",
)  # fmt: skip
_LONG_RUN = re.compile(r"(.)\1{9,}", re.DOTALL)
_RUN = re.compile(r"([^0-9a-z零〇一二两三四五六七八九十百千万亿幺\s])\1{2,}|([a-z])\2{2,}|[ \n]{2,}|\A[ \n]|[ \n]\Z")
_CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_NOT_CJK = re.compile(r"[^\u3400-\u9fff\U00020000-\U000323af]+")
_LATIN_WORD = re.compile(r"[a-z]{2,}(?:'[a-z]+)?")
_WORDS_OF_NO_LANGUAGE = frozenset(
    ("ok", "okay", "hi", "bye", "hello", "yes", "no", "sms", "app", "vip", "qq", "wx", "wechat", "tv", "pm", "am", "km")
)
_LATIN = {"¥": "rmb ", "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "。": ".", "、": ",", "…": "."}
_KEPT_SPACE = {"\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\t": " ", "\x0b": " ", "\x0c": " "}
_KEPT = 16_384  # characters that are remembered
_ROUNDS = 4  # one change may make room for another: until nothing changes, at most so often

Lexicon = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text made plain: `text[i]` stands for `original[offsets[i]]`.

    `text` is simplified, half width (punctuation too, except 。 and 、), lower case, without invisible characters.
    """

    original: str
    text: str
    offsets: tuple[int, ...]
    language: Language | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the place in the original of `text[start:end]`."""
        if start >= end:
            return (0, 0)
        return self.offsets[start], self.offsets[end - 1] + 1

    def as_written(self, start: int, end: int) -> str:
        """Give the words of the original that `text[start:end]` stands for."""
        first, last = self.span(start, end)
        return self.original[first:last]


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A lexicon made ready: one pattern for all its words, and what each becomes."""

    pattern: re.Pattern[str] | None
    words: Lexicon


def normalise(text: str, lexicon: Lexicon | None = None) -> Normalised:
    """Make any text plain; never fails, and what is normalised stays as it is when normalised again.

    Without a lexicon the project's own dialect words and typing errors are used.
    """
    spelling = _default_spelling() if lexicon is None else _spelling(lexicon)
    plain, offsets = _readable(text)
    if not plain.isascii() and not _CJK.search(plain) and _LATIN_WORD.search(plain):
        plain, offsets = _latin(plain, offsets)
    as_typed = plain
    for _ in range(_ROUNDS):
        before = plain
        plain = _simplified(plain)
        plain, offsets = _respelled(plain, offsets, spelling)
        plain, offsets = _squeezed(plain, offsets)
        if plain == before:
            break
    return Normalised(text, plain, tuple(offsets), _language(as_typed))


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - what YAML gives
    """Read a file of words or phrases."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def read_lexicon(folder: Path) -> dict[str, str]:
    """Read the words of dialect and the typing errors of a data folder: each with the plain word for it."""
    entries: Any = read_yaml(folder / "zh" / "lexicon.yml")
    return {
        spelling: plain
        for words in entries.values()
        for plain, spellings in words.items()
        for spelling in spellings.split()
    }


def one_of(words: Iterable[str]) -> str:
    """Give a pattern that matches the longest of many words at a place, sharing what their beginnings share."""
    tails: dict[str, set[str]] = {}
    for word in words:
        tails.setdefault(word[:1], set()).add(word[1:])
    if not tails:
        return "(?!)"
    ends = "" in tails
    branches = [
        re.escape(head) + (one_of(rest) if rest != {""} else "") for head, rest in sorted(tails.items()) if head
    ]
    joined = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if ends else joined


@cache
def _default_spelling() -> _Spelling:
    return _spelling(read_lexicon(Path(__file__).parent / "data"))


def _spelling(lexicon: Lexicon) -> _Spelling:
    if not lexicon:
        return _Spelling(None, {})
    return _Spelling(re.compile(one_of(lexicon)), lexicon)


@cache
def _simplifier() -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _readable(text: str) -> tuple[str, list[int]]:
    """Choose what is read of the text, and replace or drop each character by itself."""
    if len(text) <= LONGEST:
        plain = text.translate(_PLAIN)
        if len(plain) == len(text):
            return plain, list(range(len(text)))
    characters: list[str] = []
    offsets: list[int] = []
    for start, end in _parts(text):
        for at in range(start, end):
            character = _PLAIN[ord(text[at])]
            if character:
                characters.append(character)
                offsets.append(at)
        if end < len(text) and characters:
            characters.append("\n")
            offsets.append(end)
    return "".join(characters), offsets


def _parts(text: str) -> list[tuple[int, int]]:
    """Give the parts of the text that are read: all of it, unless it is very long."""
    if len(text) <= LONGEST:
        return [(0, len(text))]
    parts: list[tuple[int, int]] = []
    at = 0
    for run in _LONG_RUN.finditer(text):
        parts.append((at, run.start() + 2))
        at = run.end()
    parts.append((at, len(text)))
    if sum(end - start + 1 for start, end in parts) <= LONGEST:
        return parts
    kept = [(0, HEAD)]
    room = LONGEST - HEAD - TAIL - 2
    for alarm_start, alarm_end in _alarms(text):
        last = kept[-1]
        start, end = max(last[1], alarm_start - AROUND), min(alarm_end + AROUND, len(text) - TAIL)
        room -= end - start + 1
        if room < 0:
            break
        if start > last[1]:
            kept.append((start, end))
        elif end > last[1]:
            kept[-1] = (last[0], end)
    return [*kept, (len(text) - TAIL, len(text))]


def _alarms(text: str) -> list[tuple[int, int]]:
    """Give the first places of each word of alarm between head and tail, left to right."""
    found: list[tuple[int, int]] = []
    last = len(text) - TAIL
    for word in _ALARMS:
        at = text.find(word, HEAD, last) if word[0] in text else -1  # one character is looked for much faster
        for _ in range(_EACH_ALARM):
            if at < 0:
                break
            found.append((at, at + len(word)))
            at = text.find(word, at + len(word), last)
    return sorted(found)


class _Plain(dict[int, str]):
    """What each character becomes by itself, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        """Find out what a character becomes; common ones are kept."""
        plain = _plain_character(chr(code))
        if len(self) < _KEPT:
            self[code] = plain
        return plain


_PLAIN = _Plain()


def _plain_character(character: str) -> str:
    """Give what a character becomes by itself; nothing for one that is not seen."""
    if character in _KEPT_SPACE:
        return _KEPT_SPACE[character]
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") or "\ufe00" <= character <= "\ufe0f":
        return ""
    compatible = unicodedata.normalize("NFKC", character).lower()
    if len(compatible) == 1:
        return " " if compatible.isspace() else compatible
    lower = character.lower()
    return lower if len(lower) == 1 else character


def _latin(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Write a text of Latin letters without accents, curly quotes and signs that only stand beside words."""
    pieces: list[str] = []
    places: list[int] = []
    for character, at in zip(text, offsets, strict=True):
        plain = character if character.isascii() else _LATIN.get(character)
        if plain is None:
            plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()[:1].lower() or " "
        pieces.append(plain)
        places += [at] * len(plain)
    return "".join(pieces), places


def _simplified(text: str) -> str:
    """Convert to simplified characters, one for one."""
    if text.isascii():
        return text
    convert = _simplifier()
    converted = convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(plain if len(plain := convert(character)) == 1 else character for character in text)


def _respelled(text: str, offsets: list[int], spelling: _Spelling) -> tuple[str, list[int]]:
    if spelling.pattern is None or text.isascii():
        return text, offsets
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for match in spelling.pattern.finditer(text):
        start, end = match.span()
        plain = spelling.words[match.group()]
        pieces += (text[at:start], plain)
        places += offsets[at:start]
        places += _stretched(offsets[start:end], len(plain))
        at = end
    if not at:
        return text, offsets
    return "".join([*pieces, text[at:]]), places + offsets[at:]


def _stretched(places: list[int], length: int) -> list[int]:
    """Spread the places of one word over a word of another length: first to first, last to last."""
    if length == 1:
        return [places[0]]
    return [places[i * (len(places) - 1) // (length - 1)] for i in range(length)]


def _squeezed(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Leave two of a run of one character, and one of a run of blanks; none at the ends."""
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        if run.group(1) or run.group(2):
            kept = text[start : start + 2]
        elif start == 0 or end == len(text):
            kept = ""
        else:
            kept = "\n" if "\n" in run.group() else " "
        if kept == run.group():
            continue
        pieces += (text[at:start], kept)
        places += offsets[at : start + len(kept)]
        at = end
    if not pieces:
        return text, offsets
    return "".join([*pieces, text[at:]]), places + offsets[at:]


def _language(text: str) -> Language | None:
    """Tell the script by the characters that only one of the two has; the legacy encodings know which."""
    characters = _NOT_CJK.sub("", text)
    words = [word for word in _LATIN_WORD.findall(text) if word not in _WORDS_OF_NO_LANGUAGE]
    if not characters or len(words) > len(characters):
        return "en" if len(words) > 1 or (words and len(words[0]) > 2) else None
    only_simplified = len(characters) - len(characters.encode("big5", "ignore")) // 2
    only_traditional = len(characters) - len(characters.encode("gb2312", "ignore")) // 2
    if only_simplified == only_traditional:
        return "zh-Hans" if len(characters) >= 8 else None
    return "zh-Hans" if only_simplified > only_traditional else "zh-Hant"
