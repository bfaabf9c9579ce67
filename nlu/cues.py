"""Words that show what kind of message this is: thanks, a question, a benefit, a story."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from nlu.normalise import one_of, read_yaml
from nlu.patterns import later
from nlu.phrases import read_phrases


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words with the kind of each: those of Latin letters as a pattern, the others by their first character."""

    english: re.Pattern[str]
    kinds: Mapping[str, str]
    lengths: Mapping[str, tuple[int, ...]]  # of the words that begin with a character, the longest first

    @classmethod
    def of(cls, plain: Any) -> Self:  # noqa: ANN401 - what `plain` gave
        """Give the cue words again that were made plain."""
        english, kinds, lengths = plain
        return cls(later(english), kinds, lengths)

    def plain(self) -> Any:  # noqa: ANN401 - to be kept
        """Give all there is."""
        return self.english.pattern, self.kinds, self.lengths

    def first(self, text: str) -> str | None:
        """Give the kind of the cue word that a normalised text begins with."""
        if text.isascii():
            match = self.english.match(text)
            return self.kinds[match.group()] if match else None
        return next((self.kinds[text[:n]] for n in self.lengths.get(text[:1], ()) if text[:n] in self.kinds), None)

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Give the kinds of cue words in a normalised text, left to right, with where each stands."""
        kinds = self.kinds
        if text.isascii():
            return [(kinds[match.group()], match.start(), match.end()) for match in self.english.finditer(text)]
        found: list[tuple[str, int, int]] = []
        lengths, upto = self.lengths, 0
        for start, character in [place for place in enumerate(text) if place[1] in lengths]:
            if start < upto:
                continue
            for length in lengths[character]:
                word = text[start : start + length]
                kind = kinds.get(word)
                if kind is not None:
                    upto = start + len(word)
                    found.append((kind, start, upto))
                    break
        return found


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
            for plain in read_phrases(words, "," if path.parent.name == "en" else " "):
                if not plain or (of_family and len(plain) == 1 and plain not in "爸妈爹娘哥姐弟妹崽娃"):
                    continue
                kinds.setdefault(plain, "family" if of_family else kind)
                if (plain.isascii() and plain.isalpha()) or " " in plain:
                    english.add(plain)
    lengths: dict[str, set[int]] = {}
    for word in kinds.keys() - english:
        lengths.setdefault(word[0], set()).add(len(word))
    return Cues(
        later(rf"(?<![a-z]){one_of(english)}(?![a-z])|[?]"),
        kinds,
        {first: tuple(sorted(of_word, reverse=True)) for first, of_word in lengths.items()},
    )
