"""What normalisation promises: one spelling, a way back to the original, and no text it cannot take."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlu
from nlu.normalise import LONGEST, normalise, read_lexicon

LEXICON = read_lexicon(Path(nlu.__file__).parent / "data")

pieces = st.one_of(
    st.text(),
    st.sampled_from([*LEXICON, *LEXICON.values()]),
    st.sampled_from(
        ["啊啊啊", "！！！", "\ud800", "\0", "\u200b", "\u202e", "１２３", "薴", "乾隆", "ﬁ", "İ", "  \n ", "😀"]
    ),
)
texts = st.lists(pieces, max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("救命，老人暈倒了", "救命,老人晕倒了"),
        ("電話１３９　００", "电话139 00"),
        ("ＨＥＬＰ　ｍｅ", "help me"),
        ("咋办", "怎么办"),
        ("屋頭冇錢", "家里没钱"),
        ("有没得药", "有没有药"),
        ("哈哈哈哈哈", "哈哈"),
        ("10000元", "10000元"),
        ("一一一组", "一一一组"),
        ("a\u200bb\u202ec", "abc"),
        ("\ud800救\udfff命\0", "救命"),
        ("第一行\r\n\r\n第二行", "第一行\n第二行"),
        ("", ""),
        (" \u3000\n", ""),
    ],
)
def test_many_spellings_become_one(text, plain):
    assert normalise(text).text == plain


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我家的屋顶塌了", "zh-Hans"),
        ("我家的房子塌了", None),
        ("我家的屋頂塌了", "zh-Hant"),
        ("冇錢交學費", "zh-Hant"),
        ("my roof is gone", "en"),
        ("Hospital", "en"),
        ("12", None),
        ("😀", None),
        ("好", None),
        ("ok", None),
        ("我要找人", None),
        ("家里来人了，把 app 关了", "zh-Hans"),
    ],
)
def test_the_language_is_told_only_when_it_shows(text, language):
    assert normalise(text).language == language


def test_a_span_leads_back_to_the_words_as_written():
    said = normalise("我屋頭\u200b冇ＡＢ錢了")
    start = said.text.index("家里")
    assert said.as_written(start, start + 2) == "屋頭"
    start = said.text.index("ab")
    assert said.as_written(start, start + 2) == "ＡＢ"


@given(texts)
@settings(max_examples=300, deadline=None)
def test_every_text_has_a_plain_form_with_a_place_for_each_character(text):
    said = normalise(text)
    assert len(said.offsets) == len(said.text)
    assert list(said.offsets) == sorted(said.offsets)
    assert all(0 <= offset < len(text) for offset in said.offsets)
    assert said.original == text
    said.text.encode()


@given(texts)
@settings(max_examples=300, deadline=None)
def test_what_is_normalised_stays_as_it_is(text):
    plain = normalise(text).text
    assert normalise(plain).text == plain


@pytest.mark.parametrize(
    "text", ["啊" * 100_000, "救命" * 50_000, "没什么，随便写写ab1" * 9_000, "a b" * 33_333, "\ud800" * 100_000]
)
def test_a_hundred_thousand_characters_are_read_in_bounded_time(text):
    started = time.process_time()
    said = normalise(text)
    assert time.process_time() - started < 0.2
    assert len(said.text) <= LONGEST
    assert normalise(said.text).text == said.text


def test_a_cry_for_help_in_the_middle_of_a_very_long_text_is_read():
    text = "今天天气不错，我们来聊聊别的吧；" * 3_000 + "快来人啊我爸掉河里了" + "没事随便说说而已呢，" * 3_000
    said = normalise(text)
    assert "我爸掉河里了" in said.text
    start = said.text.index("我爸")
    assert said.as_written(start, start + 2) == "我爸"


def test_no_plain_word_is_itself_a_spelling_or_grows_into_one():
    for plain in LEXICON.values():
        assert normalise(plain).text == plain
    for spelling, plain in LEXICON.items():
        assert normalise(spelling).text == plain


def test_other_lexicons_can_be_passed_in():
    assert normalise("娃娃", {}).text == "娃娃"
    assert normalise("娃娃", {"娃娃": "宝宝"}).text == "宝宝"


def test_latin_text_is_written_without_curly_quotes_and_signs():
    said = normalise("Dad’s surgery – ¥7,300… café 😢")
    assert said.text == "dad's surgery - rmb 7,300. cafe"
    assert said.as_written(16, 25) == "¥7,300"
