"""Matters that near words of other matters must not answer for: only what speaks of them may be told."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: how it is asked for, how it is written of, and what is said where it is not."""

    name: str
    asks: re.Pattern[str]
    but: re.Pattern[str] | None  # what makes it a question of something else
    written: re.Pattern[str]
    zh: str
    en: str


def matter_of(text: str) -> Matter | None:
    """The matter that a question in standard words is of; None for all that need no such care."""
    for matter in _matters():
        if matter.asks.search(text) and not (matter.but and matter.but.search(text)):
            return matter
    return None


@cache
def _matters() -> tuple[Matter, ...]:
    text = (Path(__file__).parent / "matters.yml").read_text(encoding="utf8")
    return tuple(
        Matter(
            name=each["name"],
            asks=re.compile(each["asks"]),
            but=re.compile(each["but"]) if "but" in each else None,
            written=re.compile(each["written"]),
            zh=each["zh"],
            en=each["en"],
        )
        for each in yaml.safe_load(text)
    )
