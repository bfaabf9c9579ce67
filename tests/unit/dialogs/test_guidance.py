"""What is said in danger: complete, short, the number first, and nothing known to harm."""

import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

import dialogs
from dialogs.alarm import Beside
from dialogs.guidance import read_guidance
from nlu.types import Danger, Language

GUIDANCE = read_guidance(Path(dialogs.__file__).parent)
KINDS = get_args(Danger)
LANGUAGES = get_args(Language)
LOCALE = Path(dialogs.__file__).parent / "locale"
PAGE = Path(__file__).parents[3] / "docs" / "emergency-guidance.md"

TO_SIMPLIFIED, TO_TRADITIONAL = OpenCC("t2s"), OpenCC("s2t")
LIFE_NUMBERS = ("110", "119", "120")
HOT_LINES = {*LIFE_NUMBERS, "122", "12110", "12338", "12355", "12356"}
NUMBERS_NEVER_NAMED = ("12119", "12317", "96110", "95598", "24")  # not verified, or not for help now
LONGEST = {"zh-Hans": 100, "zh-Hant": 100, "en": 240}
LONGEST_FOR_A_CHILD = {"zh-Hans": 75, "zh-Hant": 75, "en": 220}
GSM_ALPHABET = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)

# Advice that is widely given and does harm. It may only stand behind a "do not".
HARMFUL = {
    "zh-Hans": "掐人中 放血 催吐 控水 灌 牙膏 酱油 冰 酒精 喝酒 刮痧 塞 捆 扎手指 割 湿毛巾 捂湿布 蜡烛 私了 "
    "拔着 按住手脚 搓 下水 抬上车 搬上车 点火 跳楼 电梯 草药 追问",
    "zh-Hant": "掐人中 放血 催吐 控水 灌 牙膏 醬油 冰 酒精 喝酒 刮痧 塞 綁緊 割 濕毛巾 摀濕布 蠟燭 和解 拔著 按住手腳 "
    "搓 下水 搬上車 點火 跳樓 草藥 追問",
    "en": "make them vomit|tie it off|suck|toothpaste|ice it|alcohol|candle|hold the limbs|drain water|"
    "philtrum|milk|pricking|jump|chase|settle|wet cloth makes",
}
NEGATIONS = re.compile(
    r"别|不|挡不住|也不行|[Dd]o not|[Dd]on't|\b[Nn]o\b|\b[Nn]ot\b|[Nn]obody|[Nn]ever|[Nn]othing|useless"
)


def every_text_of(entries):
    return pytest.mark.parametrize(
        ("kind", "language", "text"),
        [
            pytest.param(
                kind, language, text, id=f"{kind}-{language}-{'child' if texts is entry.child_texts else 'all'}"
            )
            for kind, entry in entries.items()
            for texts in (entry.texts, entry.child_texts)
            for language, text in texts.items()
        ],
    )


every_text = every_text_of(GUIDANCE.entries)
every_text_of_a_danger = every_text_of(GUIDANCE.dangers)


def test_every_danger_has_its_words_and_nothing_else_has():
    assert set(GUIDANCE.dangers) == set(KINDS)


