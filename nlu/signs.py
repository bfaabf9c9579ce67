"""The signs of danger and need in a message, and what calms them: past, denied, asked, told, in jest, over."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, get_args

from nlu.normalise import read_yaml
from nlu.phrases import Found, PhraseBook, Words, read_phrases
from nlu.types import Danger, Urgency

Role = Literal["danger", "need", "time", "denied", "calm", "help", "break"]
_WEIGHTS = {"sure": 3, "likely": 2, "hint": 1}
_ENOUGH = 3
_REACH, _REACH_LATIN = 2, 12  # characters between a denial and what it denies
_MOST = 6  # signs count no further: many words of one story are still one story


@dataclass(frozen=True, slots=True)
class _Tag:
    role: Role
    name: str  # a danger, a need, or the kind of time or calm
    strength: str = ""
    lasts: bool = False  # a state that goes on until it is said to be over, such as being missing


class SignBook:
    """The phrases that make a message urgent or calm, in every language."""

    def __init__(self, book: PhraseBook[_Tag], alone: Mapping[str, Danger]) -> None:
        self._book = book
        self._alone = alone
        self._first = frozenset(cry[:1] for cry in alone)

    @classmethod
    def of(cls, plain: Any, words: Words) -> Self:  # noqa: ANN401 - what `plain` gave
        """Give the book again that was made plain."""
        book, alone = plain
        return cls(PhraseBook.of(book, words, lambda tag: _Tag(*tag)), alone)

    def plain(self) -> Any:  # noqa: ANN401 - to be kept
        """Give all that it takes to read, but for the words."""
        return self._book.plain(lambda tag: (tag.role, tag.name, tag.strength, tag.lasts)), self._alone

    def read(self, text: str) -> "Reading":
        """Read a normalised text."""
        return Reading(text, self._book.find(text))

    def cry(self, text: str) -> Danger | None:
        """The danger of a text that is nothing but a cry: 救命, 着火了."""
        first = _A_LETTER.search(text)
        if first is None or first.group() not in self._first:
            return None
        called = _called(text)
        again = _AGAIN.fullmatch(called)
        return self._alone.get(again.group(1) if again else called)


def read_signs(data: Path, words: Words | None = None) -> SignBook:
    """Read the phrases of every language under the folder."""
    book: PhraseBook[_Tag] = PhraseBook(words)
    alone: dict[str, Danger] = {}
    for path in sorted(data.glob("*/urgency.yml")):
        entries = read_yaml(path)
        _take_in(book, entries)
        for name, words in entries["alone"].items():
            said = read_phrases(words, entries["separator"])
            alone.update((_called(word), danger_called(name)) for word in said)
    return SignBook(book, alone)


def _called(text: str) -> str:
    """Give the letters of a cry, its end always the same: 着火啦, 着火咯."""
    return _NOT_WORDS.sub("", text).translate(_PARTICLES)


class _Sign(NamedTuple):
    found: Found[_Tag]
    weight: int


class Reading:
    """One message, its phrases sorted by what they do."""

    def __init__(self, text: str, found: Sequence[Found[_Tag]]) -> None:
        self._text = text
        self._by_role: dict[Role, list[Found[_Tag]]] = {}
        signs = [part for phrase in found if _is_telling(phrase.tag) for part in phrase.parts]
        told = {at for start, end in signs for at in range(start, end)}
        for phrase in found:
            if signs and _is_piece(phrase, signs, told):
                continue
            self._by_role.setdefault(phrase.tag.role, []).append(phrase)
        self._calm: dict[str, list[Found[_Tag]]] = {}
        for phrase in self._by_role.get("calm", ()):
            self._calm.setdefault(phrase.tag.name, []).append(phrase)
        self._times = sorted(self._by_role.get("time", ()), key=lambda phrase: phrase.start)

    def kinds(self, urgency: Urgency) -> frozenset[str]:
        """Name all that was found by its kind, and how it was weighed, for the second voice."""
        found = [phrase.tag for phrases in self._by_role.values() for phrase in phrases]
        kinds = {f"{tag.role} {tag.name} {tag.strength}" for tag in found}
        kinds.update(f"{tag.role} {tag.strength}" for tag in found)
        kinds.update(reason for reason in urgency.reasons if not reason.startswith("rule: "))
        rules = sum(reason.startswith("rule: ") for reason in urgency.reasons)
        return frozenset((*kinds, f"level {urgency.level}", f"rules {min(rules, 4)}"))

    def telling_dangers(self, apart: int) -> list[int]:
        """Give the places of signs of danger that tell something, each so many characters behind the one before."""
        places: list[int] = []
        for phrase in sorted(self._by_role.get("danger", ()), key=lambda phrase: phrase.start):
            if _is_telling(phrase.tag) and (not places or phrase.start - places[-1] > apart):
                places.append(phrase.start)
        return places

    def urgency(self) -> Urgency:
        """Weigh the signs of danger, then of need."""
        reasons: list[str] = []
        dangers = self._signs("danger")
        if dangers:
            score = self._danger_score(dangers, reasons)
            if score >= _ENOUGH:
                return Urgency("critical", _danger(dangers), tuple(reasons))
        needs = self._signs("need")
        if needs:
            score = self._need_score(needs, reasons)
            if score >= _ENOUGH:
                return Urgency("high", _need(needs), tuple(reasons))
        return Urgency("normal", None, tuple(reasons))

    def _signs(self, role: Role) -> list[_Sign]:
        """The strongest signs that do not share words, those of the past and those denied left out."""
        kept: list[_Sign] = []
        taken: set[int] = set()
        found = self._by_role.get(role, ())
        for phrase in sorted(found, key=lambda phrase: (-_WEIGHTS[phrase.tag.strength], phrase.start - phrase.end)):
            place = range(phrase.start, phrase.end)
            if not taken.isdisjoint(place) or self._denied(phrase) or self._past(phrase):
                continue
            taken.update(place)
            kept.append(_Sign(phrase, _WEIGHTS[phrase.tag.strength]))
        return kept

    def _denied(self, phrase: Found[_Tag]) -> bool:
        """Whether a denial stands right before the phrase, or before one of its words."""
        earliest = 0
        for start, end in phrase.parts:
            reach = _REACH_LATIN if self._text[start].isascii() else _REACH
            for denial in self._by_role.get("denied", ()):
                near = earliest <= denial.start and denial.end <= start <= denial.end + reach
                if near and not _PAUSE.search(self._text[denial.end : start]):
                    return True
            earliest = end
        return False

    def _past(self, phrase: Found[_Tag]) -> bool:
        era = self._era(phrase)
        return era == "long_ago" or (era == "days_ago" and not phrase.tag.lasts)

    def _era(self, phrase: Found[_Tag]) -> str:
        """The time that governs a phrase: the last one said before it, else one said after it in the same clause."""
        era = ""
        for time in self._times:
            if time.tag.name not in ("now", "recent", "days_ago", "long_ago"):
                continue
            if time.start < phrase.end:
                era = time.tag.name
            elif not era and not _PAUSE.search(self._text[phrase.end : time.start]):
                return time.tag.name
        return era

    def _danger_score(self, signs: Sequence[_Sign], reasons: list[str]) -> int:
        live = [sign for sign in signs if not self._over(sign)]
        if len(live) < len(signs):
            reasons.append(_IS_OVER)
        reasons += [f"rule: {sign.found.tag.name} ({sign.found.phrase})" for sign in live]
        score = _score(live)
        if not score:
            return 0
        times = {time.tag.name for time in self._times}
        if times & {"now", "sudden"}:
            score += 1
            reasons.append("now")
        if "help" in self._by_role:
            score += 1
            reasons.append("asks for help")
        lowered = self._lowered(live)
        reasons += [f"lowered: {name}" for name in lowered]
        if not lowered:
            reasons.append("not negated")
        return score - sum(lowered.values())

    def _over(self, sign: _Sign) -> bool:
        for name, dangers in _OVER.items():
            for phrase in self._calm.get(name, ()):
                if dangers and sign.found.tag.name not in dangers:
                    continue
                if name == "over_before" and sign.found.start > phrase.start:
                    continue  # 醒了,爷爷掉井里了
                if not self._turned(phrase.end, sign.found.start):
                    return True
        return False

    def _turned(self, start: int, end: int) -> bool:
        """Whether a "but" stands between."""
        return any(start <= but.start < end for but in self._by_role.get("break", ()) if but.tag.name == "but")

    def _lowered(self, signs: Sequence[_Sign]) -> dict[str, int]:
        real = any(phrase.tag.name == "real" for phrase in self._by_role.get("break", ()))
        lowered = {
            name: weight for name, weight in _CALM.items() if name in self._calm and not (real and name in _UNREAL)
        }
        if len({phrase.phrase for phrase in self._calm.get("aftermath", ())}) > 1:
            lowered["aftermath"] += 1
        if "kin" in self._calm:
            lowered.pop("subject", None)
        if any(sign.found.tag.name == "suicide" for sign in signs):
            lowered.pop("thanks", None)
        if any(self._pressing(sign) for sign in signs):
            lowered.pop("asking", None)
        for name in lowered.keys() & _ELSEWHERE:
            if any(sign.weight >= _ENOUGH and not self._in_its_sentence(sign, name) for sign in signs):
                del lowered[name]  # 进度怎么样了?我妈昏过去了
        times = {time.tag.name for time in self._times}
        if "lasting" in times and "now" not in times:
            lowered["lasting"] = 2
        return lowered

    def _in_its_sentence(self, sign: _Sign, name: str) -> bool:
        """Whether what calms stands in the sentence of a sign."""
        start = max((match.end() for match in _STOP.finditer(self._text, 0, sign.found.start)), default=0)
        stop = _STOP.search(self._text, sign.found.end)
        end = stop.start() if stop else len(self._text)
        return any(start <= phrase.start < end for phrase in self._calm[name])

    def _pressing(self, sign: _Sign) -> bool:
        """Whether a sure sign is said to be now, in a clause that asks nothing."""
        if sign.weight < _ENOUGH:
            return False
        pause = _PAUSE.search(self._text, sign.found.end)
        end = pause.start() if pause else len(self._text)
        start = max((match.end() for match in _PAUSE.finditer(self._text, 0, sign.found.start)), default=0)
        inside = [time for time in self._times if time.tag.name == "now" and start <= time.start < end]
        return bool(inside) and not any(start <= asked.start < end for asked in self._calm.get("asking", ()))

    def _need_score(self, signs: Sequence[_Sign], reasons: list[str]) -> int:
        reasons += [f"rule: no {sign.found.tag.name} ({sign.found.phrase})" for sign in signs]
        times = {time.tag.name for time in self._times}
        soon = 1 if times & {"now", "sudden", "recent"} else 0
        lowered = {name: weight for name, weight in self._lowered(signs).items() if name in _CALM_NEEDS}
        reasons += [f"lowered: {name}" for name in lowered]
        score = _score(signs)
        return score + soon - sum(lowered.values()) if score else 0


def is_over(urgency: Urgency) -> bool:
    """Whether all the danger that a message tells of is said to be over."""
    live = (reason for reason in urgency.reasons if reason.startswith("rule: ") and not reason.startswith("rule: no "))
    return _IS_OVER in urgency.reasons and not any(live)


def _is_telling(tag: _Tag) -> bool:
    return tag.role == "danger" and tag.strength != "hint"


def _is_piece(phrase: Found[_Tag], signs: Sequence[tuple[int, int]], told: set[int]) -> bool:
    """Whether a word of time, calm or denial is but a piece of a sign: 醒了 of 叫不醒了."""
    role = phrase.tag.role
    if role == "denied":
        return any(start <= phrase.start and phrase.end <= end for start, end in signs)
    if role == "time" or (role == "calm" and phrase.tag.name not in ("kin", "subject")):
        return not all(told.isdisjoint(range(first, last)) for first, last in phrase.parts)
    return False


def _score(signs: Sequence[_Sign]) -> int:
    """The weight of all different signs; hints alone weigh nothing."""
    weights = {sign.found.phrase: sign.weight for sign in signs}
    return min(sum(weights.values()), _MOST) if max(weights.values(), default=0) > 1 else 0


_IS_OVER = "lowered: over by now"
_A_LETTER = re.compile(r"[^\W_]")
_NOT_WORDS = re.compile(r"[\W_]+")
_PARTICLES = str.maketrans(dict.fromkeys("啦咯喽囉啰哒嘞咧哟", "了"))  # ways to end a cry
_AGAIN = re.compile(r"(.{2,}?)\1+")
_PAUSE = re.compile(r"[,。;!?\n.:、]")
_CALM: Mapping[str, int] = {
    "case": 4, "hypothetical": 4, "asking": 4, "story": 4, "joke": 3, "thanks": 3, "aftermath": 2, "subject": 3,
}  # fmt: skip
_ELSEWHERE = frozenset(("case", "thanks"))  # of these what is said in one sentence calms no other
_STOP = re.compile(r"[。;!?\n]|\. ")
_UNREAL = frozenset(("story", "joke"))
_CALM_NEEDS = frozenset(("hypothetical", "asking", "story", "joke", "thanks"))
_OVER: Mapping[str, frozenset[str]] = {
    "over": frozenset(),
    "over_before": frozenset(),
    "over_missing": frozenset(("missing",)),
    "over_fire": frozenset(("fire",)),
    "over_water": frozenset(("flood",)),
}
_GENERAL = frozenset(("other", "trapped", "unconscious", "landslide"))


def _danger(signs: Sequence[_Sign]) -> Danger:
    """The danger most signs speak of; a cause rather than a state where they weigh the same."""
    weights: dict[str, int] = {}
    for sign in signs:
        weights[sign.found.tag.name] = weights.get(sign.found.tag.name, 0) + sign.weight
    name = max(weights, key=lambda name: (weights[name], name not in _GENERAL))
    return danger_called(name)


def danger_called(name: str) -> Danger:
    """Give the danger of this name; there is one."""
    return _DANGERS[name]


def _need(signs: Sequence[_Sign]) -> Danger | None:
    supplies = ("food", "medicine", "warmth")
    return "no_supplies" if any(sign.found.tag.name in supplies for sign in signs) else None


def _take_in(book: PhraseBook[_Tag], entries: Mapping[str, Any]) -> None:
    separator, gaps = entries["separator"], (int(entries["gaps"][0]), int(entries["gaps"][1]))
    groups = {name: read_phrases(words, separator) for name, words in entries["groups"].items()}

    def add(listed: str, tag: _Tag, mask: bool = False) -> None:
        book.add(read_phrases(listed, separator), tag, groups, gaps, mask=mask)

    add(entries["harmless"], _Tag("calm", "harmless"), mask=True)
    for role, part in (("danger", "dangers"), ("need", "needs")):
        for name, strengths in entries[part].items():
            lasts = bool(strengths.get("lasts"))
            for strength in _WEIGHTS:
                if strength in strengths:
                    add(strengths[strength], _Tag(_role(role), name, strength, lasts))
    for name in ("now", "sudden", "recent", "days_ago", "long_ago", "lasting"):
        add(entries[name], _Tag("time", name))
    for name, phrases in entries["calm"].items():
        add(phrases, _Tag("calm", name))
    add("<kin>", _Tag("calm", "kin"))
    add(entries["denied"], _Tag("denied", "denied"))
    add(entries["help"], _Tag("help", "help"))
    for name in ("real", "but"):
        add(entries[name], _Tag("break", name))


def _role(name: str) -> Role:
    return next(role for role in _ROLES if role == name)


_ROLES: Iterable[Role] = get_args(Role)
_DANGERS: Mapping[str, Danger] = {danger: danger for danger in get_args(Danger)}
