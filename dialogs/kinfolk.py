"""Which of the family a word names, where two of one relation are two people: mother and father, son and daughter."""

import re
from collections.abc import Iterable

# The longer words first: a mother-in-law is no mother.
_KIN = tuple(
    (name, re.compile(words, re.IGNORECASE))
    for name, words in (
        (
            "several",
            r"爸爸?[和跟、]?妈|父母|爹[和跟、]?[娘妈]|公婆|老人|两[个口]|[爸妈爹娘老娃]俩|娃|孩|parents|children|kids",
        ),
        ("wife's mother", r"丈母|岳母|mother.in.law"),
        ("wife's father", r"岳父|丈人|father.in.law"),
        ("husband's mother", r"婆婆|家婆"),
        ("husband's father", r"公公|家公"),
        ("mother's father", r"外公|外爷|姥爷|嘎公|嘎爷"),
        ("mother's mother", r"外婆|姥姥|姥娘|嘎婆"),
        ("grandfather", r"爷|阿公|grand(father|pa|dad)"),
        ("grandmother", r"奶|阿婆|阿嬷|grand(mother|ma)|granny"),
        ("grandson", r"孙(子|儿|崽|仔)|grandson"),
        ("granddaughter", r"孙女|granddaughter"),
        ("son", r"儿子|兒子|崽|仔|\bson\b"),
        ("daughter", r"女[儿兒娃]|闺|姑娘|daughter"),
        ("elder brother", r"哥"),
        ("younger brother", r"弟"),
        ("elder sister", r"姐|姊"),
        ("younger sister", r"妹"),
        ("brother", r"brother"),
        ("sister", r"sister"),
        ("aunt", r"姑|姨|婶|舅妈|aunt"),
        ("mother", r"妈|媽|娘|母|mother|\bm[uo]m|mama"),
        ("father", r"爸|爹|父|father|\bdad|papa"),
        ("uncle", r"叔|伯|舅|uncle"),
    )
)


def kin_named(word: str) -> str | None:
    """Which of the family a word names; None where it may be any of several."""
    found = next((name for name, words in _KIN if words.search(word)), None)
    return None if found == "several" else found


def is_somebody_else(noted: str | None, words: Iterable[str]) -> bool:
    """Whether the words of a message name others of the family than the one noted, and not that one too."""
    kin = kin_named(noted) if noted else None
    named = [kin_named(word) for word in words]
    return kin is not None and bool(named) and None not in named and kin not in named


def are_others_than_in(said: str, words: Iterable[str]) -> bool:
    """Whether the words of a message name only others of the family than what was told before."""
    before, named = _kin_in(said), [kin_named(word) for word in words]
    return bool(before and named) and None not in named and "several" not in before and not before & set(named)


def tell_of_others(said: str, other: str) -> bool:
    """Whether two accounts of one writer name others of the family each."""
    first, second = _kin_in(said), _kin_in(other)
    return bool(first and second) and "several" not in first | second and not first & second


def _kin_in(said: str) -> set[str]:
    found: set[str] = set()
    for name, kin in _KIN:
        said, times = kin.subn(" ", said)
        if times:
            found.add(name)
    return found
