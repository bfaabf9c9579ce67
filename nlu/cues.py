"""Words that show what kind of message this is: thanks, a question, a benefit, a story."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.normalise import normalise, one_of


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of all languages: one pattern for them, and the kind of each."""

    pattern: re.Pattern[str]
    kinds: Mapping[str, str]

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Give the kinds of cue words in a normalised text, left to right, with where each stands."""
        kinds = self.kinds
        return [(kinds[match.group()], match.start(), match.end()) for match in self.pattern.finditer(text)]


def read_cues(folder: Path) -> Cues:
    """Read the cue words and the family words of every language below a data folder."""
    kinds: dict[str, str] = {}
    english: set[str] = set()
    for path in (*sorted(folder.glob("*/cues.yml")), *sorted(folder.glob("*/kin.yml"))):
        entries: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
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
    others = [word for word in kinds if word not in english]
    words = rf"(?<![a-z]){one_of(english)}(?![a-z])" if english else ""
    return Cues(
        re.compile("|".join(part for part in (one_of(others) if others else "", words) if part) or r"(?!)"), kinds
    )
