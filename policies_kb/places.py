"""Place names as people write them, and the areas they mean."""

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from policies_kb.areas import contains, full, normalise
from policies_kb.terms import simplify

_DIVISIONS = Path(__file__).parent / "divisions"
_LONGEST = 18
# A name without its kind is no place of that name when one of these follows: 新田村 is not 新田县.
_SMALLER = frozenset("村组屯寨庄湾坝塆冲坪沟镇乡街路店社桥站厂校园山河江湖岭话人")
_LAKES = frozenset(("太湖", "微山", "洪泽", "高邮"))  # known as waters before they are known as counties
_KINDS = ("省", "市", "州", "县", "区", "旗", "盟", "自治区", "自治州", "自治县", "地区", "管理区")
_TOWNSHIP = re.compile(r"[乡镇]|街道|苏木|办事处|农场|林场")
_ENGLISH = {
    "yunnan": "53", "hunan": "43", "jiangsu": "32", "sichuan": "51", "guizhou": "52", "guangdong": "44",
    "guangxi": "45", "tibet": "54", "xinjiang": "65", "gansu": "62", "qinghai": "63", "shaanxi": "61", "shanxi": "14",
    "henan": "41", "hubei": "42", "hebei": "13", "anhui": "34", "jiangxi": "36", "zhejiang": "33", "fujian": "35",
    "hainan": "46", "chongqing": "50", "beijing": "11", "shanghai": "31", "tianjin": "12", "shandong": "37",
    "liaoning": "21", "jilin": "22", "heilongjiang": "23", "inner mongolia": "15", "ningxia": "64",
    "wujin": "320412", "changzhou": "3204", "datong lake": "430971", "datonghu": "430971", "yiyang": "4309",
    "kunming": "5301", "qujing": "5303", "zhaotong": "5306", "dali": "5329", "chuxiong": "5323", "lijiang": "5307",
    "diqing": "5334", "nujiang": "5333", "honghe": "5325", "lhasa": "5401", "changsha": "4301", "nanjing": "3201",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place found in a text: where it stands, and every area it can mean."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names of divisions: those written in full, and those whose kind is left out."""

    full: Mapping[str, tuple[str, ...]]
    short: Mapping[str, tuple[str, ...]]
    never_bare: frozenset[str]
    names: Mapping[str, str]
    starts: frozenset[str] = field(repr=False)

    def find(self, text: str) -> list[Place]:
        """All places named in simplified text, left to right, the longest name first."""
        found: list[Place] = []
        at = 0
        while at < len(text):
            place = self._at(text, at) if text[at : at + 2] in self.starts else None
            if place:
                found.append(place)
                at = place.end
            else:
                at += 1
        return found

    def _at(self, text: str, at: int) -> Place | None:
        for end in range(min(len(text), at + _LONGEST), at + 1, -1):
            words = text[at:end]
            if codes := self.full.get(words):
                return Place(at, end, codes)
            if codes := self.short.get(words):
                for kind in _KINDS:
                    if text.startswith(kind, end) and self._is_of(codes, words, kind):
                        return Place(at, end + len(kind), codes)
                if words not in self.never_bare and text[end : end + 1] not in _SMALLER:
                    return Place(at, end, codes)
        return None

    def _is_of(self, codes: tuple[str, ...], words: str, kind: str) -> bool:
        """Whether a name that is also a common word may bear that kind: 大城 is a county, 大城市 is none."""
        return words not in self.never_bare or any(self.names.get(code, "").endswith(kind) for code in codes)


def resolve(words: str, near: str | None = None) -> str | None:
    """The area code of a place as a person writes it; None when it is unknown, or could be several.

    Of several the one nearest to `near` is meant. A village's own name alone is never taken for something larger.
    """
    text = simplify(words).strip()
    places = _found(text)
    code = _settle(places, near) if places else None
    return None if code is None else full(code)


def find_places(text: str, near: str | None = None) -> list[tuple[int, int, str]]:
    """The places named in a text with their area codes; names that stand together are one place."""
    simplified = simplify(text)
    if len(simplified) != len(text):
        simplified = text
    found: list[tuple[int, int, str]] = []
    group: list[Place] = []
    for place in [*_found(simplified), None]:
        if group and (place is None or place.start > group[-1].end + 1 or not _nested(group[-1], place)):
            code = _settle(group, near)
            if code is not None:
                found.append((group[0].start, group[-1].end, full(code)))
            group = []
        if place is not None:
            group.append(place)
    return found or _english_places(text)


def name_of(code: str) -> str:
    """The name of an area down to its county, as papers write it; empty for the nation and for unknown codes."""
    code = normalise(code)
    names = read_counties(_DIVISIONS).names
    while code and code not in names:
        code = normalise(code[:-1])
    return names.get(code, "")


def is_area(code: str) -> bool:
    """Whether a code can be an area's: 2 to 12 digits in a province there is; zeros alone are the whole country."""
    is_digits = code.isascii() and code.isdigit() and 2 <= len(code) <= 12
    return is_digits and (not normalise(code) or bool(name_of(code)))


def is_township(code: str) -> bool:
    """Whether the list of townships has this code of 9 digits."""
    return code in _township_names()


def township_name(code: str) -> str:
    """The name of the township an area is or lies in; of its county where no township is meant or known."""
    return _township_names().get(normalise(code)[:9]) or name_of(code)


@cache
def _township_names() -> Mapping[str, str]:
    return {code: name for code, name, _ in _rows(_DIVISIONS / "townships.tsv.gz")}


@cache
def read_counties(folder: Path) -> Gazetteer:
    """Provinces, prefectures and counties."""
    full: dict[str, list[str]] = {}
    short: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    never_bare: set[str] = set()
    for code, name, brief in _rows(folder / "counties.tsv.gz"):
        names[code] = name
        full.setdefault(name, []).append(code)
        if code in _ALSO:
            short.setdefault(_ALSO[code], []).append(code)
        if not brief:
            continue
        key = brief.rstrip("!")
        short.setdefault(key, []).append(code)
        if brief.endswith("!"):
            never_bare.add(key)
    # A prefecture or province of that name is meant before the county that bears it too.
    never_bare |= _LAKES
    bare = {key for key, codes in short.items() if any(len(code) < 6 for code in codes)}
    return _gazetteer(full, short, frozenset(never_bare - bare), names)


@cache
def read_townships(folder: Path) -> Gazetteer:
    """Townships, always written with their kind."""
    full: dict[str, list[str]] = {}
    for code, name, _ in _rows(folder / "townships.tsv.gz"):
        full.setdefault(name, []).append(code)
    return _gazetteer(full, {}, frozenset(), {})


_ALSO = {"430971": "大通湖"}


def _rows(path: Path) -> Iterable[tuple[str, str, str]]:
    for line in gzip.decompress(path.read_bytes()).decode("utf8").splitlines():
        if not line.startswith("#"):
            code, name, *rest = line.split("\t")
            yield code, name, rest[0] if rest else ""


def _gazetteer(
    full: Mapping[str, list[str]], short: Mapping[str, list[str]], never_bare: frozenset[str], names: Mapping[str, str]
) -> Gazetteer:
    starts = frozenset(key[:2] for table in (full, short) for key in table)
    return Gazetteer(
        {key: tuple(codes) for key, codes in full.items()},
        {key: tuple(codes) for key, codes in short.items()},
        never_bare,
        names,
        starts,
    )


def _found(text: str) -> list[Place]:
    places = read_counties(_DIVISIONS).find(text)
    if _TOWNSHIP.search(text):
        taken = [(place.start, place.end) for place in places]
        townships = [
            place
            for place in read_townships(_DIVISIONS).find(text)
            if not any(start < place.end and place.start < end for start, end in taken)
        ]
        places = sorted([*places, *townships], key=lambda place: place.start)
    return places


def _nested(outer: Place, inner: Place) -> bool:
    return any(contains(o, i) for o in outer.codes for i in inner.codes)


def _settle(places: list[Place], near: str | None) -> str | None:
    """The deepest area that agrees with the names around it."""
    deepest = max(places, key=lambda place: max(map(len, place.codes)))
    codes = list(deepest.codes)
    for other in places:
        agreeing = [code for code in codes if any(contains(o, code) or contains(code, o) for o in other.codes)]
        codes = agreeing or codes
    if near:
        closeness = {code: _shared(code, normalise(near)) for code in codes}
        closest = max(closeness.values(), default=0)
        if closest:
            codes = [code for code in codes if closeness[code] == closest]
        if len(max(codes, key=len)) > 6 and len(places) == 1 and closest < 4:
            return None  # a township of that name far away is not the one meant
    if len(codes) > 1:
        # 楚雄 is the prefecture before it is its seat; only when one holds all the others.
        widest = min(codes, key=len)
        if not all(contains(widest, code) for code in codes):
            return None
        return widest
    return codes[0] if codes else None


def _shared(code: str, near: str) -> int:
    return max((n for n in (0, 2, 4, 6, 9, 12) if n <= min(len(code), len(near)) and code[:n] == near[:n]), default=0)


def _english_places(text: str) -> list[tuple[int, int, str]]:
    lower = text.lower()
    return [
        (match.start(), match.end(), full(_ENGLISH[match.group()]))
        for match in re.finditer(r"\b(?:" + "|".join(sorted(_ENGLISH, key=len, reverse=True)) + r")\b", lower)
    ]
