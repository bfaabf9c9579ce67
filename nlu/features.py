"""What linear models see of a normalised text: its runs of characters, or in English its runs of words.

Learning names them; reading gives each as a number, the same in every process, all at once.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

LONGEST = 4
READ = 400  # characters of a text that are read, from its head and its tail

_WORD = re.compile(r"[a-z']+|\d+")
_STEP = 0x9E3779B97F4A7C15  # odd and far from small: runs of symbols get numbers that lie far apart
_STEPS, _ABOVE_NONE = np.uint64(_STEP), np.uint64(1)  # no symbol is 0
_WORDS_FROM = 1 << 32  # above all characters

Keys = npt.NDArray[np.uint64]


def heard_of(text: str) -> str:
    """Give the head and the tail of a long text."""
    return text if len(text) <= READ else text[: READ * 3 // 4] + "\n" + text[-READ // 4 :]


def words_of(text: str) -> list[str]:
    """Give the English words of a text, with a mark for its beginning and one for its end."""
    return ["^", *_WORD.findall(text), "$"]


def named(text: str, longest: int) -> list[str]:
    """Give the names of the runs, some perhaps twice: of characters up to `longest`, of words up to three."""
    text = heard_of(text)
    if text.isascii():
        words = words_of(text)
        found = [f"w {word}" for word in words]
        found += [f"w {a} {b}" for a, b in pairwise(words)]
        found += [f"w {a} {b} {c}" for a, b, c in zip(words, words[1:], words[2:], strict=False)]
        return found
    marked = f"^{text}$"
    found = []
    for length in range(1, longest + 1):
        found += [marked[i : i + length] for i in range(len(marked) - length + 1)]
    return found


def spelled(text: str) -> Keys:
    """Give the numbers of the runs, the smallest first, some perhaps twice."""
    text = heard_of(text)
    if text.isascii():
        symbols = np.array(_symbols(words_of(text)), dtype=np.uint64)
    else:
        symbols = np.frombuffer(f"^{text}$".encode("utf-32-le", "surrogatepass"), dtype=np.uint32) + _ABOVE_NONE
    runs = [symbols]
    for length in range(1, LONGEST):
        longer = runs[-1][:-1] * _STEPS
        longer += symbols[length:]
        runs.append(longer)
    keys = np.concatenate(runs)
    keys.sort()
    return keys


def key(name: str) -> int:
    """Give the number of a named run."""
    number = 0
    words = name[2:].split(" ") if name.startswith("w ") and len(name) > 2 else None
    for symbol in _symbols(words) if words else [ord(character) + 1 for character in name]:
        number = (number * _STEP + symbol) % (1 << 64)
    return number


def _symbols(words: Sequence[str]) -> list[int]:
    return [_WORDS_FROM + crc32(word.encode("utf-8", "surrogatepass")) for word in words]
