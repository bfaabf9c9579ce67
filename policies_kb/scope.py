"""Whose rules a question is about: the place it names before the area it comes from, one's own before the nation's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from policies_kb.areas import is_under, normalise
from policies_kb.places import find_places
from policies_kb.types import Document

# Where someone works, studies or sells is not the place whose rule they ask for.
_AWAY_AFTER = re.compile(
    r".{0,6}?(?:打工|上班|务工|做工|做事|干活|打螺丝|进厂|修车|做了|干了|住了|待了|呆了|跑了|念大学|读大学|上大学|"
    r"打鞋|摆摊|当保姆|送外卖|开车|挣钱|赚钱|工地|厂里|人跑来|人来|人到|下来|派来|来的|来帮|对口)|的?(?:大学|高校|学校|中专|技校)|读书|念书|上学|住(?!的|在)"
)
_OVER_THERE = re.compile(r"他们那|她们那|那边|那里|那头|当地|那儿|那点|那块|老家")


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that may be cited, and how much each is put forward."""

    weights: Mapping[str, float]  # document id -> weight; a document that may not be cited is missing
    named: tuple[str, ...]  # areas the question names
    area: str | None  # the area that counts: the place named, else the asker's


_OWN = 1.37
_NAMED = 2.0
_LOCAL_UNASKED = 0.9


def read_scope(text: str, area: str | None, documents: Mapping[str, Document]) -> Scope:
    """What may be cited for a question asked from an area (None: from nowhere known)."""
    named = _places(text, area)
    with_rules = [code for code in named if _local(code, documents)]
    if with_rules:
        # Of several places, the one with rules of its own is asked after.
        weights = {id: _NAMED for code in with_rules for id in _local(code, documents)}
        return Scope(weights | _national(documents), tuple(named), with_rules[0])
    if named:
        return Scope(_national(documents), tuple(named), named[0])
    if area is not None:
        return Scope(dict.fromkeys(_local(area, documents), _OWN) | _national(documents), (), area)
    return Scope(dict.fromkeys(documents, _LOCAL_UNASKED) | _national(documents), (), None)


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


def _local(area: str, documents: Mapping[str, Document]) -> list[str]:
    return [
        document.id
        for document in documents.values()
        if normalise(document.jurisdiction) and is_under(area, document.applies_to or (document.jurisdiction,))
    ]


def _national(documents: Mapping[str, Document]) -> dict[str, float]:
    return {document.id: 1.0 for document in documents.values() if not normalise(document.jurisdiction)}
