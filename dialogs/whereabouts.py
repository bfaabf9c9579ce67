"""Where a home is, as it is told: a village without its township, the township later, one of them put right."""

import re
from typing import Any

from dialogs.types import Say, Slots, Turn
from dialogs.wording import marked as _

# County and above, township, village: each may be missing. Read on the words as written.
_PARTS = re.compile(
    r"(?P<county>(?:[^\W\d_]{2,8}?(?:[省市州盟旗县縣]|(?<![社小安灾災老新])[区區](?![一二三四五六七八九十\d])))*)"
    r"(?P<township>[^\W\d_]{1,9}?(?:[镇鎮乡鄉](?!村)|街道|苏木|农场|林场))?"
    r"(?P<village>.*)"
)
_VILLAGE = re.compile(r"[村寨屯庄组組队隊]")
_LED_BY = re.compile(r"^(我们?|咱们?|俺们?)?(老家|家)?(就?是|住?在)?")
_TRAIL = re.compile(r"(的|那边|这边|那里|这里)?[\s,。.!！，]*$")
# Somebody is there, and the home is not.
_ELSEWHERE = re.compile(
    r"打工|务工|上班|做工|干活|读书|上学|住院|医院|手术|看病|拿药|亲戚|娘家|\b(work|hospital|school|study)"
)
_TOWNSHIP_DIGITS = 9
_AT_MOST = 40
Parts = tuple[str, str, str]


def parts(place: str) -> Parts:
    """County and above, township, village; what is not told is empty."""
    found = _PARTS.fullmatch(place)
    return (found["county"] or "", found["township"] or "", found["village"] or "") if found else ("", "", place)


def _parts_english(place: str) -> Parts:
    said = place.lower()
    found = [next((word for word in words if word in said), "") for words in (("county", "district"), ("town",))]
    return found[0], found[1], place


def told_of(turn: Turn) -> dict[str, Any]:
    """The place that a message names, and its area where that is known."""
    place = turn.place if turn.area else turn.meant.slots.get("place")
    if not place:
        return {}
    return {"place": str(place), "area": turn.area} if turn.area else {"place": str(place)}


def lasting(turn: Turn) -> dict[str, Any]:
    """The place of a message that still holds in the next ones: a village, a township, and nowhere in passing."""
    told = told_of(turn)
    return told if told and any(parts(told["place"])[1:]) and not _ELSEWHERE.search(turn.plain) else {}


def newly_told(facts: Slots, turn: Turn, *, puts_right: bool) -> dict[str, Any]:
    """What a message changes of where it is. A place named in passing fills what was missing, and replaces nothing."""
    told = told_of(turn)
    before, place = str(facts.get("place") or ""), told.get("place", "")
    if not place or place == before:
        return {}
    if not before:
        return told
    if not puts_right and _ELSEWHERE.search(turn.plain):
        return {}
    together = joined(before, place, puts_right=puts_right)
    if together == before:
        return {}
    return {"place": together, "area": told.get("area", "") if together == place else ""}  # found again from the whole


def joined(before: str, said: str, *, puts_right: bool = False) -> str:
    """A place told in pieces, put together; of two that differ the first stands, unless it is put right."""
    if before.isascii() or said.isascii():
        return _joined_english(before, said, puts_right=puts_right)
    old, new = parts(before), parts(said)
    if new[1] and not old[1] and before.startswith(new[1][:-1]) and len(new[1]) > 2:
        old = (old[0], "", before[len(new[1]) :])  # the township's own kind was misspelt: 者海真大田村
    if not any(old[:2]) and not _VILLAGE.search(before) and _VILLAGE.search(said) and not any(new[:2]):
        return f"{before}{said}"[:_AT_MOST]  # a township without its kind: 者海
    if not puts_right and any(a and b and a != b for a, b in zip(old, new, strict=True)):
        return before
    if puts_right and new[0] and new[1] and any(old[:2]):
        return said  # another county and another township: the village is another too
    return "".join(b or a for a, b in zip(old, new, strict=True))[:_AT_MOST]


def _joined_english(before: str, said: str, *, puts_right: bool) -> str:
    first, second = before.lower(), said.lower()
    if second in first:
        return before
    if first in second or puts_right:
        return said
    larger = re.compile(r"\b(town|township|county)\b")
    if bool(larger.search(first)) == bool(larger.search(second)):
        return before
    return f"{said}, {before}" if larger.search(first) else f"{before}, {said}"


def of_home(turn: Turn) -> dict[str, Any]:
    """Where an earlier report of this writer said that their home is; that of a neighbour is none of theirs."""
    for case in reversed(turn.known.cases):
        if case.relation not in ("neighbour", "other_relative") and case.details.get("place"):
            return {"place": case.details["place"], **({"area": case.area} if case.area else {})}
    return {}


def question(place: str | None, area: str | None) -> Say | None:
    """What is still to be told so that the nearest cadre can be found; None where it is enough."""
    if area and len(area) >= _TOWNSHIP_DIGITS:
        return None
    county, township, _village = _parts_english(place) if place and place.isascii() else parts(place or "")
    if county and township:
        return None
    if area:
        return None if township else Say(_("Which township is it? Then I find the nearest cadre."))
    if township:
        return Say(_("Which county is it? Then I find the nearest cadre."))
    return Say(_("Which county and township is it? Then I find the nearest cadre."))


def bare_name(said: str) -> str:
    """The name in a reply to that question: 我们是者海的 is 者海."""
    return _TRAIL.sub("", _LED_BY.sub("", said.strip()))
