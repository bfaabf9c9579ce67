"""Text to the terms it is found by: words, character pairs, sounds, concepts."""

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import opencc
import rjieba

_HAN = re.compile(r"[㐀-鿿豈-﫿]+")
_TOKENS = re.compile(r"[㐀-鿿豈-﫿]+|[a-z]+|\d+(?:\.\d+)?%?")
# Sounds that many speakers do not tell apart, brought together.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


def plain(text: str) -> str:
    """Simplified, half width, lower case."""
    return _simplify(unicodedata.normalize("NFKC", text)).lower()


def simplify(text: str) -> str:
    """Traditional characters to simplified ones, one for one."""
    return _simplify(text)


def long_terms(text: str) -> list[str]:
    """Terms of running text: words and character pairs."""
    text = plain(text)
    found: list[str] = []
    for match in _TOKENS.finditer(text):
        token = match.group()
        if not _HAN.match(token):
            found += (token, token)  # a number or a name counts as a word and as the pairs it would have
            continue
        found.extend(rjieba.cut(token))
        found.extend(token[i : i + 2] for i in range(len(token) - 1))
    return found


@cache
def is_word(text: str) -> bool:
    """Whether a dictionary has the text as one word."""
    known: bool = rjieba.has_word(text)
    return known


def sounds(text: str) -> list[str]:
    """Pairs of syllables without tones, so that a character typed by its sound is still found."""
    found: list[str] = []
    for match in _HAN.finditer(text):
        spoken = [sound(c) for c in match.group()]
        found.extend(f"~{a} {b}" for a, b in pairwise(spoken))
    return found


@cache
def sound(character: str) -> str:
    """The commonest reading of one character, without tone, near sounds brought together."""
    reading = _readings().get(character, character)
    for spoken, heard in _ALIKE:
        if len(spoken) == 2:
            reading = heard + reading[2:] if reading.startswith(spoken) else reading
        else:
            reading = reading[: -len(spoken)] + heard if reading.endswith(spoken) else reading
    return reading


@cache
def _readings() -> dict[str, str]:
    """Characters with their commonest reading; the table of bench/sounds.py, as a library's own takes 50 MB."""
    lines = (Path(__file__).parent / "sounds.txt").read_text(encoding="utf8").splitlines()
    return {character: reading for reading, characters in map(str.split, lines) for character in characters}


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    whole = text.encode("utf-8", "ignore").decode("utf-8")  # half of a surrogate pair is no character
    converted: str = _converter().convert(whole)
    return converted
