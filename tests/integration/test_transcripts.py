"""Whole conversations: what happens is what the transcripts say."""

from pathlib import Path

import pytest

from tests.replay import replay

TRANSCRIPTS = sorted((Path(__file__).parents[1] / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_transcript(path, store, parts, update):
    happened = replay(path, store, parts)
    if update:
        path.write_text(happened, encoding="utf-8")
    assert happened == path.read_text(encoding="utf-8")


def test_there_are_transcripts():
    assert TRANSCRIPTS
