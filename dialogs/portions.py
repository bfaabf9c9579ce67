"""A long text in portions that a channel carries: the first now, the rest on request."""

import re

from dialogs.segments import segments

_SMS_SEGMENTS = 3
_ELSEWHERE = 900  # characters of one message on other channels
_ENDS = re.compile(r"(?<=[。；！？\n])|(?<=[.;!?)]\s)")  # where a sentence is over
# What turns a whole English SMS into one of half the room.
_PLAIN = str.maketrans({"—": "-", "–": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " "})
_NAMES = re.compile(r"\s*[(（][^()（）]*[\u3400-\u9fff][^()（）]*[)）]")


def portion(text: str, channel: str, language: str) -> tuple[str, str]:
    """What fits into one message of the channel, cut where a sentence ends, and the rest."""
    if channel == "sms" and language == "en":
        text = _NAMES.sub("", text).translate(_PLAIN)
    said = ""
    for sentence in _ENDS.split(text):
        if said and not _fits(said + sentence.rstrip(), channel):
            break
        said += sentence
    while not _fits(said.rstrip(), channel):  # one sentence longer than a message
        said = said[: len(said) * 9 // 10]
    return said.strip(), text[len(said) :].strip()


def _fits(text: str, channel: str) -> bool:
    return segments(text) <= _SMS_SEGMENTS if channel == "sms" else len(text) <= _ELSEWHERE
