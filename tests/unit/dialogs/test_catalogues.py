"""Every message stands in every language, with the same placeholders, and every flow's words are marked."""

import re
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import bot
import dialogs

ROOT = Path(dialogs.__file__).parent
TRADITIONAL_ONLY = set(
    "們個這說請問為見實沒錢費媽萬學醫報縣鎮時間過開關還給會應該繼續確認資訊補貼辦幫難災險頭話號電與從來國內門題讓轉"
)
SIMPLIFIED_ONLY = set(
    "们个这说请问为见实没钱费妈万学医报县镇时间过开关还给会应该继续确认资讯补贴办帮难灾险头话号电与从来国内门题让转"
)


def catalogue(language):
    with (ROOT / "locale" / language / "LC_MESSAGES" / "hearthline.po").open("rb") as source:
        return {(message.context, message.id): message for message in read_po(source) if message.id}


CATALOGUES = {language: catalogue(language) for language in ("zh_Hans", "zh_Hant", "en")}
MESSAGES = sorted(CATALOGUES["zh_Hans"], key=str)


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def said(language, key):
    return CATALOGUES[language][key].string


def test_every_language_has_the_same_messages():
    assert set(CATALOGUES["zh_Hans"]) == set(CATALOGUES["zh_Hant"]) == set(CATALOGUES["en"])


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_every_message_is_translated(language):
    assert [key for key in MESSAGES if not said(language, key) or CATALOGUES[language][key].fuzzy] == []


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_no_placeholder_is_made_up(language):
    made_up = [key for key in MESSAGES if placeholders(said(language, key)) - placeholders(key[1])]
    assert made_up == []


def test_both_scripts_say_the_same_placeholders():
    different = [k for k in MESSAGES if placeholders(said("zh_Hans", k)) != placeholders(said("zh_Hant", k))]
    assert different == []


def test_each_script_is_written_in_itself():
    mixed = [
        said(language, key)
        for language, others in (("zh_Hans", TRADITIONAL_ONLY), ("zh_Hant", SIMPLIFIED_ONLY))
        for key in MESSAGES
        if set(said(language, key)) & others and "简体中文" not in said(language, key)
    ]
    assert mixed == []


def test_every_marked_message_is_in_the_catalogues():
    keywords = {"_": None, "marked_in": ((1, "c"), 2), "Term": ((1, "c"), 2)}
    found = set()
    for folder in (ROOT, Path(bot.__file__).parent):
        for _, _, message, _, context in extract_from_dir(str(folder), [("**.py", "python")], keywords=keywords):
            found.add((context, message[-1] if isinstance(message, tuple) else message))
    missing = {text for _, text in found} - {text for _, text in CATALOGUES["zh_Hans"]}
    assert missing == set()


def test_nobody_is_addressed_as_in_a_brochure():
    words = re.compile(r"尊敬的|耐心等待|本系统|系统|用户|[\U0001F300-\U0001FAFF]|https?:")
    assert [said("zh_Hans", key) for key in MESSAGES if words.search(said("zh_Hans", key))] == []