def test_what_is_said_beside_an_alarm_is_of_the_same_file():
    heard = set(get_args(Beside)) - {"what_to_do", "here"}  # the guidance of the danger again; that we are here
    assert set(GUIDANCE.beside) == heard | {"breathes_not_moved", "house_may_fall"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_hold_no_first_aid(language):
    catalogue = (LOCALE / language.replace("-", "_") / "LC_MESSAGES" / "hearthline.po").read_text("utf-8")
    assert (
        re.findall(r"胸口|側躺|侧躺|按压|按壓|人工呼吸|chest|[Ww]atch for breath|餵|止血|止住血|搬[动動]", catalogue)
        == []
    )


def test_every_entry_has_every_language_for_a_child_too():
    for entry in GUIDANCE.entries.values():
        assert set(entry.texts) == set(entry.child_texts) == set(LANGUAGES)


@pytest.mark.parametrize("kind", GUIDANCE.entries)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_fit_beside_others_in_two_sms(kind, language):
    assert len(GUIDANCE.words(kind, language)) <= LONGEST[language]
    assert len(GUIDANCE.words(kind, language, child=True)) <= LONGEST_FOR_A_CHILD[language]


@every_text_of_a_danger
def test_a_number_that_saves_a_life_comes_first(kind, language, text):
    within = 40 if kind == "suicide" or language == "en" else 12
    if kind == "suicide" and language == "en":
        within = 100  # one short sentence of thanks goes before
    assert min(text.find(number) for number in LIFE_NUMBERS if number in text) < within


@every_text
def test_only_numbers_that_were_checked_are_named(kind, language, text):
    named = set(re.findall(r"(?<![0-9])[0-9]{3,}(?![0-9])", text))
    assert named <= HOT_LINES & set(GUIDANCE.entries[kind].numbers)
    assert not any(re.search(rf"(?<![0-9]){number}(?![0-9])", text) for number in NUMBERS_NEVER_NAMED)


@pytest.mark.parametrize("kind", GUIDANCE.entries)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_listed_number_is_named_in_each_language(kind, language):
    entry = GUIDANCE.entries[kind]
    said = entry.texts[language] + entry.child_texts[language]
    assert all(re.search(rf"(?<![0-9]){number}(?![0-9])", said) for number in entry.numbers)


@every_text
def test_harmful_advice_stands_only_behind_a_do_not(kind, language, text):
    # Chinese says it in each clause anew, English once for what follows in the sentence.
    phrases = HARMFUL[language].split("|" if language == "en" else " ")
    for part in re.split("[.!;]" if language == "en" else "[，。！：；]", text):
        for phrase in phrases:
            said = part.split(phrase)[0] + phrase if language == "en" else part
            assert phrase not in part or NEGATIONS.search(said), (phrase, part)


@every_text_of_a_danger
def test_every_text_says_what_not_to_do_or_praises_a_child(kind, language, text):
    praised = "你做得对" in text or "你做得對" in text or "doing the right thing" in text
    assert praised or NEGATIONS.search(text)


@pytest.mark.parametrize("kind", GUIDANCE.entries)
def test_english_is_plain_gsm(kind):
    assert set(GUIDANCE.words(kind, "en") + GUIDANCE.words(kind, "en", child=True)) <= GSM_ALPHABET


@every_text
def test_each_script_is_written_in_itself(kind, language, text):
    if language == "zh-Hans":
        assert TO_SIMPLIFIED.convert(text) == text
    if language == "zh-Hant":
        # 吃 and 扣 are how people write; the converter would have older forms.
        assert TO_TRADITIONAL.convert(text).replace("喫", "吃").replace("釦", "扣") == text


@pytest.mark.parametrize("word", ["手机", "短信", "拉总闸", "免提", "安全头盔", "厘米", "公里", "轉發"])
def test_traditional_says_it_in_its_own_words(word):
    for entry in GUIDANCE.entries.values():
        assert word not in entry.texts["zh-Hant"] + entry.child_texts["zh-Hant"]


@pytest.mark.parametrize("kind", ["violence", "child_abuse", "suicide"])
def test_what_another_may_read_over_the_shoulder_is_calm(kind):
    for child in (False, True):
        for language in LANGUAGES:
            text = GUIDANCE.words(kind, language, child)
            assert not re.search("[!！?？]|家暴|虐|暴力|violen|abuse|suicid|自杀|自殺", text)


def test_despair_is_heard_and_has_a_line_and_a_rescue():
    for language in LANGUAGES:
        assert {"110", "120", "12356"} <= set(re.findall("[0-9]+", GUIDANCE.words("suicide", language)))
        assert "12355" in GUIDANCE.words("suicide", language, child=True)


def test_nobody_is_asked_anything_before_help_is_given():
    for entry in GUIDANCE.entries.values():
        assert not re.search("[?？]", "".join([*entry.texts.values()]).replace("Afraid?", ""))


def test_a_child_is_told_that_it_does_right():
    for kind in GUIDANCE.entries:
        assert "你做得对" in GUIDANCE.words(kind, "zh-Hans", child=True)


def test_a_kind_or_language_nobody_knows_gets_the_general_words():
    assert GUIDANCE.words(None, "zh-Hans") == GUIDANCE.words("other", "zh-Hans")
    assert GUIDANCE.words("meteor", "bo", child=True) == GUIDANCE.words("other", "zh-Hans", child=True)


@settings(deadline=None)
@given(st.none() | st.text(), st.text(), st.booleans())
def test_there_are_always_words(danger, language, child):
    assert GUIDANCE.words(danger, language, child)


def test_every_text_has_sources_and_says_how_sure_it_is():
    for entry in GUIDANCE.entries.values():
        assert all(re.match(r"S[0-9]+[a-z]? \S", source) for source in entry.sources)
        assert entry.sources
        assert entry.confidence in {"high", "medium", "general"}
        assert entry.review_state in {"not_reviewed", "reviewed"}


def test_who_signs_the_texts_is_not_forgotten():
    assert set(GUIDANCE.not_reviewed()) == {
        kind for kind, entry in GUIDANCE.entries.items() if entry.review_state == "not_reviewed"
    }


def test_the_page_lists_every_kind_with_its_numbers_and_review():
    rows = re.findall(
        r"^\| ([a-z_]+) \| ([0-9, ]+|none) \| (\w+) \| ([\w ]+) \|$", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert rows == [
        (kind, ", ".join(entry.numbers) or "none", entry.confidence, entry.review_state.replace("_", " "))
        for kind, entry in GUIDANCE.entries.items()
    ]


def test_the_page_names_every_source():
    page = PAGE.read_text("utf-8")
    for entry in GUIDANCE.entries.values():
        for source in entry.sources:
            assert re.search(rf"^\| {source.split()[0]} \| [ABC]", page, re.MULTILINE), source
