"""Phrase books are kept beside the models and made anew when a phrase changes."""

from pathlib import Path

import nlu
from nlu.books import read_books
from nlu.normalise import normalise

DATA = Path(nlu.__file__).parent / "data"
TEXTS = ("我爸叫不醒了", "房子着火了,快来人", "my mother is not breathing", "没钱交学费", "你好", "老公打我,我怕", "")


def _found(data, cache):
    books = read_books(data, cache)
    return [
        (books.signs.read(plain).urgency(), books.signs.cry(plain), books.risks.heard(plain), books.cues.find(plain))
        for plain in (normalise(text).text for text in TEXTS)
    ]


def test_kept_books_find_what_fresh_ones_find(tmp_path):
    fresh = _found(DATA, tmp_path)
    (kept,) = tmp_path.iterdir()
    written = kept.stat().st_mtime_ns
    assert _found(DATA, tmp_path) == fresh
    assert kept.stat().st_mtime_ns == written


def test_a_changed_phrase_counts_at_once(tmp_path):
    data, cache = tmp_path / "data", tmp_path / "model"
    for path in DATA.glob("*/*.yml"):
        (data / path.parent.name).mkdir(parents=True, exist_ok=True)
        (data / path.parent.name / path.name).write_bytes(path.read_bytes())
    assert read_books(data, cache).signs.cry("呜哩哇啦") is None
    urgency = data / "zh" / "urgency.yml"
    lines = urgency.read_text(encoding="utf-8").split("\nalone:\n", 1)
    assert len(lines) == 2
    urgency.write_text(f"{lines[0]}\nalone:\n  fire: 呜哩哇啦\n", encoding="utf-8")
    assert read_books(data, cache).signs.cry("呜哩哇啦") == "fire"


def test_what_was_kept_and_cannot_be_read_is_made_anew(tmp_path):
    fresh = _found(DATA, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:1_000])
    assert _found(DATA, tmp_path) == fresh
