"""Whose rules a question is about: the place it names before the area it comes from, one's own before the nation's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies_kb.areas import normalise
from policies_kb.places import find_places
from policies_kb.territory import Territory

# Where someone works, studies or sells is not the place whose rule they ask for.
_AWAY_AFTER = re.compile(
    r".{0,6}?(?:打工|上班|务工|做工|做事|干活|打螺丝|进厂|修车|做了|干了|住了|待了|呆了|跑了|念大学|读大学|上大学|"
    r"打鞋|摆摊|当保姆|送外卖|开车|挣钱|赚钱|工地|厂里|人跑来|人来|人到|下来|派来|来的|来帮|对口)|的?(?:大学|高校|学校|中专|技校)|读书|念书|上学|住(?!的|在)"
)
_OVER_THERE = re.compile(r"他们那|她们那|那边|那里|那头|当地|那儿|那点|那块|老家")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that may be cited, and how much each is put forward."""

    weights: Mapping[str, float]  # document id -> weight
    others: float  # the weight of every other document; 0 where no other may be cited
    named: tuple[str, ...]  # areas the question names
    area: str | None  # the area that counts: the place named, else the asker's

    def holds(self, document: str) -> bool:
        """Whether a document may be cited."""
        return self.others > 0 or document in self.weights


_OWN = 1.37
_NAMED = 2.0
_LOCAL_UNASKED = 0.9


def read_scope(text: str, area: str | None, territory: Territory) -> Scope:
    """What may be cited for a question asked from an area (None: from nowhere known)."""
    named = _places(text, area)
    national = dict.fromkeys(territory.national, 1.0)
    local = {code: territory.local(code) for code in named}
    with_rules = [code for code in named if local[code]]
    if with_rules:
        # Of several places, the one with rules of its own is asked after.
        weights = {id: _NAMED for code in with_rules for id in local[code]}
        return Scope(weights | national, 0.0, tuple(named), with_rules[0])
    if named:
        return Scope(national, 0.0, tuple(named), named[0])
    if area is not None:
        return Scope(dict.fromkeys(territory.local(area), _OWN) | national, 0.0, (), area)
    return Scope(national, _LOCAL_UNASKED, (), None)


def _places(text: str, area: str | None) -> list[str]:
    home: list[str] = []
    away: list[str] = []
    for _, end, code in find_places(text, area):
        if normalise(code) == "":
            continue
        (away if _AWAY_AFTER.match(text[end:]) else home).append(code)
    if home or not away:
        return home
    return away if _OVER_THERE.search(text) else []
