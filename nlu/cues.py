"""Words that show what kind of message this is: thanks, a question, a benefit, a story."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.normalise import normalise, one_of
from nlu.phrases import read_yaml


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words: a pattern for those of each script, and the kind of each word."""

    chinese: re.Pattern[str]
    english: re.Pattern[str]
    kinds: Mapping[str, str]

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Give the kinds of cue words in a normalised text, left to right, with where each stands."""
        pattern, kinds = self.english if text.isascii() else self.chinese, self.kinds
        return [(kinds[match.group()], match.start(), match.end()) for match in pattern.finditer(text)]


def read_cues(folder: Path) -> Cues:
    """Read the cue words and the family words of every language below a data folder."""
    kinds: dict[str, str] = {}
    english: set[str] = set()
    for path in (*sorted(folder.glob("*/cues.yml")), *sorted(folder.glob("*/kin.yml"))):
        entries: Any = read_yaml(path)
        of_family = path.name == "kin.yml"
        for kind, words in entries.items():
            if of_family and kind == "none":
                continue
            for word in words.split(", ") if path.parent.name == "en" else words.split():
                plain = normalise(word).text
                if not plain or (of_family and len(plain) == 1 and plain not in "爸妈爹娘哥姐弟妹崽娃"):
                    continue
                kinds.setdefault(plain, "family" if of_family else kind)
                if (plain.isascii() and plain.isalpha()) or " " in plain:
                    english.add(plain)
    words = rf"(?<![a-z]){one_of(english)}(?![a-z])"
    mixed = one_of(word for word in kinds if word not in english)
    return Cues(re.compile(mixed), re.compile(rf"{words}|[?]"), kinds)
