"""Whatever is sent is read: no text is too long or too strange, and none takes long."""

import sys
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlu
from nlu.pipeline import read_understand
from nlu.types import Understanding

DATA = Path(nlu.__file__).parent / "data"
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
UNDERSTAND = read_understand(DATA, DATA.parent / "model")
LENGTH = 100_000
MOST = 0.04  # seconds of one core for so much text: twice what is promised, for a machine that is busy
EMOJI = [c for c in map(chr, range(0x203C, sys.maxunicode + 1)) if unicodedata.category(c) == "So"]
SKINS, JOINER, AS_PICTURE = "🏻🏼🏽🏾🏿", "\u200d", "\ufe0f"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
PIECES = (
    "我妈病了", "a b c ", "help ", "着火了救命,", "0123456789", "我\u200b妈\u200b", "👨\u200d👩\u200d👧", "\ud800",
    "\0", "a", "媽媽病了沒錢", "三万五千", "亿万", "盘龙乡马鞍寨", " ", "\r\n", "my mother is sick and ", "a我b妈1",
    "\u202e我", "我爷爷摔倒了流血不止快来人。", "2026年7月28日 13800138000 ", "HELP ME FIRE ", "Liujia Village ",
    "的了我你他", "没", "没有钱", "昨天", "1,000,", "一块", "hundred thousand ", "家里有三个孩子两个老人,", "ﷺ",
    "e\u0301", "ि", "ａｂｃ", "住在", "last monday ", "不是", "如果", "\ud83d", "\udc4d",
)  # fmt: skip
strange = st.text(
    st.one_of(
        st.characters(),  # lone surrogates too
        st.characters(categories=("Cs", "Cf", "Cc", "Mn", "So", "Nd", "No")),
        st.sampled_from(INVISIBLE + BIDI + SKINS + "我妈病了没钱救命三万元昨天村组help fire 0123456789,。\n"),
    ),
    max_size=120,
)


def _is_whole(meant: Understanding, text: str) -> None:
    assert 0 <= meant.confidence <= 1
    assert (meant.intent == "report_emergency") == (meant.urgency.level == "critical")
    assert all(0 <= entity.start < entity.end <= len(text) for entity in meant.entities)
    assert all(value not in ("", None) for value in meant.slots.values())
    assert meant.plain.encode("utf-8", "strict").decode() == meant.plain  # what goes on can be stored and sent


@given(strange)
@settings(max_examples=400, deadline=None)
def test_strange_characters_are_read(text):
    _is_whole(UNDERSTAND(text, NOW), text)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.integers(1, 2_000))
@settings(max_examples=150, deadline=None)
def test_pieces_repeated_in_any_order_are_read(pieces, times):
    text = ("".join(pieces) * times)[:LENGTH]
    _is_whole(UNDERSTAND(text, NOW), text)


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_hundred_thousand_characters_are_read_in_bounded_time(piece):
    text = (piece * LENGTH)[:LENGTH]
    taken = []
    for _ in range(5):
        started = time.process_time()
        meant = UNDERSTAND(text, NOW)
        taken.append(time.process_time() - started)
    _is_whole(meant, text)
    assert min(taken) <= MOST


@pytest.mark.parametrize("way", ["{}", "我妈{}病了", "{}" + AS_PICTURE, "{}" + JOINER + "{}", "help {}!"])
def test_every_emoji_is_read(way):
    assert len(EMOJI) > 3_000
    for emoji in EMOJI:
        text = way.replace("{}", emoji)
        _is_whole(UNDERSTAND(text, NOW), text)
    whole = way.replace("{}", "".join(emoji + skin for emoji in EMOJI for skin in SKINS))
    _is_whole(UNDERSTAND(whole, NOW), whole)


@pytest.mark.parametrize("between", [*INVISIBLE, *BIDI, "\ud800", "\0"], ids=ascii)
def test_what_is_not_seen_hides_no_emergency(between):
    text = between.join("我爸晕倒了叫不醒,快来人")
    assert UNDERSTAND(text, NOW).intent == "report_emergency"
