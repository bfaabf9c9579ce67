"""The phrase books of a data folder, kept beside the models as they are in memory: a start parses no phrase."""

from pathlib import Path
from typing import Any, NamedTuple

from nlu import cues, kept, normalise, phrases, risk, signs
from nlu.cues import Cues
from nlu.phrases import Words
from nlu.risk import RiskFinder
from nlu.signs import SignBook

_READ = ("urgency.yml", "risk.yml", "cues.yml", "kin.yml", "lexicon.yml")


class Books(NamedTuple):
    """What phrases show in a message: signs of danger and need, risk types, what kind of message it is."""

    signs: SignBook
    risks: RiskFinder
    cues: Cues


def read_books(data: Path, cache: Path) -> Books:
    """Read the books from the cache if what is there fits data and code, else from the phrase files."""

    def make() -> Any:  # noqa: ANN401 - plain values
        words = Words()
        books = signs.read_signs(data, words), risk.read_phrases_of_risk(data, words), cues.read_cues(data)
        return words.plain(), *(book.plain() for book in books)

    files = sorted(path for path in data.glob("*/*.yml") if path.name in _READ)
    key = kept.key_of(files, (cues, normalise, phrases, risk, signs))
    words, of_signs, of_risks, of_cues = kept.plainly_kept(cache, "books", key, make)
    words = Words.of(words)
    return Books(SignBook.of(of_signs, words), RiskFinder.of(of_risks, words), Cues.of(of_cues))
